package import Postgres
internal import SQLCatalog

/// Who waits for lookups, and who makes them.
package struct LookupDemand: Sendable, Equatable {
    /// Lookup jobs of running imports that nobody has claimed.
    package let waitingJobs: Int64
    package let livingWorkers: Int64

    package init(waitingJobs: Int64, livingWorkers: Int64) {
        self.waitingJobs = waitingJobs
        self.livingWorkers = livingWorkers
    }
}

/// Asks who waits for lookups. SQL: `sql/queries/check_lookups.sql`.
package struct CheckLookups: Query {
    package static let sql = SQLCatalog.query("check_lookups")
    package init() {}
    package static func decode(_ row: Row) throws -> LookupDemand { LookupDemand(waitingJobs: try row[0], livingWorkers: try row[1]) }
}
