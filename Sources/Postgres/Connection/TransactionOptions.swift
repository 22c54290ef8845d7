/// How a transaction runs.
package struct TransactionOptions: Sendable {
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// `nil` for the server's default, `READ COMMITTED`.
    package var isolation: Isolation?
    package var isReadOnly: Bool
    /// `false` lets COMMIT return before the transaction is on disk: a crash of the server may then undo it. `nil` for the session's.
    package var synchronousCommit: Bool?

    package init(isolation: Isolation? = nil, isReadOnly: Bool = false, synchronousCommit: Bool? = nil) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.synchronousCommit = synchronousCommit
    }

    var begin: String {
        var sql = "BEGIN"
        if let isolation { sql += " ISOLATION LEVEL \(isolation.rawValue)" }
        if isReadOnly { sql += " READ ONLY" }
        if let synchronousCommit { sql += "; SET LOCAL synchronous_commit = \(synchronousCommit ? "on" : "off")" }
        return sql
    }
}
