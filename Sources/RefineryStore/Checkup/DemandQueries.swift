package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What waits for processes of one role, and how many of these live.
package struct Demand: Sendable, Equatable {
    /// Jobs of running imports that nobody has claimed for more than a moment.
    package let waitingJobs: Int64
    package let livingWorkers: Int64

    package init(waitingJobs: Int64, livingWorkers: Int64) {
        self.waitingJobs = waitingJobs
        self.livingWorkers = livingWorkers
    }
}

/// Asks what waits for processes of a role. SQL: `sql/queries/checkup/check_demand.sql`.
package struct CheckDemand: Query {
    package static let sql = SQLCatalog.query("check_demand")
    package let role: WorkerRole

    package init(role: WorkerRole) { self.role = role }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(role.stages)
        parameters.append(role)
    }

    package static func decode(_ row: Row) throws -> Demand { Demand(waitingJobs: try row[0], livingWorkers: try row[1]) }
}
