package import Postgres
internal import SQLCatalog

/// Tells whether the fleet knows a process as alive. SQL: `sql/queries/workers/is_process_alive.sql`.
package struct IsProcessAlive: Query {
    package static let sql = SQLCatalog.query("is_process_alive")
    package let host: String, pid: Int32, revision: String?

    /// - Parameter revision: What it has to run; nil for whatever it runs.
    package init(host: String, pid: Int32, revision: String?) {
        self.host = host
        self.pid = pid
        self.revision = revision
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(host)
        parameters.append(pid)
        parameters.append(revision)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
