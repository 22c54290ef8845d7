import Synchronization

/// At most `size` connections, shared by any number of tasks, first come, first served.
///
/// Connections are opened when needed. One that broke, or came back inside a transaction, is thrown away. While no server can be
/// reached, callers wait and try again with growing, jittered delays until their `waitLimit` is over; so a fleet outlives a restart.
package final class PostgresPool: Sendable {
    package let configuration: ConnectionConfiguration
    package let size: Int
    /// The longest a caller waits for a connection, connecting included.
    package let waitLimit: Duration
    private let policy: ReconnectPolicy
    /// Settings that connections lent to this task have instead of those of all, such as who it acts for.
    @TaskLocal package static var taskSettings: [String: String] = [:]
    private let state = Mutex(State())

    private struct State {
        var idle: [PostgresConnection] = []
        /// Connections in use, idle and being opened.
        var openCount = 0
        var waiters: [Waiter] = []
        var nextID = 0
        var isClosed = false

        /// The latest used connection, since the server has it warm; or a place that is free.
        mutating func take(size: Int) -> Grant? {
            guard waiters.isEmpty else { return nil }
            if let connection = idle.popLast() { return .connection(connection) }
            guard openCount < size else { return nil }
            openCount += 1
            return .vacancy
        }
    }

    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Grant, any Error>
    }

    /// What a caller gets: a connection, or the right to open one.
    private enum Grant {
        case connection(PostgresConnection)
        case vacancy
    }

    package init(
        configuration: ConnectionConfiguration, size: Int, waitLimit: Duration = .seconds(30), policy: ReconnectPolicy = ReconnectPolicy()
    ) {
        precondition(size >= 1, "a pool needs room for a connection")
        self.configuration = configuration
        self.size = size
        self.waitLimit = waitLimit
        self.policy = policy
    }

    /// Lends a connection to `body`, which runs on the connection's thread.
    /// - Throws: What `body` throws; ``PostgresError/poolExhausted(size:waited:)`` or the last connect error after `waitLimit`;
    ///   ``PostgresError/cancelled`` when the task is cancelled while it waits; ``PostgresError/poolClosed``.
    package func withConnection<Value: Sendable>(
        _ body: @Sendable (isolated PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await acquire()
        do {
            try await connection.adopt(Self.taskSettings)
        } catch {
            await release(connection, isReusable: false)
            throw error
        }
        let (outcome, isReusable) = await connection.lend(to: body)
        await release(connection, isReusable: isReusable)
        return try outcome.get()
    }

    /// Lends a connection to `body` in a transaction, as ``PostgresConnection/transaction(_:_:)`` does.
    package func withTransaction<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (isolated PostgresConnection) async throws -> Value
    ) async throws -> Value {
        try await withConnection { connection in try await connection.transaction(options, body) }
    }

    /// Refuses new and waiting callers and closes all connections; those in use when they come back.
    package func close() async {
        let (idle, waiters) = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.waiters) = ([], []) }
            state.openCount -= state.idle.count
            return (state.idle, state.waiters)
        }
        for waiter in waiters { waiter.continuation.resume(throwing: PostgresError.poolClosed) }
        for connection in idle { await connection.close() }
    }

    /// Connections open or being opened, and callers waiting for one.
    package var load: (open: Int, waiting: Int) { state.withLock { ($0.openCount, $0.waiters.count) } }

    // MARK: Inside

    private func acquire() async throws -> PostgresConnection {
        let deadline = ContinuousClock.now + waitLimit
        switch try await grant() {
        case .connection(let connection) where connection.isUsable: return connection
        case .connection, .vacancy: break
        }
        // From here on this caller owns one place among the open ones and must give it back when it fails.
        do {
            return try await connect(until: deadline)
        } catch {
            vacate()
            throw error
        }
    }

    private func grant() async throws -> Grant {
        let immediate: Grant? = try state.withLock { state throws(PostgresError) in
            if state.isClosed { throw .poolClosed }
            return state.take(size: size)
        }
        if let immediate { return immediate }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let timer = Task { [waitLimit] in
            try await Task.sleep(for: waitLimit)
            self.dismiss(id, .poolExhausted(size: self.size, waited: waitLimit))
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in enqueue(id, continuation) }
        } onCancel: {
            dismiss(id, .cancelled)
        }
    }

    private func enqueue(_ id: Int, _ continuation: CheckedContinuation<Grant, any Error>) {
        let answer: Result<Grant, any Error>? = state.withLock { state in
            if state.isClosed { return .failure(PostgresError.poolClosed) }
            if Task.isCancelled { return .failure(PostgresError.cancelled) }
            if let grant = state.take(size: size) { return .success(grant) }
            state.waiters.append(Waiter(id: id, continuation: continuation))
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func dismiss(_ id: Int, _ error: PostgresError) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: error)
    }

    private func connect(until deadline: ContinuousClock.Instant) async throws -> PostgresConnection {
        var attempt = 0
        while true {
            do throws(PostgresError) {
                return try await PostgresConnection.connect(configuration)
            } catch {
                attempt += 1
                var rng = SystemRandomNumberGenerator()
                let delay = policy.delay(attempt: attempt, using: &rng)
                guard error.isTransient, ContinuousClock.now + delay < deadline, !state.withLock(\.isClosed) else { throw error }
                do { try await Task.sleep(for: delay) } catch { throw PostgresError.cancelled }
            }
        }
    }

    private func release(_ connection: PostgresConnection, isReusable: Bool) async {
        let (isKept, waiter) = state.withLock { state -> (Bool, Waiter?) in
            guard isReusable, !state.isClosed else { return (false, nil) }
            guard state.waiters.isEmpty else { return (true, state.waiters.removeFirst()) }
            state.idle.append(connection)
            return (true, nil)
        }
        waiter?.continuation.resume(returning: .connection(connection))
        guard !isKept else { return }
        await connection.close()
        vacate()
    }

    /// Gives a place back: to the first who waits, or to nobody.
    private func vacate() {
        let waiter = state.withLock { state -> Waiter? in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.openCount -= 1
            return nil
        }
        waiter?.continuation.resume(returning: .vacancy)
    }
}

extension PostgresConnection {
    /// Runs `body`, and says whether the connection is fit for the next.
    fileprivate func lend<Value: Sendable>(
        to body: @Sendable (isolated PostgresConnection) async throws -> Value
    ) async -> (outcome: Result<Value, any Error>, isReusable: Bool) {
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(self)) } catch { outcome = .failure(error) }
        return (outcome, isUsable && !isInTransaction && listensTo.isEmpty)
    }
}
