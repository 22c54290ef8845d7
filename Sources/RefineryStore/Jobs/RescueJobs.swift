package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Why a worker is taken for lost.
package enum LossReason: String, Sendable, PostgresValue {
    /// Its session lock vanished: the process ended.
    case died = "worker_died"
    /// Its lease lapsed: the process is stopped, or cut off.
    case hung = "worker_hung"
}

/// A worker whose jobs are to be taken away.
package struct LostWorker: Sendable, Equatable {
    package let id: WorkerID
    package let reason: LossReason

    package init(id: WorkerID, reason: LossReason) {
        self.id = id
        self.reason = reason
    }
}

/// Finds workers that died or hung. SQL: `sql/queries/jobs/find_lost_workers.sql`.
package struct FindLostWorkers: Query {
    package static let sql = SQLCatalog.query("find_lost_workers")
    package let grace: Duration, lease: Duration

    /// - Parameters:
    ///   - grace: How long after a start of the server a missing lock proves nothing.
    ///   - lease: How long a worker that rested owns its jobs without renewing its lease.
    package init(grace: Duration, lease: Duration) {
        self.grace = grace
        self.lease = lease
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.workerClass)
        parameters.append(Int32(clamping: grace.inMilliseconds))
        parameters.append(Int32(clamping: lease.inMilliseconds))
    }

    package static func decode(_ row: Row) throws -> LostWorker { LostWorker(id: try row[0], reason: try row[1]) }
}

/// Finds workers that nobody knows any more and that still hold jobs. SQL: `sql/queries/jobs/find_orphaned_claims.sql`.
package struct FindOrphanedClaims: Query {
    package static let sql = SQLCatalog.query("find_orphaned_claims")
    package let age: Duration

    package init(age: Duration) { self.age = age }

    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: age.inMilliseconds)) }

    package static func decode(_ row: Row) throws -> LostWorker { LostWorker(id: try row[0], reason: try row[1]) }
}

/// Ends the database sessions of lost workers that held their session lock, with all that they hold. SQL:
/// `sql/queries/jobs/end_sessions.sql`.
package struct EndSessions: Query {
    package static let sql = SQLCatalog.query("end_sessions")
    package let workers: [WorkerID]

    package init(workers: [WorkerID]) { self.workers = workers }

    package func bind(_ parameters: inout Parameters) { parameters.append(workers) }
}

/// Ends sessions whose client gave them up in the middle of a COPY. SQL: `sql/queries/jobs/end_stalled_sessions.sql`.
package struct EndStalledSessions: Query {
    package static let sql = SQLCatalog.query("end_stalled_sessions")
    package let grace: Duration

    /// - Parameter grace: How much longer than the longest statement a client may be silent.
    package init(grace: Duration) { self.grace = grace }

    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: grace.inMilliseconds)) }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// A job that was taken away from a lost worker.
package struct RescuedJob: Sendable, Equatable {
    package let id: JobID
    package let runID: RunID
    package let stage: Stage
    package let state: JobState
    package let reason: LossReason
}

/// Takes the jobs of lost workers away. SQL: `sql/queries/jobs/rescue_jobs.sql`.
package struct RescueJobs: Query {
    package static let sql = SQLCatalog.query("rescue_jobs")
    package let workers: [LostWorker]

    package init(workers: [LostWorker]) { self.workers = workers }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(workers.map(\.id))
        parameters.append(workers.map(\.reason))
    }

    package static func decode(_ row: Row) throws -> RescuedJob {
        RescuedJob(id: try row[0], runID: try row[1], stage: try row[2], state: try row[3], reason: try row[4])
    }
}

/// Makes waiting jobs ready whose time has come. SQL: `sql/queries/jobs/promote_waiting_jobs.sql`.
package struct PromoteWaitingJobs: Query {
    package static let sql = SQLCatalog.query("promote_waiting_jobs")
    package init() {}
    package static func decode(_ row: Row) throws -> Stage { try row[0] }
}
