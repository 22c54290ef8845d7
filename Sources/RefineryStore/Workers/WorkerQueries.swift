package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Keys of the advisory locks that the fleet uses: a class and a key within it.
package enum AdvisoryLock {
    /// One lock a living process; the key is `workers.number`. "rfwk" in ASCII.
    package static let workerClass: Int32 = 0x7266_776B
    /// Locks of which the whole fleet has one. "rffl" in ASCII.
    package static let fleetClass: Int32 = 0x7266_666C
    /// Held by the leading coordinator.
    package static let leaderKey: Int32 = 1
    /// Held while the schema is migrated.
    package static let migrationKey: Int32 = 2
}

/// What a process learns when it becomes known.
package struct Registration: Sendable {
    /// Names the process's session lock.
    package let number: Int32
    /// How many processes the fleet has.
    package let members: Int
}

/// What a process learns when it renews its lease.
package struct Renewal: Sendable, Equatable {
    /// How many processes the fleet has.
    package let members: Int
    /// Whether a coordinator leads.
    package let isLed: Bool
    /// Whether somebody wants this process to finish what it holds and to end.
    package let isDraining: Bool
}

/// Makes a process known. SQL: `sql/queries/workers/register_worker.sql`.
package struct RegisterWorker: Query {
    package static let sql = SQLCatalog.query("register_worker")
    package let id: WorkerID, role: WorkerRole, host: String, pid: Int32, version: String, lease: Duration, account: String?

    /// - Parameter account: The account a lookup worker asks: it shares that budget with the others of the account.
    package init(id: WorkerID, role: WorkerRole, host: String, pid: Int32, version: String, lease: Duration, account: String? = nil) {
        self.id = id
        self.role = role
        self.host = host
        self.pid = pid
        self.version = version
        self.lease = lease
        self.account = account
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(id)
        parameters.append(role)
        parameters.append(host)
        parameters.append(pid)
        parameters.append(version)
        parameters.append(Int32(clamping: lease.inMilliseconds))
        parameters.append(account)
    }

    package static func decode(_ row: Row) throws -> Registration { Registration(number: try row[0], members: Int(try row[1] as Int64)) }
}

/// Takes the session lock that vanishes with the process. SQL: `sql/queries/workers/hold_worker_lock.sql`.
package struct HoldWorkerLock: Query {
    package static let sql = SQLCatalog.query("hold_worker_lock")
    package let number: Int32

    package init(number: Int32) { self.number = number }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.workerClass)
        parameters.append(number)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Tells whether the session lock really is held, as seen from another connection. SQL: `sql/queries/workers/confirm_worker_lock.sql`.
package struct ConfirmWorkerLock: Query {
    package static let sql = SQLCatalog.query("confirm_worker_lock")
    package let worker: WorkerID, backend: Int32

    package init(worker: WorkerID, backend: Int32) {
        self.worker = worker
        self.backend = backend
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(worker)
        parameters.append(AdvisoryLock.workerClass)
        parameters.append(backend)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// What a process got done.
package struct WorkDone: Sendable, Equatable {
    package var jobs: Int
    package var rows: Int64

    package init(jobs: Int = 0, rows: Int64 = 0) {
        self.jobs = jobs
        self.rows = rows
    }

    package static func += (sum: inout WorkDone, more: WorkDone) {
        sum.jobs += more.jobs
        sum.rows += more.rows
    }
}

/// Renews the lease of a process. SQL: `sql/queries/workers/renew_lease.sql`. No row: it was
/// taken for dead and registers again.
package struct RenewLease: Query {
    package static let sql = SQLCatalog.query("renew_lease")
    package let worker: WorkerID, lease: Duration, lastMinute: WorkDone

    /// - Parameter lastMinute: What it got done within the last minute.
    package init(worker: WorkerID, lease: Duration, lastMinute: WorkDone) {
        self.worker = worker
        self.lease = lease
        self.lastMinute = lastMinute
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(worker)
        parameters.append(Int32(clamping: lease.inMilliseconds))
        parameters.append(AdvisoryLock.fleetClass)
        parameters.append(AdvisoryLock.leaderKey)
        parameters.append(Int32(clamping: lastMinute.jobs))
        parameters.append(lastMinute.rows)
    }

    package static func decode(_ row: Row) throws -> Renewal {
        Renewal(members: Int(try row[0] as Int64), isLed: try row[1], isDraining: try row[2])
    }
}

/// Lets the lease of a process last while it has nothing to do. SQL: `sql/queries/workers/rest.sql`. No row: it was taken for dead, or does not
/// show by its lock that it lives.
package struct Rest: Query {
    package static let sql = SQLCatalog.query("rest")
    package let worker: WorkerID

    package init(worker: WorkerID) { self.worker = worker }

    package func bind(_ parameters: inout Parameters) { parameters.append(worker) }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Tells the fleet that nobody has anything to do, if that is so, and returns whether it is. SQL: `sql/queries/workers/tell_lull.sql`.
package struct TellLull: Query {
    package static let sql = SQLCatalog.query("tell_lull")

    package init() {}

    package func bind(_ parameters: inout Parameters) {
        parameters.append(NotifyChannel.jobs)
        parameters.append(NotifyChannel.lull)
        parameters.append(Stage.allCases)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// A process that the fleet knows no more.
package struct RemovedWorker: Sendable, Equatable {
    package let id: WorkerID
    package let role: String
    package let host: String
    package let pid: Int32
}

/// Forgets processes that hold no job. SQL: `sql/queries/workers/remove_workers.sql`.
package struct RemoveWorkers: Query {
    package static let sql = SQLCatalog.query("remove_workers")
    package let ids: [WorkerID]

    package init(ids: [WorkerID]) { self.ids = ids }

    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }

    package static func decode(_ row: Row) throws -> RemovedWorker {
        RemovedWorker(id: try row[0], role: try row[1], host: try row[2], pid: try row[3])
    }
}

/// Whether the fleet knows a process. SQL: `sql/queries/workers/find_worker.sql`.
package struct FindWorker: Query {
    package static let sql = SQLCatalog.query("find_worker")
    package let id: WorkerID

    package init(id: WorkerID) { self.id = id }

    package func bind(_ parameters: inout Parameters) { parameters.append(id) }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Leads until the end of the transaction, when nobody else does. SQL: `sql/queries/workers/take_leadership.sql`.
package struct TakeLeadership: Query {
    package static let sql = SQLCatalog.query("take_leadership")

    package init() {}

    package func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.fleetClass)
        parameters.append(AdvisoryLock.leaderKey)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
