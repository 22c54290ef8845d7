package import RefineryModel

/// What a company is, derived from all of its records; their order does not matter.
package struct CompanyProfile: Sendable, Equatable {
    /// A number of the company (`company_phones`).
    package struct Phone: Sendable, Equatable {
        package let e164: String
        /// As in ``PersonaProfile/Phone/type``.
        package var type: String
        /// The first record that has it.
        package let record: RecordID
        /// How many rows of files have it.
        package var sources: Int
        /// In seconds of Unix time: when the first import with it was submitted, and the newest.
        package var firstSeenAt: Int64
        package var lastSeenAt: Int64
    }

    package var name: String?
    /// Of its website, else of its addresses; never one of free mail.
    package var domain: String?
    package var website: String?
    package var address: String?
    package var city: String?
    package var state: String?
    package var zipCode: String?
    package var country: String?
    package var industry: String?
    package var sicCode: String?
    package var naicsCode: String?
    package var employeeCount: Int64?
    package var employeeCountHigh: Int64?
    package var annualRevenue: Int64?
    package var annualRevenueHigh: Int64?
    package var records: Int
    /// By number.
    package var phones: [Phone] = []

    /// - Parameters:
    ///   - records: All records of the company, at least one.
    ///   - lineTypes: What lookups said of numbers.
    package init(of records: [LinkRecord], lineTypes: [String: LineType] = [:]) {
        self.records = records.count
        name = SeenValues.commonest(of: records) { $0.businessName }
        website = SeenValues.commonest(of: records) { $0.website }
        domain = SeenValues.commonest(of: records) { Self.domain(of: $0) }
        func parts(_ record: LinkRecord) -> Int {
            [record.address, record.city, record.state, record.zipCode].reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        }
        if let best = records.max(by: { (parts($0), $0.seenAt, $1.id) < (parts($1), $1.seenAt, $0.id) }) {
            (address, city, state, zipCode) = (best.address, best.city, best.state, best.zipCode)
            country = best.country ?? SeenValues.commonest(of: records) { $0.country }
        }
        industry = SeenValues.commonest(of: records) { $0.industry }
        sicCode = SeenValues.commonest(of: records) { $0.sicCode }
        naicsCode = SeenValues.commonest(of: records) { $0.naicsCode }
        // A count and its upper end belong together.
        if let count = SeenValues.newest(of: records, { record in record.employeeCount.map { ($0, record.employeeCountHigh) } }) {
            (employeeCount, employeeCountHigh) = count
        }
        if let revenue = SeenValues.newest(of: records, { record in record.annualRevenue.map { ($0, record.annualRevenueHigh) } }) {
            (annualRevenue, annualRevenueHigh) = revenue
        }
        takePhones(records, lineTypes)
    }

    private static func domain(of record: LinkRecord) -> String? {
        if let site = record.website {
            let host = LinkFeatures.hostName(ofSite: site)
            if !host.isEmpty, !SharedHost.holds(host.utf8), !FreeMail.holds(host.utf8) { return host }
        }
        return record.emails.lazy.compactMap { $0.split(separator: "@").last.map(String.init) }
            .first { !FreeMail.holds($0.utf8) && !SharedHost.holds($0.utf8) }
    }

    private mutating func takePhones(_ records: [LinkRecord], _ lineTypes: [String: LineType]) {
        var found: [String: (seen: Sightings, type: String)] = [:]
        for record in records {
            var own: [String: String] = [:]
            for phone in record.phones where Self.isCompanys(phone) { own[phone.e164] = PhoneType.of(phone, line: lineTypes[phone.e164]) }
            for (e164, type) in own {
                guard var old = found[e164] else {
                    found[e164] = (Sightings(record), type)
                    continue
                }
                old.seen.add(Sightings(record))
                if old.type == "unknown" || type != "unknown" && type < old.type { old.type = type }
                found[e164] = old
            }
        }
        phones = found.map { e164, value in
            Phone(
                e164: e164, type: value.type, record: value.seen.record, sources: value.seen.sources,
                firstSeenAt: value.seen.firstSeenAt, lastSeenAt: value.seen.lastSeenAt)
        }.sorted { $0.e164 < $1.e164 }
    }

    private static func isCompanys(_ phone: LinkPhone) -> Bool {
        switch phone.place {
        case .business: true
        case .direct: false
        case .other(let role): role == "main" || role == "toll_free"
        }
    }
}
