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

/// Counts living processes. SQL: `sql/queries/check_fleet.sql`.
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
    package let runningImports: Int64
    package let deadLetters: Int64

    package init(isTaken: Bool, runningImports: Int64, deadLetters: Int64) {
        self.isTaken = isTaken
        self.runningImports = runningImports
        self.deadLetters = deadLetters
    }
}

/// Asks whether a coordinator leads. SQL: `sql/queries/check_leader.sql`.
package struct CheckLeader: Query {
    package static let sql = SQLCatalog.query("check_leader")
    package init() {}

    package func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.fleetClass)
        parameters.append(AdvisoryLock.leaderKey)
    }

    package static func decode(_ row: Row) throws -> Leadership {
        Leadership(isTaken: try row[0], runningImports: try row[1], deadLetters: try row[2])
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

/// Finds sessions of workers that are gone. SQL: `sql/queries/check_backends.sql`.
package struct CheckBackends: Query {
    package static let sql = SQLCatalog.query("check_backends")
    package init() {}
    package static func decode(_ row: Row) throws -> OrphanedBackend {
        OrphanedBackend(pid: try row[0], application: try row[1], state: try row[2], seconds: try row[3])
    }
}
