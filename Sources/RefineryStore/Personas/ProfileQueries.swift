#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A row of `companies`.
package struct CompanyRow: Sendable, Equatable {
    package let id: OwnerID
    package var name: String?
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
    package var records = 0

    package init(id: OwnerID) { self.id = id }
}

/// Writes what companies are. SQL: `sql/queries/personas/store_companies.sql`.
package struct StoreCompanies: Query {
    package static let sql = SQLCatalog.query("store_companies")
    package let rows: [CompanyRow]
    package init(_ rows: [CompanyRow]) { self.rows = rows }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(rows.map(\.id))
        parameters.append(rows.map(\.name))
        parameters.append(rows.map(\.domain))
        parameters.append(rows.map(\.website))
        parameters.append(rows.map(\.address))
        parameters.append(rows.map(\.city))
        parameters.append(rows.map(\.state))
        parameters.append(rows.map(\.zipCode))
        parameters.append(rows.map(\.country))
        parameters.append(rows.map(\.industry))
        parameters.append(rows.map(\.sicCode))
        parameters.append(rows.map(\.naicsCode))
        parameters.append(rows.map(\.employeeCount))
        parameters.append(rows.map(\.employeeCountHigh))
        parameters.append(rows.map(\.annualRevenue))
        parameters.append(rows.map(\.annualRevenueHigh))
        parameters.append(rows.map { Int32(clamping: $0.records) })
    }
}

/// A row of `personas`, without what only providers say.
package struct PersonaRow: Sendable, Equatable {
    package let id: OwnerID
    package var companyID: OwnerID?
    package var firstName: String?
    package var lastName: String?
    package var title: String?
    package var seniority: String?
    package var isLikelyDecisionMaker = false
    package var isGenericContact = false
    package var address: String?
    package var city: String?
    package var state: String?
    package var zipCode: String?
    package var country: String?
    package var score: Float = 0
    package var records = 0

    package init(id: OwnerID) { self.id = id }
}

/// Writes what personas are. SQL: `sql/queries/personas/store_personas.sql`.
package struct StorePersonas: Query {
    package static let sql = SQLCatalog.query("store_personas")
    package let rows: [PersonaRow]
    package init(_ rows: [PersonaRow]) { self.rows = rows }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(rows.map(\.id))
        parameters.append(rows.map(\.companyID))
        parameters.append(rows.map(\.firstName))
        parameters.append(rows.map(\.lastName))
        parameters.append(rows.map(\.title))
        parameters.append(rows.map(\.seniority))
        parameters.append(rows.map(\.isLikelyDecisionMaker))
        parameters.append(rows.map(\.isGenericContact))
        parameters.append(rows.map(\.address))
        parameters.append(rows.map(\.city))
        parameters.append(rows.map(\.state))
        parameters.append(rows.map(\.zipCode))
        parameters.append(rows.map(\.country))
        parameters.append(rows.map(\.score))
        parameters.append(rows.map { Int32(clamping: $0.records) })
    }
}

/// A number or an address of a company or a persona.
package struct ReachRow: Sendable, Equatable {
    package let owner: OwnerID
    /// The number in E.164, or the address.
    package let value: String
    package let type: String
    /// nil for those of companies.
    package let score: Float?
    package let record: RecordID
    package let sources: Int
    /// In seconds of Unix time.
    package let firstSeenAt: Int64
    package let lastSeenAt: Int64

    package init(
        owner: OwnerID, value: String, type: String, score: Float?, record: RecordID, sources: Int, firstSeenAt: Int64, lastSeenAt: Int64
    ) {
        self.owner = owner
        self.value = value
        self.type = type
        self.score = score
        self.record = record
        self.sources = sources
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
    }
}

/// Where ``ReachRow``s are written by COPY.
package enum ReachTable: Sendable {
    case companyPhones, personaPhones, personaEmails

    private var statement: String {
        switch self {
        case .companyPhones: SQLCatalog.query("copy_company_phones")
        case .personaPhones: SQLCatalog.query("copy_persona_phones")
        case .personaEmails: SQLCatalog.query("copy_persona_emails")
        }
    }

    /// Writes rows whose owners have none.
    package func copy(_ rows: [ReachRow], on connection: isolated PostgresConnection) async throws {
        if rows.isEmpty { return }
        let hasScore = self != .companyPhones
        try await connection.copyIn(statement) { writer in
            for row in rows {
                try writer.startRow(columns: hasScore ? 8 : 7)
                writer.append(row.owner)
                writer.append(row.value)
                writer.append(row.type)
                if hasScore {
                    if let score = row.score { writer.append(score) } else { writer.appendNull() }
                }
                writer.append(row.record)
                writer.append(Int32(clamping: row.sources))
                writer.append(Date(timeIntervalSince1970: Double(row.firstSeenAt)))
                writer.append(Date(timeIntervalSince1970: Double(row.lastSeenAt)))
            }
        }
    }
}

/// Takes away what is derived of companies beside their rows. SQL: `sql/queries/personas/clear_companies.sql`.
package struct ClearCompanies: Query {
    package static let sql = SQLCatalog.query("clear_companies")
    package let ids: [OwnerID]
    package init(_ ids: [OwnerID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }
}

/// Takes away what the records of personas say beside their rows. SQL: `sql/queries/personas/clear_personas.sql`.
package struct ClearPersonas: Query {
    package static let sql = SQLCatalog.query("clear_personas")
    package let ids: [OwnerID]
    package init(_ ids: [OwnerID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }
}

/// Takes companies away that have no records. SQL: `sql/queries/personas/delete_companies.sql`.
package struct DeleteCompanies: Query {
    package static let sql = SQLCatalog.query("delete_companies")
    package let ids: [OwnerID]
    package init(_ ids: [OwnerID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }
}

/// Takes personas away that have no records. SQL: `sql/queries/personas/delete_personas.sql`.
package struct DeletePersonas: Query {
    package static let sql = SQLCatalog.query("delete_personas")
    package let ids: [OwnerID]
    package init(_ ids: [OwnerID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }
}
