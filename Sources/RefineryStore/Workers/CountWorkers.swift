package import Postgres
package import RefineryModel
internal import SQLCatalog

/// How many living processes have a role.
package struct WorkerCount: Sendable, Equatable {
    package let role: WorkerRole
    package let count: Int64
}

/// Counts the living processes of the fleet by role. SQL: `sql/queries/workers/count_workers.sql`.
package struct CountWorkers: Query {
    package static let sql = SQLCatalog.query("count_workers")

    package init() {}

    package static func decode(_ row: Row) throws -> WorkerCount { WorkerCount(role: try row[0], count: try row[1]) }
}
