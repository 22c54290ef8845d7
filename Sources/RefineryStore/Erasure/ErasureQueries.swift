#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What was removed of one person.
package struct ErasureCounts: Sendable, Equatable {
    package let records: Int64
    package let fingerprints: Int64
    package let duplicates: Int64
    package let rejects: Int64
    package let numbers: Int64
    /// Imports whose sources hold the person.
    package let imports: [ImportID]
    /// The event that tells of it.
    package let event: Int64
    /// The records that are gone.
    package let recordIDs: [RecordID]
    /// Owners whose records are all gone.
    package let personaIDs: [UUID]
    package var personas: Int64 { Int64(personaIDs.count) }
}

/// Removes one person from everything that was refined. SQL: `sql/queries/erasure/erase_person.sql`.
package struct ErasePerson: Query {
    package static let sql = ColumnLists.query("erase_person")
    package let phone: String?, email: String?, pattern: String

    /// - Parameters:
    ///   - phone: In E.164.
    ///   - email: In lower case.
    ///   - pattern: A regular expression of Postgres that finds either as people write it.
    package init(phone: String?, email: String?, pattern: String) {
        self.phone = phone
        self.email = email
        self.pattern = pattern
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(phone)
        parameters.append(email)
        parameters.append(pattern)
    }

    package static func decode(_ row: Row) throws -> ErasureCounts {
        ErasureCounts(
            records: try row[0], fingerprints: try row[1], duplicates: try row[2], rejects: try row[3], numbers: try row[4],
            imports: try row[5], event: try row[6], recordIDs: try row[7], personaIDs: try row[8])
    }
}

/// A source that is still there.
package struct StoredSource: Sendable, Equatable {
    package let importID: ImportID
    package let fileName: String
    package let location: SourceLocation
    package let status: ImportStatus
}

/// Lists the sources of imports. SQL: `sql/queries/erasure/list_sources.sql`.
package struct ListSources: Query {
    package static let sql = SQLCatalog.query("list_sources")
    package let imports: [ImportID]
    package init(imports: [ImportID]) { self.imports = imports }
    package func bind(_ parameters: inout Parameters) { parameters.append(imports) }
    package static func decode(_ row: Row) throws -> StoredSource {
        StoredSource(
            importID: try row[0], fileName: try row[1], location: SourceLocation(uri: try row[2], bytes: try row[3]), status: try row[4])
    }
}

/// Lists imports that may still store rows. SQL: `sql/queries/erasure/list_unrefined_imports.sql`.
package struct ListUnrefinedImports: Query {
    package static let sql = SQLCatalog.query("list_unrefined_imports")
    package init() {}
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}
