package import RefineryModel

/// What of a record is compared: names without titles and legal forms, hashes of addresses and numbers. Made once, compared often: an
/// object, so that nothing of it is copied, and safe to send, as nothing of it changes once it is made.
package final class LinkFeatures: @unchecked Sendable {
    package let id: RecordID
    /// By which records of one company usually find each other; hashes that no other kind of key has.
    package private(set) var companyKeys: [Int64] = []
    /// By which records of one person usually find each other.
    package private(set) var personKeys: [Int64] = []
    /// Whether it names a person, or has what only one person has: a mailbox that is not generic, or, without a company, any number.
    package private(set) var hasPerson = false
    /// Whether it names a company, or has a company's website. The domain of an address alone is none: many a consumer has one of his own.
    package private(set) var hasCompany = false

    /// A part of a person's name.
    struct Name: Sendable {
        /// Where it stands in ``text``.
        var range = 0..<0
        /// 0 for none.
        var hash: UInt64 = 0
        /// −log2 of the share of people who bear it; of names that are in no table, of the rarest.
        var bits: Float = 0
        /// Whether it stands in a table of names.
        var isKnown = false
        var maleShare: Float?
        var groups: [UInt16] = []
        /// As in ``NameTable/Forms/initials``.
        var initials: UInt32 = 0
        var isInitial: Bool { range.count == 1 }
        var isMissing: Bool { hash == 0 }
    }

    struct Address: Sendable {
        let hash: UInt64
        /// Where it stands in ``text``: all of it, and the part before the `@`.
        let whole, local: Range<Int>
        /// 0 for free mail.
        let domain: UInt64
        let isGeneric: Bool
    }

    struct Number: Sendable, Equatable {
        let digits: UInt64
        /// Whether it is a person's own.
        let isDirect: Bool
    }

    /// Folded names and addresses, one behind the other.
    private(set) var text: [UInt8] = []
    private(set) var given = Name()
    private(set) var surname = Name()
    private(set) var middle: UInt8 = 0
    private(set) var generation: UInt8 = 0
    private(set) var addresses: [Address] = []
    private(set) var numbers: [Number] = []
    private(set) var company: CompanyName?
    /// Of all words of the company's name in any order; 0 for none. Hashes are 0 where there is nothing, here and below.
    private(set) var companyHash: UInt64 = 0
    private(set) var domain: UInt64 = 0
    private(set) var street: UInt64 = 0
    private(set) var zip: UInt64 = 0
    private(set) var zipArea: UInt64 = 0
    private(set) var city: UInt64 = 0
    private(set) var cityRange = 0..<0
    private(set) var state: UInt64 = 0

    package init(_ record: LinkRecord) {
        id = record.id
        text.reserveCapacity(96)
        var scratch: [UInt8] = []
        scratch.reserveCapacity(64)
        readPlace(record, &scratch)
        let hasSite = readCompany(record)
        readNames(record, &scratch)
        if generation == 0, var suffix = record.nameSuffix { generation = suffix.withUTF8 { PersonName.generation(of: $0) } }
        readAddresses(record)
        readNumbers(record)
        hasCompany = companyHash != 0 || hasSite
        hasPerson =
            !given.isMissing || !surname.isMissing || addresses.contains { !$0.isGeneric }
            || !hasCompany && !(addresses.isEmpty && numbers.isEmpty)
        makeKeys()
    }

    // MARK: Reading

    private func append(_ bytes: some Collection<UInt8>) -> Range<Int> {
        let start = text.count
        text += bytes
        return start..<text.count
    }

    private func readPlace(_ record: LinkRecord, _ scratch: inout [UInt8]) {
        if let address = record.address { street = StreetAddress(address).hash }
        if let code = record.zipCode {
            let letters = code.utf8.prefix { $0 != UInt8(ascii: "-") }.filter { $0 != 0x20 }.map(\.lowercasedASCII)
            if letters.count >= 3 {
                zip = NameHash.of(letters)
                zipArea = NameHash.of(letters.prefix(3))
            }
        }
        if var name = record.city {
            name.withUTF8 { WordFolding.fold($0, into: &scratch) }
            if scratch.starts(with: "saint ".utf8) { scratch.replaceSubrange(0..<5, with: "st".utf8) }
            if scratch.starts(with: "fort ".utf8) { scratch.replaceSubrange(0..<4, with: "ft".utf8) }
            if scratch.starts(with: "mount ".utf8) { scratch.replaceSubrange(0..<5, with: "mt".utf8) }
            if scratch.elementsEqual("new york city".utf8) || scratch.elementsEqual("nyc".utf8) { scratch = Array("new york".utf8) }
            if !scratch.isEmpty {
                city = NameHash.of(scratch)
                cityRange = append(scratch)
            }
        }
        if let name = record.state, !name.isEmpty { state = NameHash.of(name.utf8.map(\.lowercasedASCII)) }
    }

    /// Returns whether it has a website of its own.
    private func readCompany(_ record: LinkRecord) -> Bool {
        if let name = record.businessName {
            let name = CompanyName(name)
            if !name.words.isEmpty {
                companyHash = name.words.reduce(0) { $0 &+ $1.hash } | 1
                company = name
            }
        }
        if let site = record.website { domain = Self.domain(ofSite: site) }
        if domain != 0 { return true }
        for email in record.emails {
            guard let at = email.utf8.firstIndex(of: UInt8(ascii: "@")) else { continue }
            let host = NameHash.of(email.utf8[email.utf8.index(after: at)...])
            if FreeMail.holds(hash: host) || SharedHost.holds(hash: host) { continue }
            domain = host
            break
        }
        return false
    }

    /// The hash of a website's host without `www.`; 0 for a page at a host of many.
    private static func domain(ofSite site: String) -> UInt64 {
        var site = site
        return site.withUTF8 { bytes in
            let host = host(of: bytes)
            let hash = NameHash.of(host.lazy.map(\.lowercasedASCII))
            return host.isEmpty || SharedHost.holds(hash: hash) || FreeMail.holds(hash: hash) ? 0 : hash
        }
    }

    /// The host of a website, lower case, without `www.`.
    static func hostName(ofSite site: String) -> String {
        var site = site
        return site.withUTF8 { String(decoding: host(of: $0).lazy.map(\.lowercasedASCII), as: UTF8.self) }
    }

    private static func host(of site: Bytes) -> Bytes {
        var start = 0
        if let colon = site.firstIndex(of: UInt8(ascii: ":")), site[colon...].starts(with: "://".utf8) { start = colon + 3 }
        var end = start
        while end < site.count, !"/:?#".utf8.contains(site[end]) { end += 1 }
        if site[start..<end].prefix(4).lazy.map(\.lowercasedASCII).elementsEqual("www.".utf8) { start += 4 }
        return site.slice(start..<end)
    }

    private func readNames(_ record: LinkRecord, _ scratch: inout [UInt8]) {
        var first = record.firstName.flatMap { $0.isEmpty ? nil : $0 }
        var last = record.lastName.flatMap { $0.isEmpty ? nil : $0 }
        if first == nil, last == nil, var whole = record.contactName {
            whole.withUTF8 { text in
                if isNoPerson(text, &scratch) { return }
                let parts = PersonName(whole: text)
                take(parts, givenOf: text, surnameOf: text, &scratch)
            }
            return
        }
        let parts = (first?.withUTF8 { PersonName(given: $0) }, last?.withUTF8 { PersonName(surname: $0) })
        if let name = parts.0 { first?.withUTF8 { take(name, givenOf: $0, surnameOf: nil, &scratch) } }
        if let name = parts.1 { last?.withUTF8 { take(name, givenOf: nil, surnameOf: $0, &scratch) } }
    }

    private func take(_ parts: PersonName, givenOf: Bytes?, surnameOf: Bytes?, _ scratch: inout [UInt8]) {
        if let givenOf, let range = parts.given {
            WordFolding.fold(givenOf.slice(range), into: &scratch)
            if !scratch.isEmpty { given = name(scratch, isGiven: true) }
        }
        if let surnameOf, let range = parts.surname {
            WordFolding.fold(surnameOf.slice(range), into: &scratch)
            if !scratch.isEmpty { surname = name(scratch, isGiven: false) }
        }
        if parts.middle != 0 { middle = parts.middle }
        if parts.generation != 0 { generation = parts.generation }
    }

    private func name(_ folded: [UInt8], isGiven: Bool) -> Name {
        let hash = NameHash.of(folded)
        let table = NameTable.shared
        var result = Name(range: append(folded), hash: hash)
        let (asGiven, asSurname) = (table.given(hash), table.surnameBits(hash))
        let bits = isGiven ? asGiven?.bits : asSurname
        result.bits = bits ?? 20
        let forms = table.forms(hash)
        (result.groups, result.initials) = (forms.groups, forms.initials)
        result.isKnown = bits != nil || isGiven && !result.groups.isEmpty
        result.maleShare = asGiven?.maleShare
        return result
    }

    /// Whether a contact is a job, a department or the firm again.
    private func isNoPerson(_ contact: Bytes, _ scratch: inout [UInt8]) -> Bool {
        WordFolding.fold(contact, into: &scratch)
        if let company, !company.text.isEmpty, scratch.filter({ $0 != 0x20 }) == company.squashed { return true }
        return scratch.split(separator: 0x20).allSatisfy { word in
            let lists = WordLists.holding(word)
            return !lists.intersection([.titleWord, .companyWord]).isEmpty && !lists.contains(.givenName)
        }
    }

    private func readAddresses(_ record: LinkRecord) {
        let names = [given.hash, surname.hash].filter { $0 != 0 }
        let squashed = company?.squashed
        for email in record.emails.prefix(4) {
            let bytes = Array(email.utf8)
            guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0 else { continue }
            let host = bytes[(at + 1)...]
            let hostHash = NameHash.of(host)
            let isFree = FreeMail.holds(hash: hostHash)
            var local = bytes[..<at].prefix { $0 != UInt8(ascii: "+") }
            // Gmail knows no dots.
            if host.elementsEqual("gmail.com".utf8) || host.elementsEqual("googlemail.com".utf8) {
                local.removeAll { $0 == UInt8(ascii: ".") }
            }
            var hash = NameHash("email")
            hash.add(local)
            hash.step(UInt8(ascii: "@"))
            hash.add(host)
            let label = isFree ? nil : host.prefix { $0 != 0x2E }
            let box = Mailbox.of(local: bytes[..<at], isFree: isFree, names: names, company: squashed, label: label, isCompanys: nil)
            let start = text.count
            _ = append(local)
            let end = text.count
            _ = append(host)
            addresses.append(
                Address(
                    hash: hash.value, whole: start..<text.count, local: start..<end, domain: isFree ? 0 : hostHash,
                    isGeneric: box == .generic))
        }
    }

    private func readNumbers(_ record: LinkRecord) {
        for phone in record.phones.prefix(8) {
            var digits: UInt64 = 0
            for byte in phone.e164.utf8 where byte.isDigit { digits = digits &* 10 &+ UInt64(byte &- 0x30) }
            let isDirect =
                switch phone.place {
                case .business: false
                case .direct: true
                case .other(let role): role == "mobile" || role == "home" || role == "direct"
                }
            if digits != 0, !numbers.contains(where: { $0.digits == digits }) { numbers.append(Number(digits: digits, isDirect: isDirect)) }
        }
    }

    // MARK: Keys

    private static func key(_ kind: StaticString, _ one: UInt64, _ two: UInt64? = nil, _ three: UInt64? = nil) -> Int64 {
        var hash = NameHash(kind)
        hash.add(one)
        if let two { hash.add(two) }
        if let three { hash.add(three) }
        return Int64(bitPattern: hash.value)
    }

    private func makeKeys() {
        if hasCompany { companyKeys = Self.distinct(keysOfCompany()) }
        if hasPerson { personKeys = Self.distinct(keysOfPerson()) }
    }

    private static func distinct(_ keys: [Int64]) -> [Int64] {
        let sorted = keys.sorted()
        guard Swift.zip(sorted, sorted.dropFirst()).contains(where: ==) else { return sorted }
        return Array(Set(keys)).sorted()
    }

    private func keysOfCompany() -> [Int64] {
        var keys: [Int64] = []
        if domain != 0 { keys.append(Self.key("domain", domain)) }
        for number in numbers.lazy.filter({ !$0.isDirect }).prefix(2) { keys.append(Self.key("company phone", number.digits)) }
        // The word that says the most: others are left out, put in, or shortened.
        if let word = company?.words.max(by: { ($0.bits, $0.end - $0.start, $0.hash) < ($1.bits, $1.end - $1.start, $1.hash) }) {
            if city != 0 {
                keys.append(Self.key("company city", word.hash, city))
            } else if zipArea != 0 {
                keys.append(Self.key("company zip", word.hash, zipArea))
            }
        }
        if street != 0, zip != 0 || city != 0 { keys.append(Self.key("company address", street, zip != 0 ? zip : city)) }
        return keys
    }

    private func keysOfPerson() -> [Int64] {
        var keys: [Int64] = []
        for address in addresses where !address.isGeneric || !hasCompany { keys.append(Self.key("email", address.hash)) }
        let (first, last) = (root(of: given), root(of: surname))
        let family = surname.isMissing ? first : last
        for number in numbers.prefix(3) { keys.append(Self.key("phone", number.digits, min(family, first), max(family, first))) }
        // Where there is little else, either name and the town will do, or both names.
        let isSparse = companyHash == 0 && numbers.isEmpty && zip == 0
        if isSparse, city != 0 { for name in [first, last] where name != 0 { keys.append(Self.key("name town", name, city)) } }
        guard first != 0, last != 0 else { return keys }
        let (low, high) = (min(first, last), max(first, last))
        if isSparse { keys.append(Self.key("name", low, high)) }
        if city != 0 {
            keys.append(Self.key("name city", low, high, city))
        } else if zipArea != 0 {
            keys.append(Self.key("name zip", low, high, zipArea))
        } else if domain != 0 || companyHash != 0 {
            keys.append(Self.key("name company", low, high, domain != 0 ? domain : companyHash))
        }
        if !hasCompany || companyHash == 0, !isSparse, let address = addresses.first {
            // Lists of consumers: an address that was mistyped.
            keys.append(Self.key("name email", low, high, NameHash.of(text[address.local].prefix(3))))
        }
        // Lists of consumers again: a town or a street that was mistyped.
        if !hasCompany, street != 0 { keys.append(Self.key("name address", last, street)) }
        if !hasCompany, city != 0, zipArea != 0 { keys.append(Self.key("name zip", low, high, zipArea)) }
        return keys
    }

    /// The same for a name in either column, its short forms, and, of a surname, those that sound alike (no vowels behind the first letter, no
    /// doubled letters, kin consonants as one); 0 for none.
    private func root(of name: Name) -> UInt64 {
        if name.isMissing { return 0 }
        if let group = name.groups.first { return UInt64(group) + 1 }
        let table = NameTable.shared
        if let given = table.given(name.hash), given.bits < table.surnameBits(name.hash) ?? 20 { return name.hash }
        var hash = NameHash()
        var last: UInt8 = 0
        for (index, byte) in text[name.range].enumerated() where byte != 0x20 {
            if index > 0, "aeiouyhw".utf8.contains(byte) { continue }
            let kin = Self.kin(byte)
            if kin != last { hash.step(kin) }
            last = kin
        }
        return hash.value
    }

    private static func kin(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "c"), UInt8(ascii: "q"), UInt8(ascii: "x"), UInt8(ascii: "g"): UInt8(ascii: "k")
        case UInt8(ascii: "z"): UInt8(ascii: "s")
        case UInt8(ascii: "d"): UInt8(ascii: "t")
        case UInt8(ascii: "v"), UInt8(ascii: "p"): UInt8(ascii: "f")
        case UInt8(ascii: "m"): UInt8(ascii: "n")
        default: byte
        }
    }
}
