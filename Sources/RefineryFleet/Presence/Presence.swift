internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
internal import Waiting

/// Makes a process known to the fleet for as long as it lives: two signs of life and one ear.
///
/// It holds a session advisory lock on an otherwise idle connection (gone milliseconds after the process is killed), renews
/// one lease for the whole process (lapses when the process hangs), and listens for jobs on that same connection. When the
/// connection is lost it connects again with growing, jittered delays and registers again. Behind a pooler, where sessions are
/// shared, the lease is the only sign of life, and jobs are found by looking for them.
struct Presence: Service {
    let id: WorkerID
    private let role: WorkerRole
    private let host: String
    private let version: String
    private let account: String?
    private let database: Database
    private let settings: FleetSettings
    private let wakeUps: [String: WakeUp]
    private let lull: Lull
    private let pace: Pace
    private let retire: @Sendable (Retirement) -> Void
    /// How many processes the fleet has, as far as is known.
    private let members = Members()
    private let logger: Logger
    private let warning = Once()
    private let mayBeRegistered = Once()
    private let hasLeft = Once()

    /// - Parameters:
    ///   - account: The account a lookup worker asks; nil for others.
    ///   - pace: What the process gets done.
    ///   - retire: Called when somebody drained the process.
    ///   - wakeUps: Signalled by the payloads of the jobs channel they stand under, and all of them after reconnecting.
    init(
        id: WorkerID, role: WorkerRole, host: String, version: String, account: String?, database: Database, settings: FleetSettings,
        wakeUps: [String: WakeUp], lull: Lull, pace: Pace, retire: @escaping @Sendable (Retirement) -> Void, logger: Logger
    ) {
        self.id = id
        self.role = role
        self.host = host
        self.version = version
        self.account = account
        self.database = database
        self.settings = settings
        self.wakeUps = wakeUps
        self.lull = lull
        self.pace = pace
        self.retire = retire
        self.logger = logger
    }

    func run() async throws {
        await reconnecting("presence lost, connecting again", database.outage, logger, appear)
        // For a process that was not connected when it was told to stop.
        await leave()
    }

    /// Registers, then lives until the connection is lost or the task is cancelled.
    private func appear(_ onSuccess: () -> Void) async throws {
        let connection = try await database.connect()
        defer { Task { await connection.close() } }
        do {
            let number = try await register(on: connection)
            onSuccess()
            database.outage.end(logger)
            try await listen(as: number, on: connection)
        } catch {
            // While the lock still shows that this process lives: else the leader takes it for dead, and ends its sessions.
            if Task.isCancelled { await leave() }
            throw error
        }
    }

