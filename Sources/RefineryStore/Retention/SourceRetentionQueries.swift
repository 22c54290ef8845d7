package import Postgres
package import RefineryModel
internal import SQLCatalog

/// An import whose source may go.
package struct ExpiredSource: Sendable, Equatable {
    package let importID: ImportID
    package let location: SourceLocation
}

/// Finds ended imports whose sources were kept long enough. SQL: `sql/queries/retention/find_expired_sources.sql`.
package struct FindExpiredSources: Query {
    package static let sql = SQLCatalog.query("find_expired_sources")
    package let age: Duration, limit: Int

    package init(age: Duration, limit: Int = 20) {
        self.age = age
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(age.inMilliseconds)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> ExpiredSource {
        ExpiredSource(importID: try row[0], location: SourceLocation(uri: try row[1], bytes: try row[2]))
    }
}

/// Notes that an import's source is gone. SQL: `sql/queries/retention/mark_source_deleted.sql`. No row: the import runs again.
package struct MarkSourceDeleted: Query {
    package static let sql = SQLCatalog.query("mark_source_deleted")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Finds sources in the database that no import needs. SQL: `sql/queries/retention/find_orphaned_sources.sql`.
package struct FindOrphanedSources: Query {
    package static let sql = SQLCatalog.query("find_orphaned_sources")
    package let limit: Int
    package init(limit: Int = 20) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }
    /// A source is named by the id of the import it was made for.
    package static func decode(_ row: Row) throws -> SourceLocation {
        SourceLocation(uri: PostgresSourceStorage.address(of: try row[0]), bytes: 0)
    }
}

/// Deletes some chunks of a source. SQL: `sql/queries/retention/prune_source_chunks.sql`.
struct PruneSourceChunks: Query {
    static let sql = SQLCatalog.query("prune_source_chunks")
    let source: ImportID, limit: Int

    init(source: ImportID, limit: Int) {
        self.source = source
        self.limit = limit
    }

    func bind(_ parameters: inout Parameters) {
        parameters.append(source)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
