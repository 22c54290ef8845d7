package import Postgres
internal import SQLCatalog

/// Living processes of one role and version.
package struct FleetPart: Sendable, Equatable {
    package let role: String
    package let version: String
    package let processes: Int64
    /// Those whose session lock shows their death at once.
    package let holdingLock: Int64

    package init(role: String, version: String, processes: Int64, holdingLock: Int64) {
        self.role = role
        self.version = version
        self.processes = processes
        self.holdingLock = holdingLock
    }
}

/// Counts living processes. SQL: `sql/queries/checkup/check_fleet.sql`.
package struct CheckFleet: Query {
    package static let sql = SQLCatalog.query("check_fleet")
    package init() {}
    package static func decode(_ row: Row) throws -> FleetPart {
        FleetPart(role: try row[0], version: try row[1], processes: try row[2], holdingLock: try row[3])
    }
}

/// Whether somebody leads, and what waits.
package struct Leadership: Sendable, Equatable {
    package let isTaken: Bool
    /// Backends that hold the leader's lock and belong to no process of the fleet: nobody leads while they do.
    package let foreignHolders: [Int32]
    package let livingCoordinators: Int64
    /// Those that were submitted more than a moment ago.
    package let runningRuns: Int64
    package let deadLetters: Int64

    package init(isTaken: Bool, foreignHolders: [Int32] = [], livingCoordinators: Int64, runningRuns: Int64, deadLetters: Int64) {
        self.isTaken = isTaken
        self.foreignHolders = foreignHolders
        self.livingCoordinators = livingCoordinators
        self.runningRuns = runningRuns
        self.deadLetters = deadLetters
    }
}

/// Asks whether a coordinator leads. SQL: `sql/queries/checkup/check_leader.sql`.
package struct CheckLeader: Query {
    package static let sql = SQLCatalog.query("check_leader")
    package init() {}

    package func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.fleetClass)
        parameters.append(AdvisoryLock.leaderKey)
    }

    package static func decode(_ row: Row) throws -> Leadership {
        Leadership(
            isTaken: try row[0], foreignHolders: try row[1], livingCoordinators: try row[2], runningRuns: try row[3],
            deadLetters: try row[4])
    }
}

/// A session of the fleet that waits for a lock.
package struct BlockedBackend: Sendable, Equatable {
    package let pid: Int32
    /// `refinery/<role>/<id>`.
    package let application: String
    /// Seconds it has waited.
    package let seconds: Double
    package let blockers: [Int32]
    /// The blockers with user and application.
    package let blockerNames: [String]

    package init(pid: Int32, application: String, seconds: Double, blockers: [Int32], blockerNames: [String]) {
        self.pid = pid
        self.application = application
        self.seconds = seconds
        self.blockers = blockers
        self.blockerNames = blockerNames
    }
}

/// Finds which session waits for which. SQL: `sql/queries/checkup/check_blocked.sql`.
package struct CheckBlocked: Query {
    package static let sql = SQLCatalog.query("check_blocked")
    package init() {}
    package static func decode(_ row: Row) throws -> BlockedBackend {
        BlockedBackend(
            pid: try row[0], application: try row[1], seconds: try row[2], blockers: try row[3], blockerNames: try row[4])
    }
}

/// A session whose worker the fleet does not know.
package struct OrphanedBackend: Sendable, Equatable {
    package let pid: Int32
    /// `refinery/<role>/<worker id>`.
    package let application: String
    package let state: String?
    /// Seconds since the state changed; nil when this user may not know.
    package let seconds: Double?
}

/// Finds sessions of workers that are gone. SQL: `sql/queries/checkup/check_backends.sql`.
package struct CheckBackends: Query {
    package static let sql = SQLCatalog.query("check_backends")
    package init() {}
    package static func decode(_ row: Row) throws -> OrphanedBackend {
        OrphanedBackend(pid: try row[0], application: try row[1], state: try row[2], seconds: try row[3])
    }
}
