package import RefineryModel

/// What a persona is called, does and is reached by, derived from all of its records; their order does not matter.
package struct PersonaProfile: Sendable, Equatable {
    /// A number of the persona (`persona_phones`).
    package struct Phone: Sendable, Equatable {
        package let e164: String
        /// mobile, landline, voip, toll_free, other, unknown.
        package var type: String
        /// 0 to 1: how likely the persona answers there.
        package var score: Float
        /// The first record that has it.
        package let record: RecordID
        /// How many rows of files have it.
        package var sources: Int
        /// In seconds of Unix time: when the first import with it was submitted, and the newest.
        package var firstSeenAt: Int64
        package var lastSeenAt: Int64
    }

    /// An address of the persona (`persona_emails`).
    package struct Email: Sendable, Equatable {
        package let email: String
        package var type: Mailbox
        /// 0 to 1: how likely the persona reads it.
        package var score: Float
        package let record: RecordID
        package var sources: Int
        package var firstSeenAt: Int64
        package var lastSeenAt: Int64
    }

    package var firstName: String?
    package var lastName: String?
    package var title: String?
    package var seniority: Seniority?
    package var isLikelyDecisionMaker = false
    /// No name, and no address but impersonal ones.
    package var isGenericContact = false
    package var address: String?
    package var city: String?
    package var state: String?
    package var zipCode: String?
    package var country: String?
    /// 0 to 1: how sure it is that the person can be reached.
    package var score: Float = 0
    package var records: Int
    /// The best one first.
    package var phones: [Phone] = []
    /// The best one first.
    package var emails: [Email] = []

    /// - Parameters:
    ///   - records: All records of the persona, at least one.
    ///   - features: Of each of the records; nil: they are read here.
    ///   - lineTypes: What lookups said of numbers, which comes before what files say.
    package init(of records: [LinkRecord], features: [LinkFeatures]? = nil, lineTypes: [String: LineType] = [:]) {
        self.records = records.count
        takeNames(records, features ?? records.map(LinkFeatures.init))
        takeTitle(records)
        takePlace(records)
        takeEmails(records)
        takePhones(records, lineTypes)
        isGenericContact = firstName == nil && lastName == nil && emails.allSatisfy { $0.type == .generic }
        score = max(phones.first?.score ?? 0, emails.first?.score ?? 0)
    }

    /// The fullest form of the name that most records have: `Robert` rather than `R.`, and the surname where surnames stand.
    private mutating func takeNames(_ records: [LinkRecord], _ features: [LinkFeatures]) {
        var names: [(record: LinkRecord, given: String?, surname: String?)] = []
        for (record, features) in zip(records, features) where !(features.given.isMissing && features.surname.isMissing) {
            let name = Self.name(of: record)
            if name.given != nil || name.surname != nil { names.append((record, name.given, name.surname)) }
        }
        if names.isEmpty { return }
        // Whoever swapped the columns is outvoted; where nobody is, what is more of a given name comes first.
        var votes: [[UInt8]: Int] = [:]
        for name in names {
            if let given = name.given { votes[EmbeddedTables.folded(given), default: 0] += 1 }
            if let surname = name.surname { votes[EmbeddedTables.folded(surname), default: 0] -= 1 }
        }
        func isSwapped(_ given: String, _ surname: String) -> Bool {
            let (first, last) = (EmbeddedTables.folded(given), EmbeddedTables.folded(surname))
            let (mine, rival) = (votes[first] ?? 0, votes[last] ?? 0)
            if mine != rival { return mine < rival && mine < 0 }
            let table = NameTable.shared
            return table.given(NameHash.of(first)) == nil && table.given(NameHash.of(last)) != nil
        }
        let upright = names.map { name in
            guard let given = name.given, let surname = name.surname, isSwapped(given, surname) else { return name }
            return (name.record, surname, given)
        }
        let givens = Dictionary(upright.map { ($0.record.id, $0.given) }, uniquingKeysWith: { first, _ in first })
        let surnames = Dictionary(upright.map { ($0.record.id, $0.surname) }, uniquingKeysWith: { first, _ in first })
        let written = upright.map(\.record)
        let full = written.filter { EmbeddedTables.folded((givens[$0.id] ?? nil) ?? "").count > 1 }
        firstName = SeenValues.commonest(of: full.isEmpty ? written : full) { givens[$0.id] ?? nil }
        lastName = SeenValues.commonest(of: written) { surnames[$0.id] ?? nil }
    }

    /// The name of a person as it is written, without titles and suffixes.
    private static func name(of record: LinkRecord) -> (given: String?, surname: String?) {
        if record.firstName ?? "" != "" || record.lastName ?? "" != "" {
            return (record.firstName.flatMap { $0.isEmpty ? nil : $0 }, record.lastName.flatMap { $0.isEmpty ? nil : $0 })
        }
        var whole = record.contactName ?? ""
        return whole.withUTF8 { text in
            let parts = PersonName(whole: text)
            return (
                parts.given.map { String(decoding: text[$0], as: UTF8.self) },
                parts.surname.map { String(decoding: text[$0], as: UTF8.self) }
            )
        }
    }

    /// The newest title that says a level, else the newest.
    private mutating func takeTitle(_ records: [LinkRecord]) {
        let readable = records.filter { $0.title.map { TitleReading($0) != nil } ?? false }
        title = SeenValues.newest(of: readable.isEmpty ? records : readable) { $0.title.flatMap { $0.isEmpty ? nil : $0 } }
        guard let title, let reading = TitleReading(title) else { return }
        seniority = reading.seniority
        isLikelyDecisionMaker = reading.isDecisionMaker
    }

    /// The newest whole address: its parts are never mixed.
    private mutating func takePlace(_ records: [LinkRecord]) {
        func parts(_ record: LinkRecord) -> Int {
            [record.address, record.city, record.state, record.zipCode].reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        }
        guard let best = records.max(by: { (parts($0), $0.seenAt, $1.id) < (parts($1), $1.seenAt, $0.id) }) else { return }
        (address, city, state, zipCode) = (best.address, best.city, best.state, best.zipCode)
        country = best.country ?? SeenValues.commonest(of: records) { $0.country }
    }

    private mutating func takeEmails(_ records: [LinkRecord]) {
        let names = [firstName, lastName].compactMap { $0 }
        var found: [String: (seen: Sightings, type: Mailbox)] = [:]
        for record in records.sorted(by: { $0.id < $1.id }) {
            let host = record.website.map { LinkFeatures.hostName(ofSite: $0) }
            for email in Set(record.emails) {
                let type = Mailbox.of(email, names: names, companyName: record.businessName, companyDomain: host)
                guard var old = found[email] else {
                    found[email] = (Sightings(record), type)
                    continue
                }
                old.seen.add(Sightings(record))
                if old.type == .unknown { old.type = type }
                found[email] = old
            }
        }
        emails = found.map { email, value in
            let worth: Float = value.type == .work ? 0.8 : value.type == .personal ? 0.75 : value.type == .unknown ? 0.6 : 0.3
            return Email(
                email: email, type: value.type, score: Self.raised(worth, by: value.seen.sources), record: value.seen.record,
                sources: value.seen.sources, firstSeenAt: value.seen.firstSeenAt, lastSeenAt: value.seen.lastSeenAt)
        }.sorted { ($1.score, $1.lastSeenAt, $0.email) < ($0.score, $0.lastSeenAt, $1.email) }
    }

    private mutating func takePhones(_ records: [LinkRecord], _ lineTypes: [String: LineType]) {
        var found: [String: (seen: Sightings, type: String, isDirect: Bool)] = [:]
        for record in records {
            var own: [String: LinkPhone] = [:]
            // A number that stands twice in a record is the more personal of both.
            for phone in record.phones where own[phone.e164].map({ !Self.isDirect($0) || PhoneType.of($0, line: nil) == "unknown" }) ?? true
            {
                own[phone.e164] = phone
            }
            for (e164, phone) in own {
                let (type, isDirect) = (PhoneType.of(phone, line: lineTypes[e164]), Self.isDirect(phone))
                guard var old = found[e164] else {
                    found[e164] = (Sightings(record), type, isDirect)
                    continue
                }
                old.seen.add(Sightings(record))
                // Any word says more than none; of two words, whatever the order, the first by name.
                if old.type == "unknown" || type != "unknown" && type < old.type { old.type = type }
                old.isDirect = old.isDirect || isDirect
                found[e164] = old
            }
        }
        phones = found.map { e164, value in
            let worth: Float = value.type == "mobile" ? 0.9 : value.isDirect ? 0.8 : value.type == "toll_free" ? 0.2 : 0.5
            return Phone(
                e164: e164, type: value.type, score: Self.raised(worth, by: value.seen.sources), record: value.seen.record,
                sources: value.seen.sources, firstSeenAt: value.seen.firstSeenAt, lastSeenAt: value.seen.lastSeenAt)
        }.sorted { ($1.score, $1.lastSeenAt, $0.e164) < ($0.score, $0.lastSeenAt, $1.e164) }
    }

    private static func isDirect(_ phone: LinkPhone) -> Bool {
        switch phone.place {
        case .business: false
        case .direct: true
        case .other(let role): role == "mobile" || role == "home" || role == "direct"
        }
    }

    /// Each further source takes away a fifth of the doubt, up to four of them.
    private static func raised(_ worth: Float, by sources: Int) -> Float {
        var doubt = 1 - worth
        for _ in 1..<max(1, min(5, sources)) { doubt *= 0.8 }
        return 1 - doubt
    }
}
