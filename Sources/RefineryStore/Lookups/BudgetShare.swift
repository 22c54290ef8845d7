package import Postgres
package import RefineryModel
internal import SQLCatalog

/// How many requests one worker may have in flight now.
package struct InFlightShare: Sendable, Equatable {
    package let inFlight: Int
    /// Living lookup workers.
    package let workers: Int
    /// The share of the rate that is granted now, 0 to 1.
    package let fraction: Double
    /// nil: the worker is not registered, or was taken for dead; then it has no share.
    package let state: LookupBudget.State?

    package init(inFlight: Int, workers: Int, fraction: Double, state: LookupBudget.State?) {
        self.inFlight = inFlight
        self.workers = workers
        self.fraction = fraction
        self.state = state
    }
}

/// Asks for a worker's share of the requests in flight. SQL: `sql/views/lookup_budget_feedback.sql`.
package struct LookupShare: Query {
    package static let sql = SQLCatalog.query("lookup_share")
    package let account: String, worker: WorkerID

    package init(account: String, worker: WorkerID) {
        self.account = account
        self.worker = worker
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(account)
        parameters.append(worker)
    }

    package static func decode(_ row: Row) throws -> InFlightShare {
        let inFlight: Int32 = try row[0]
        let workers: Int32 = try row[1]
        let reason: String = try row[3]
        return InFlightShare(
            inFlight: Int(inFlight), workers: Int(workers), fraction: try row[2], state: LookupBudget.State(rawValue: reason))
    }
}
