package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A process of the fleet and what it holds now.
package struct WorkerActivity: Sendable, Equatable {
    package let id: WorkerID
    package let role: String
    package let host: String
    package let pid: Int32
    package let version: String
    package let isAlive: Bool
    package let jobs: Int64
    package let rows: Int64
    /// Seconds since the oldest of its claims; nil when it holds none.
    package let oldestClaim: Double?
    /// Seconds since it started.
    package let age: Double
    /// Jobs that it saw to within the minute before it last renewed its lease, and their rows; nil when it does not say.
    package let jobsPerMinute: Int32?
    package let rowsPerMinute: Int64?

    package init(
        id: WorkerID, role: String, host: String, pid: Int32, version: String, isAlive: Bool, jobs: Int64, rows: Int64,
        oldestClaim: Double?, age: Double, jobsPerMinute: Int32?, rowsPerMinute: Int64?
    ) {
        self.id = id
        self.role = role
        self.host = host
        self.pid = pid
        self.version = version
        self.isAlive = isAlive
        self.jobs = jobs
        self.rows = rows
        self.oldestClaim = oldestClaim
        self.age = age
        self.jobsPerMinute = jobsPerMinute
        self.rowsPerMinute = rowsPerMinute
    }
}

/// Lists processes and what they hold. SQL: `sql/queries/activity/watch_workers.sql`.
package struct WatchWorkers: Query {
    package static let sql = SQLCatalog.query("watch_workers")
    package let limit: Int
    package init(limit: Int = 1000) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }
    package static func decode(_ row: Row) throws -> WorkerActivity {
        WorkerActivity(
            id: try row[0], role: try row[1], host: try row[2], pid: try row[3], version: try row[4], isAlive: try row[5],
            jobs: try row[6], rows: try row[7], oldestClaim: try row[8], age: try row[9], jobsPerMinute: try row[10],
            rowsPerMinute: try row[11])
    }
}

/// The fleet in a few numbers.
package struct FleetTotals: Sendable, Equatable {
    /// The server's clock, in seconds since 1970.
    package let time: Double
    /// Rows that have their outcome, of all imports.
    package let rowsDone: Int64
    package let deadLetters: Int64
    /// Jobs recently rescued from lost workers.
    package let rescued: Int64

    package init(time: Double, rowsDone: Int64, deadLetters: Int64, rescued: Int64) {
        self.time = time
        self.rowsDone = rowsDone
        self.deadLetters = deadLetters
        self.rescued = rescued
    }
}

/// Sums up the fleet. SQL: `sql/queries/activity/watch_totals.sql`.
package struct WatchTotals: Query {
    package static let sql = SQLCatalog.query("watch_totals")
    package let rescuedWithin: Duration
    package init(rescuedWithin: Duration) { self.rescuedWithin = rescuedWithin }
    package func bind(_ parameters: inout Parameters) { parameters.append(rescuedWithin.inMilliseconds) }
    package static func decode(_ row: Row) throws -> FleetTotals {
        FleetTotals(time: try row[0], rowsDone: try row[1], deadLetters: try row[2], rescued: try row[3])
    }
}

/// What some sessions of the fleet do in the database.
package struct DatabaseWait: Sendable, Equatable {
    package let role: String
    /// `active`, `idle`, `idle in transaction`, or `hidden` from this user.
    package let state: String
    /// `IO: WALSync`, `Lock: tuple`, `running`; empty for an idle session.
    package let event: String
    package let sessions: Int64
    /// Seconds of the longest.
    package let longest: Double

    package init(role: String, state: String, event: String, sessions: Int64, longest: Double) {
        self.role = role
        self.state = state
        self.event = event
        self.sessions = sessions
        self.longest = longest
    }
}

/// Looks at the sessions of the fleet. SQL: `sql/queries/activity/watch_waits.sql`.
package struct WatchWaits: Query {
    package static let sql = SQLCatalog.query("watch_waits")
    package let limit: Int
    package init(limit: Int = 20) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }
    package static func decode(_ row: Row) throws -> DatabaseWait {
        DatabaseWait(role: try row[0], state: try row[1], event: try row[2], sessions: try row[3], longest: try row[4])
    }
}
