import CLibPQ
import Synchronization

/// One connection to Postgres, on a thread of its own.
///
/// A connection is for one task at a time: between the statements of a transaction no other task may use it, which ``PostgresPool``
/// sees to. Its methods block its thread, nobody else's. Bodies it is given (``transaction(_:_:)``) run on that thread too, so calls
/// inside change no threads; elsewhere `withTaskExecutorPreference(connection.thread)` does the same.
///
/// Cancelling the task stops the running statement on the server and throws ``PostgresError/cancelled``; the connection stays of use.
/// A lost connection stays lost: every later call throws ``PostgresError/connectionLost(reason:)``, ``notifications`` ends, and session
/// locks, `LISTEN`s and the open transaction are gone.
package actor PostgresConnection {
    /// The thread of this connection, as an executor that tasks can prefer.
    package nonisolated let thread: ConnectionThread
    package nonisolated let configuration: ConnectionConfiguration
    /// What arrived for ``listen(_:)``; ends when the connection is lost or closed. Listeners read it in one task.
    /// A reader that falls behind loses the oldest: a notification is a hint.
    package nonisolated let notifications: AsyncStream<Notification>
    private nonisolated let notificationSink: AsyncStream<Notification>.Continuation
    private nonisolated let usable = Atomic(true)

    private var session: Session?
    var listensTo: Set<String> = []
    /// Settings that it has instead of those of all.
    private var adopted: [String: String] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Connects and sets up the session.
    /// - Throws: ``PostgresError/cannotConnect(target:reason:sqlState:)`` after at most `connectTimeout`.
    package static func connect(_ configuration: ConnectionConfiguration) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection(configuration)
        try await connection.open()
        return connection
    }

    private init(_ configuration: ConnectionConfiguration) {
        self.configuration = configuration
        thread = ConnectionThread()
        (notifications, notificationSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(4096))
    }

    deinit {
        notificationSink.finish()
        thread.stop()
    }

    /// Ends the session; a transaction under way is rolled back. Closing twice does nothing.
    package func close() {
        guard session != nil else { return }
        thread.watch(nil)
        session = nil
        usable.store(false, ordering: .relaxed)
        notificationSink.finish()
    }

    /// Whether the connection was neither lost nor closed, as far as is known without asking the server.
    package nonisolated var isUsable: Bool { usable.load(ordering: .relaxed) }

    /// Whether a pooler, such as PgBouncer, stands between this program and the server.
    ///
    /// Then nothing may be left to a session but what one transaction needs: no session locks, no `LISTEN`, no temporary tables that
    /// outlive their transaction. Statements are not prepared, and every transaction applies the settings again; scripts that are not
    /// run in a transaction get those of the server.
    package var isPooled: Bool { session?.isPooled ?? false }

    /// The server process of this session, as in `pg_stat_activity.pid`. Behind a pooler: a number that means nothing to the server.
    package var backendPID: Int32 { get throws(PostgresError) { PQbackendPID(try open.connection) } }

    /// Whether a transaction is open, failed ones included.
    package var isInTransaction: Bool { session?.isInTransaction ?? false }

    /// The server's version as a number: 150004 is 15.4.
    package var serverVersion: Int { get throws(PostgresError) { Int(PQserverVersion(try open.connection)) } }

    /// A setting the server reports by itself, such as `server_version` or `in_hot_standby`; `nil` for others.
    package func parameterStatus(_ name: String) throws(PostgresError) -> String? {
        PQparameterStatus(try open.connection, name).map { String(cString: $0) }
    }

    /// Has settings instead of those of all, until it is told others.
    func adopt(_ settings: [String: String]) async throws {
        guard settings != adopted else { return }
        let given = adopted
        try await perform { session in
            try session.adopt(settings, instead: given, serverVersion: Int(PQserverVersion(session.connection)))
        }
        adopted = settings
    }

    // MARK: Inside

    /// Runs `body` on the session. Cancelling the task interrupts its waits.
    func perform<Value>(_ body: (Session) throws -> Value) async throws -> Value {
        let session = try open
        guard !Task.isCancelled else { throw PostgresError.cancelled }
        return try await withTaskCancellationHandler {
            defer { settle() }
            return try body(session)
        } onCancel: {
            thread.wakeup.signal()
        }
    }

    /// Runs `body` whether or not the task is cancelled, as the end of a transaction must.
    func performAnyway<Value>(_ body: (Session) throws(PostgresError) -> Value) throws(PostgresError) -> Value {
        let session = try open
        defer { settle() }
        return try body(session)
    }

    private var open: Session {
        get throws(PostgresError) {
            guard let session else { throw .connectionClosed }
            return session
        }
    }

    private func open() async throws(PostgresError) {
        let outcome = await withTaskCancellationHandler {
            Result { () throws(PostgresError) in session = try Session.open(configuration, wakeup: thread.wakeup) }
        } onCancel: {
            thread.wakeup.signal()
        }
        try outcome.get()
        watch()
    }

    /// Hands on what arrived beside the answer, and notices a lost connection.
    private func settle() {
        guard let session else { return }
        while let notification = session.nextNotification() { notificationSink.yield(notification) }
        guard session.loss != nil, isUsable else { return }
        usable.store(false, ordering: .relaxed)
        thread.watch(nil)
        notificationSink.finish()
    }

    /// Waits between calls for notifications and for the end of the connection; probes it in silence when it listens.
    func watch() {
        guard let session, isUsable else { return }
        thread.watch(
            ConnectionThread.Watch(socket: session.socket, silence: listensTo.isEmpty ? nil : configuration.probeInterval) {
                [weak self] event in
                self?.assumeIsolated { $0.handle(event) }
            })
    }

    private func handle(_ event: ConnectionThread.Event) {
        guard let session else { return }
        switch event {
        case .readable: session.consumeIdleInput()
        case .silent: session.probe()
        }
        settle()
    }
}
