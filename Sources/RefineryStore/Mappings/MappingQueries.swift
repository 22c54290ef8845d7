package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Finds the mappings that a file is compared with: remembered ones by what its headers may be, and all templates. SQL:
/// `sql/queries/mappings/find_mappings.sql`.
package struct FindMappings: Query {
    package static let sql = SQLCatalog.query("find_mappings")
    package let ids: [String]

    package init(_ signatures: [HeaderSignature]) { ids = signatures.map(\.id) }

    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }

    package static func decode(_ row: Row) throws -> SavedMapping { try JSON.value(from: try row[0]) }
}

/// A mapping that is kept.
package struct StoredMapping: Sendable, Equatable {
    package let mapping: SavedMapping
    /// What it was confirmed for; nil: it came from elsewhere.
    package let importID: ImportID?
    /// In seconds since 1970.
    package let confirmedAt: Double
    package let confirmedBy: String
}

/// Lists all mappings that are kept. SQL: `sql/queries/mappings/list_mappings.sql`.
package struct ListMappings: Query {
    package static let sql = SQLCatalog.query("list_mappings")

    package init() {}

    package static func decode(_ row: Row) throws -> StoredMapping {
        StoredMapping(mapping: try JSON.value(from: try row[0]), importID: try row[1], confirmedAt: try row[2], confirmedBy: try row[3])
    }
}

/// Keeps a mapping, in place of another one for the same files. SQL: `sql/queries/mappings/store_mapping.sql`.
package struct StoreMapping: Query {
    package static let sql = SQLCatalog.query("store_mapping")
    package let id: String, isTemplate: Bool, mapping: String, importID: ImportID?, confirmedBy: String?

    /// - Parameters:
    ///   - importID: What it is confirmed for; nil: it comes from elsewhere.
    ///   - confirmedBy: Who confirms it; nil: the user of the database.
    package init(_ mapping: SavedMapping, importID: ImportID?, confirmedBy: String?) throws {
        id = mapping.id
        isTemplate = mapping.isTemplate
        self.mapping = try mapping.json()
        self.importID = importID
        self.confirmedBy = confirmedBy
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(id)
        parameters.append(isTemplate)
        parameters.append(JSONB(mapping))
        parameters.append(importID)
        parameters.append(confirmedBy)
    }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Forgets a mapping. SQL: `sql/queries/mappings/delete_mapping.sql`.
package struct DeleteMapping: Query {
    package static let sql = SQLCatalog.query("delete_mapping")
    package let id: String

    package init(id: String) { self.id = id }

    package func bind(_ parameters: inout Parameters) { parameters.append(id) }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}
