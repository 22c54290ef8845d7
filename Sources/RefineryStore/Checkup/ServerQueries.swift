package import Postgres
internal import SQLCatalog

/// Which server answers, by which backend.
package struct ServerFacts: Sendable, Equatable {
    /// Such as `15.14 (Debian …)`.
    package let version: String
    /// 150014 for 15.14.
    package let versionNumber: Int32
    /// The backend that ran this very statement: another one than libpq was told of means that a pooler stands between.
    package let backendPID: Int32
    /// The server's clock, in seconds since 1970.
    package let time: Double
    package let database: String
    package let user: String
    package let isStandby: Bool
    /// Whether this user sees what the sessions of others do.
    package let seesAllSessions: Bool
    /// Whether transactions may not write: a standby, or a setting of the server, the database or the user.
    package let isReadOnly: Bool
    /// How the database stores text, such as `UTF8`.
    package let encoding: String
}

/// Asks who answers. SQL: `sql/queries/checkup/check_server.sql`.
package struct CheckServer: Query {
    package static let sql = SQLCatalog.query("check_server")
    package init() {}
    package static func decode(_ row: Row) throws -> ServerFacts {
        ServerFacts(
            version: try row[0], versionNumber: try row[1], backendPID: try row[2], time: try row[3], database: try row[4],
            user: try row[5], isStandby: try row[6], seesAllSessions: try row[7], isReadOnly: try row[8], encoding: try row[9])
    }
}

/// Room for connections and bytes.
package struct Capacity: Sendable, Equatable {
    /// Connections that ordinary users may have.
    package let connectionsMax: Int32
    package let connections: Int64
    package let databaseBytes: Int64
    /// nil for a user who may not know.
    package let dataDirectory: String?
    /// Whether the server runs on this machine, as far as the address tells.
    package let isLocal: Bool
}

/// Asks for room. SQL: `sql/queries/checkup/check_capacity.sql`.
package struct CheckCapacity: Query {
    package static let sql = SQLCatalog.query("check_capacity")
    package init() {}
    package static func decode(_ row: Row) throws -> Capacity {
        Capacity(
            connectionsMax: try row[0], connections: try row[1], databaseBytes: try row[2], dataDirectory: try row[3],
            isLocal: try row[4])
    }
}
