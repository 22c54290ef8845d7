/// How a transaction runs.
package struct TransactionOptions: Sendable {
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// Said with every BEGIN, so that no default of a database or a role can choose another.
    package var isolation: Isolation
    package var isReadOnly: Bool
    /// `false` lets COMMIT return before the transaction is on disk: a crash of the server may then undo it. `nil` for the session's.
    package var synchronousCommit: Bool?
    /// The longest it may stay open without a statement; then the server ends the session. `nil` for the session's.
    package var idleTimeout: Duration?

    package init(
        isolation: Isolation = .readCommitted, isReadOnly: Bool = false, synchronousCommit: Bool? = nil, idleTimeout: Duration? = nil
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.synchronousCommit = synchronousCommit
        self.idleTimeout = idleTimeout
    }

    /// - Parameter settings: What the session lacks, because a pooler may have handed it over; the options come after it and win.
    func begin(settings: String?) -> String {
        var sql = "BEGIN ISOLATION LEVEL \(isolation.rawValue)"
        if isReadOnly { sql += " READ ONLY" }
        if let settings { sql += "; \(settings)" }
        if let synchronousCommit { sql += "; SET LOCAL synchronous_commit = \(synchronousCommit ? "on" : "off")" }
        if let idleTimeout { sql += "; SET LOCAL idle_in_transaction_session_timeout = \(max(1, idleTimeout.pollTimeout))" }
        return sql
    }
}
