package import Postgres

/// One process's way to the database: a pool for work, and single connections for what must outlive a statement.
package struct Database: Sendable {
    package let pool: PostgresPool
    /// What this process says of a database that goes away.
    package let outage = DatabaseOutage()
    private let configuration: ConnectionConfiguration
    private let revive: (@Sendable () async throws -> Void)?

    /// - Parameters:
    ///   - role: What the process is, as `pg_stat_activity` shows it: `refinery/<role>/<id>`.
    ///   - timeout: The longest a statement may take (`DATABASE_TIMEOUT`).
    ///   - patience: The longest a caller waits for a connection, a restart of the server included. Defaults to `timeout`.
    ///   - commitsAreAwaited: Whether COMMIT waits until it is on disk. False for workers: what a crash of the server undoes of
    ///     theirs (claims, leases, batches whose effects and completion are one commit) only runs again.
    ///   - requiresSynchronousStandby: Whether to work only with a server whose awaited commits wait for a standby, too.
    ///   - actor: Who acts, as the audit log names it; nil: the user of the database.
    ///   - revive: Starts a server of our own again that ended by itself; asked before each connection that lives for long.
    package init(
        url: String, role: String, id: String, poolSize: Int, timeout: Duration, patience: Duration? = nil,
        commitsAreAwaited: Bool = true, requiresSynchronousStandby: Bool = false, actor: String? = nil,
        revive: (@Sendable () async throws -> Void)? = nil
    ) {
        self.revive = revive
        configuration = ConnectionConfiguration(
            url: url, applicationName: "refinery/\(role)/\(id)", statementTimeout: timeout, lockTimeout: timeout,
            idleInTransactionTimeout: .seconds(60), synchronousCommit: commitsAreAwaited,
            requiresSynchronousStandby: requiresSynchronousStandby,
            // Whoever else may create objects in this database must not be able to stand before those that are meant.
            settings: ["search_path": "pg_catalog, pg_temp", Self.actorSetting: actor ?? ""])
        pool = PostgresPool(configuration: configuration, size: poolSize, waitLimit: patience ?? timeout)
    }

    /// What the triggers of the audit log read.
    private static let actorSetting = "refinery.actor"

    /// Whatever `body` changes through a pool was done by `actor`: for a process that acts for others.
    package static func acting<Value>(
        as actor: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        try await PostgresPool.$taskSettings.withValue([actorSetting: actor], operation: body)
    }

    /// A connection of its own, for LISTEN and session locks. The caller closes it.
    package func connect() async throws -> PostgresConnection {
        try await revive?()
        return try await PostgresConnection.connect(configuration)
    }

    /// Tells the listeners of the jobs channel something that they would also find by looking: what fails here costs a moment.
    package func hint(_ payload: String) async {
        let notify = Notify(channel: NotifyChannel.jobs, payloads: [payload])
        _ = try? await pool.withConnection { try await $0.execute(notify) }
    }

    /// Lends a connection to `body` as the pool does, and lets it end even when the calling task was cancelled: for what has to be
    /// written of work that was done.
    package func uncancelled<Value: Sendable>(
        _ body: @escaping @Sendable (isolated PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let pool = pool
        return try await Task { try await pool.withConnection(body) }.value
    }

    package func close() async { await pool.close() }
}
