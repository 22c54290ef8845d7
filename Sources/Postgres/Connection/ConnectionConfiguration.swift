package import Secrets

/// How to connect, and the settings of every session.
///
/// The settings are sent as a statement after connecting, because PgBouncer refuses unknown startup options. Behind a pooler they
/// are sent with every transaction instead (see ``PostgresConnection/isPooled``).
package struct ConnectionConfiguration: Sendable {
    /// `postgres://user:password@host:port/database?sslmode=…` or libpq's `key=value` form; what is missing comes from `PG…` variables.
    package var url: Secret
    /// Shown in `pg_stat_activity`: `refinery/<role>/<id>`.
    package var applicationName: String
    /// The longest a statement may run; `nil` for no limit.
    package var statementTimeout: Duration?
    /// The longest a statement may wait for a lock; `nil` for no limit.
    package var lockTimeout: Duration?
    /// The longest a transaction may stay open without a statement; `nil` for no limit.
    package var idleInTransactionTimeout: Duration?
    /// The longest to wait for a connection to come about.
    package var connectTimeout: Duration
    /// How much longer than ``statementTimeout`` to wait for a server that does not answer at all. Then the connection counts as lost.
    package var responseGrace: Duration
    /// How often a busy server looks whether its client is still there, so that a killed client's statement ends; zero turns it off.
    package var connectionCheckInterval: Duration
    /// Silence after which a listening connection is probed, because a half-open one would be silent for ever.
    package var probeInterval: Duration
    /// Whether COMMIT waits until the transaction is on disk. A transaction can choose for itself.
    package var synchronousCommit: Bool
    /// Whether a server that waits for no synchronous standby counts as one that cannot be reached.
    package var requiresSynchronousStandby: Bool
    /// `false` sends the statement with each call. Behind a pooler nothing is prepared in any case.
    package var preparesStatements: Bool
    /// Further settings, such as `work_mem`.
    package var settings: [String: String]

    package init(
        url: String, applicationName: String = "refinery", statementTimeout: Duration? = .seconds(30), lockTimeout: Duration? = nil,
        idleInTransactionTimeout: Duration? = .seconds(60), connectTimeout: Duration = .seconds(10),
        responseGrace: Duration = .seconds(10), connectionCheckInterval: Duration = .milliseconds(500),
        probeInterval: Duration = .seconds(30), synchronousCommit: Bool = true, requiresSynchronousStandby: Bool = false,
        preparesStatements: Bool = true, settings: [String: String] = [:]
    ) {
        self.url = Secret(url)
        self.applicationName = applicationName
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.connectTimeout = connectTimeout
        self.responseGrace = responseGrace
        self.connectionCheckInterval = connectionCheckInterval
        self.probeInterval = probeInterval
        self.synchronousCommit = synchronousCommit
        self.requiresSynchronousStandby = requiresSynchronousStandby
        self.preparesStatements = preparesStatements
        self.settings = settings
    }

    /// How long to wait for an answer; `nil` when statements have no limit, and only the network can tell that the server is gone.
    var responseTimeout: Duration? { statementTimeout.map { $0 + responseGrace } }

    /// Calls of `set_config` that make the settings on a server of this version (as `150004`), for the list of a SELECT.
    /// - Parameter isLocal: An expression: whether they last until the end of the transaction only.
    func settingCalls(serverVersion: Int, isLocal: String) -> String {
        var values = settings
        values["statement_timeout"] = Self.milliseconds(statementTimeout)
        values["lock_timeout"] = Self.milliseconds(lockTimeout)
        values["idle_in_transaction_session_timeout"] = Self.milliseconds(idleInTransactionTimeout)
        // Statements outside of a transaction: a database or a role may have another default, under which they would be refused.
        values["default_transaction_isolation"] = TransactionOptions.Isolation.readCommitted.rawValue.lowercased()
        values["synchronous_commit"] = synchronousCommit ? "on" : "off"
        // A client whose machine or network is gone is noticed within a minute, and what its session holds is free again.
        for (name, value) in ["tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"] {
            values[name] = value
        }
        if serverVersion >= 140_000 { values["client_connection_check_interval"] = Self.milliseconds(connectionCheckInterval) }
        return values.sorted { $0.key < $1.key }.map { name, value in
            "pg_catalog.set_config(\(Self.quoted(literal: name)), \(Self.quoted(literal: value)), \(isLocal))"
        }.joined(separator: ", ")
    }

    /// A text for use inside SQL text.
    private static func quoted(literal: String) -> String {
        let doubled = literal.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return literal.contains("\\") ? "E'\(doubled.replacing("\\", with: "\\\\"))'" : "'\(doubled)'"
    }

    /// Whole milliseconds, at least one: zero would mean no limit.
    private static func milliseconds(_ duration: Duration?) -> String {
        guard let duration, duration > .zero else { return "0" }
        return String(duration.pollTimeout)
    }
}