    /// Lives under `number`, and under a new one whenever nobody knows it any more, until the connection is lost.
    private func listen(as number: Int32, on connection: PostgresConnection) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await notification in connection.notifications { await wake(notification.payload) }
                throw PostgresError.connectionLost(reason: "the listening connection ended")
            }
            group.addTask {
                var number = number
                while true {
                    try await live(as: number, on: connection)
                    logger.warning("taken for dead, registering again", metadata: ["worker": "\(id)"])
                    number = try await register(on: connection)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Registered under `number`: until nobody knows this process any more.
    ///
    /// The lease is renewed from the first moment on, and on this connection: a round trip of seconds, of which the lock needs several
    /// and a busy pool more, must not let it lapse.
    private func live(as number: Int32, on connection: PostgresConnection) async throws {
        // The latest news is enough: a rescue finds all that is lost.
        let (leaderless, news) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await settle(number, on: connection)
                return true
            }
            group.addTask {
                var rescue = Rescue(settings: settings, logger: logger)
                for await _ in leaderless {
                    rescue = try await database.pool.withConnection { [rescue] connection in
                        var rescue = rescue
                        try await rescue.run(on: connection, orphans: true, unlessLed: true)
                        return rescue
                    }
                }
                return true
            }
            group.addTask {
                try await renew(on: connection) { news.yield() }
                return false
            }
            defer { group.cancelAll() }
            while try await group.next() == true {}
        }
    }

    /// Renews the lease until nobody knows this process any more. In a lull it lets it last instead, once.
    /// - Parameter leaderless: Called when no coordinator leads: workers look for lost batches then.
    private func renew(on connection: PostgresConnection, _ leaderless: @Sendable () -> Void) async throws {
        let isPooled = await connection.isPooled
        var doubtedAt = ContinuousClock.now
        var isResting = false
        while true {
            try await Task.sleep(for: settings.renewal)
            // Only who holds its lock can rest; the others hear of no lull behind a pooler, and nothing is lost when they are mistaken.
            if lull.isOn {
                if !isResting { isResting = try await connection.first(Rest(worker: id)) == true }
                if isResting { continue }
            }
            isResting = false
            // A pooler hides a crash of the server, which may have forgotten commits that nobody waited for.
            if isPooled && doubtedAt.duration(to: .now) >= settings.lease {
                doubtedAt = .now
                for wakeUp in wakeUps.values { wakeUp.signalReconnected() }
            }
            guard let renewal = try await connection.first(RenewLease(worker: id, lease: settings.lease, lastMinute: pace.lastMinute()))
            else { return }
            members.count.store(renewal.members, ordering: .relaxed)
            if renewal.isDraining { retire(.drained) }
            database.outage.end(logger)
            if !renewal.isLed, role == .worker { leaderless() }
        }
    }

    /// Wakes the one a notification is for: a little later than the next process does, so that a notified fleet does not arrive as a herd.
    private func wake(_ payload: String) async {
        if payload == NotifyChannel.lull { return lull.tell() }
        lull.end()
        guard let wakeUp = wakeUps[payload] else { return }
        let spread = min(settings.wakeSpreadMax, settings.wakeSpread * members.count.load(ordering: .relaxed))
        try? await Task.sleep(for: spread * Double.random(in: 0...1), tolerance: .zero)
        wakeUp.signal()
    }

    private final class Members: Sendable {
        let count = Atomic<Int>(1)
    }

    private func register(on connection: PostgresConnection) async throws -> Int32 {
        mayBeRegistered.run {}
        let registration = try await connection.first(
            RegisterWorker(
                id: id, role: role, host: host, pid: processID(), version: version, lease: settings.lease, account: account))
        guard let registration else { throw StoreError.unexpectedRows(statement: "register_worker") }
        members.count.store(registration.members, ordering: .relaxed)
        return registration.number
    }

    /// Shows by a lock that this process lives, and begins to listen.
    private func settle(_ number: Int32, on connection: PostgresConnection) async throws {
        if try await !holdLock(number, on: connection) {
            warning.run {
                logger.warning(
                    "a pooler stands before Postgres: work is found by polling, and only its lease shows that this process lives",
                    metadata: ["worker": "\(id)"])
            }
        }
        for wakeUp in wakeUps.values { wakeUp.signalReconnected() }
        logger.info("registered", metadata: ["worker": "\(id)", "role": "\(role.rawValue)", "number": "\(number)"])
    }

    /// Takes the session lock and listens, unless a pooler makes both worthless: what is left behind in one of its sessions would
    /// meet whoever gets that session next.
    /// - Returns: Whether the lock shows that this process lives.
    private func holdLock(_ number: Int32, on connection: PostgresConnection) async throws -> Bool {
        guard await !connection.isPooled else { return false }
        _ = try await connection.first(HoldWorkerLock(number: number))
        try await connection.listen(NotifyChannel.jobs)
        let backend = try await connection.backendPID
        return try await database.pool.withConnection { try await $0.first(ConfirmWorkerLock(worker: id, backend: backend)) } == true
    }

    /// Says goodbye, so that nobody waits for the lease; what fails here is mended by the lease.
    ///
    /// The database keeps a process of which a statement still runs. One that was cancelled, or whose connection was closed over it,
    /// ends there a moment after it ended here.
    private func leave() async {
        guard mayBeRegistered.isDone, !hasLeft.isDone else { return }
        let (goodbye, question, database) = (RemoveWorkers(ids: [id]), FindWorker(id: id), database)
        // Not of this task, which may be cancelled and then would not wait.
        await Task {
            for _ in 0..<Self.goodbyesMax {
                do {
                    let isKnown = try await database.pool.withConnection { connection in
                        guard try await connection.rows(goodbye).isEmpty else { return false }
                        // One that was told to stop before it was registered is not there to be removed.
                        return try await connection.first(question) == true
                    }
                    guard isKnown else { return hasLeft.run {} }
                } catch {
                    guard (error as? PostgresError)?.sqlState?.isRollback == true else { return }
                }
                try? await Task.sleep(for: Self.betweenGoodbyes)
            }
            logger.debug("the fleet does not let go of this process yet", metadata: ["worker": "\(id)"])
        }.value
    }

    private static let goodbyesMax = 20
    private static let betweenGoodbyes: Duration = .milliseconds(25)
}
