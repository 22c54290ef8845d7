package import Postgres
internal import SQLCatalog

/// Something that keeps vacuum from removing dead rows.
package struct VacuumObstacle: Sendable, Equatable {
    package enum Kind: String, Sendable, PostgresValue {
        case transaction
        case preparedTransaction = "prepared_transaction"
        case replicationSlot = "replication_slot"
    }

    package let kind: Kind
    package let name: String
    /// nil when this user may not know.
    package let seconds: Double?
    /// Transactions since.
    package let transactions: Int64?
    /// Whether nobody works behind it.
    package let isIdle: Bool

    package init(kind: Kind, name: String, seconds: Double?, transactions: Int64?, isIdle: Bool) {
        self.kind = kind
        self.name = name
        self.seconds = seconds
        self.transactions = transactions
        self.isIdle = isIdle
    }
}

/// Finds who pins xmin. SQL: `sql/queries/checkup/check_xmin.sql`.
package struct CheckXmin: Query {
    package static let sql = SQLCatalog.query("check_xmin")
    package init() {}

    package func bind(_ parameters: inout Parameters) {
        parameters.append(AdvisoryLock.fleetClass)
        parameters.append(AdvisoryLock.leaderKey)
    }

    package static func decode(_ row: Row) throws -> VacuumObstacle {
        VacuumObstacle(kind: try row[0], name: try row[1], seconds: try row[2], transactions: try row[3], isIdle: try row[4])
    }
}

/// Live and dead rows of a table.
package struct TableHealth: Sendable, Equatable {
    package let name: String
    package let live: Int64
    package let dead: Int64
    /// Seconds since the last vacuum; nil for never.
    package let vacuumed: Double?
    package let hasAutovacuum: Bool

    package init(name: String, live: Int64, dead: Int64, vacuumed: Double?, hasAutovacuum: Bool) {
        self.name = name
        self.live = live
        self.dead = dead
        self.vacuumed = vacuumed
        self.hasAutovacuum = hasAutovacuum
    }
}

/// Counts dead rows of hot tables. SQL: `sql/queries/checkup/check_dead_tuples.sql`.
package struct CheckDeadTuples: Query {
    package static let sql = SQLCatalog.query("check_dead_tuples")
    package init() {}
    package static func decode(_ row: Row) throws -> TableHealth {
        TableHealth(name: try row[0], live: try row[1], dead: try row[2], vacuumed: try row[3], hasAutovacuum: try row[4])
    }
}
