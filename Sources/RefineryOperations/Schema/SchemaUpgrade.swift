#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Postgres
internal import Digest
internal import RefineryModel
internal import RefineryStages
package import RefineryStore

/// Brings the schema up to date and does what a migration leaves to the program: the fingerprints of records that were stored when
/// contacts without an e-mail were told by their phone alone.
package struct SchemaUpgrade: Sendable {
    /// Records read and written at a time.
    private static let page = 5000

    package init() {}

    /// - Returns: What the migrator did.
    @discardableResult
    package func run(on connection: PostgresConnection) async throws -> Migrator.Plan {
        let done = try await Migrator().migrate(on: connection)
        if try await connection.first(FindPendingStep(.fingerprints)) == true { try await refreshFingerprints(on: connection) }
        return done
    }

    /// Throws when a migration, or its last step, is missing; for processes that do not migrate by themselves.
    package func check(on connection: PostgresConnection) async throws {
        try await Migrator().check(on: connection)
        if try await connection.first(FindPendingStep(.fingerprints)) == true { throw StoreError.schemaMissing(pending: 1) }
    }

    /// All or nothing: no record is ever told by two kinds of fingerprint.
    private func refreshFingerprints(on connection: PostgresConnection) async throws {
        try await connection.transaction { connection in
            try await connection.executeScript("LOCK TABLE refinery.fingerprints IN EXCLUSIVE MODE")
            guard try await connection.first(FindPendingStep(.fingerprints)) == true else { return }
            var last = RecordID(rawValue: 0)
            while true {
                let rows = try await connection.rows(ListRecordsWithoutEmail(after: last, limit: Self.page))
                guard let end = rows.last else { break }
                try await connection.execute(ReplaceFingerprints(try rows.map { ($0.id, try Self.fingerprint(ofJSON: $0.json)) }))
                last = end.id
            }
            try await connection.execute(FinishPendingStep(.fingerprints))
        }
    }

    private static func fingerprint(ofJSON json: String) throws -> Fingerprint {
        let decoder = JSONDecoder()
        // Of columns; the keys of a dictionary stay as they are.
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let record = try decoder.decode(StoredRecord.self, from: Data(json.utf8))
        let arena = TextArena()
        return SHA256Hasher().fingerprint(of: record.values(arena), arena: arena)
    }
}

/// A stored record by its columns in SQL.
private struct StoredRecord: Decodable {
    let businessName, contactName, firstName, lastName, title, businessEmail, phoneE164, directPhoneE164, website: String?
    let businessAddress, city, state, zipCode, county, industry, businessType, employeeCountText, annualRevenueText: String?
    let sicCode, sicDescription, naicsCode: String?
    let employeeCount, employeeCountHigh, annualRevenue, annualRevenueHigh: Int64?
    let yearEstablished: Int16?
    let extra: [String: String]?

    func values(_ arena: TextArena) -> RecordValues {
        var values = RecordValues()
        func text(_ text: String?) -> RecordValues.Text { text.map { arena.copy($0) } ?? RecordValues.null }
        values.businessName = text(businessName)
        values.contactName = text(contactName)
        values.firstName = text(firstName)
        values.lastName = text(lastName)
        values.title = text(title)
        values.businessEmail = text(businessEmail)
        values.phoneE164 = text(phoneE164)
        values.directPhoneE164 = text(directPhoneE164)
        values.website = text(website)
        values.businessAddress = text(businessAddress)
        values.city = text(city)
        values.state = text(state)
        values.zipCode = text(zipCode)
        values.county = text(county)
        values.industry = text(industry)
        values.businessType = text(businessType)
        values.employeeCountText = text(employeeCountText)
        values.annualRevenueText = text(annualRevenueText)
        values.sicCode = text(sicCode)
        values.sicDescription = text(sicDescription)
        values.naicsCode = text(naicsCode)
        values.employeeCount = employeeCount
        values.employeeCountHigh = employeeCountHigh
        values.annualRevenue = annualRevenue
        values.annualRevenueHigh = annualRevenueHigh
        values.yearEstablished = yearEstablished
        if let extra, let json = try? JSONEncoder().encode(extra) { values.extra = arena.copy(String(decoding: json, as: UTF8.self)) }
        return values
    }
}
