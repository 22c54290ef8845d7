#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Postgres
internal import RefineryModel
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
        let record = try JSONDecoder().decode(StoredRecord.self, from: Data(json.utf8))
        let arena = TextArena()
        return SHA256Hasher().fingerprint(of: record.values(arena), arena: arena)
    }
}

/// A stored record by its columns in SQL.
private struct StoredRecord: Decodable {
    let business_name, contact_name, first_name, last_name, title, business_email, phone_e164, direct_phone_e164, website: String?
    let business_address, city, state, zip_code, county, industry, business_type, employee_count_text, annual_revenue_text: String?
    let sic_code, sic_description, naics_code: String?
    let employee_count, employee_count_high, annual_revenue, annual_revenue_high: Int64?
    let year_established: Int16?
    let extra: [String: String]?

    func values(_ arena: TextArena) -> RecordValues {
        var values = RecordValues()
        func text(_ text: String?) -> RecordValues.Text { text.map { arena.copy($0) } ?? RecordValues.null }
        values.businessName = text(business_name)
        values.contactName = text(contact_name)
        values.firstName = text(first_name)
        values.lastName = text(last_name)
        values.title = text(title)
        values.businessEmail = text(business_email)
        values.phoneE164 = text(phone_e164)
        values.directPhoneE164 = text(direct_phone_e164)
        values.website = text(website)
        values.businessAddress = text(business_address)
        values.city = text(city)
        values.state = text(state)
        values.zipCode = text(zip_code)
        values.county = text(county)
        values.industry = text(industry)
        values.businessType = text(business_type)
        values.employeeCountText = text(employee_count_text)
        values.annualRevenueText = text(annual_revenue_text)
        values.sicCode = text(sic_code)
        values.sicDescription = text(sic_description)
        values.naicsCode = text(naics_code)
        values.employeeCount = employee_count
        values.employeeCountHigh = employee_count_high
        values.annualRevenue = annual_revenue
        values.annualRevenueHigh = annual_revenue_high
        values.yearEstablished = year_established
        if let extra, let json = try? JSONEncoder().encode(extra) { values.extra = arena.copy(String(decoding: json, as: UTF8.self)) }
        return values
    }
}
