internal import Logging
internal import Postgres
internal import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
internal import Waiting

/// What exactly one coordinator of the fleet does: rescue the jobs of lost workers, wake jobs whose time has come, fold
/// progress, end runs, tell the world, delete what was kept long enough.
///
/// Leadership is an advisory lock, held by an open transaction on a connection of its own. It vanishes with the connection, so a
/// standby takes over at its next try; Postgres ends the transaction of a leader that hangs; and unlike a session lock it also
/// works behind a pooler, which gives a transaction a session of the server for itself. Losing it means that two lead for one
/// round, which wastes that round and harms nothing: every step is a transaction with locks and fences of its own.
struct Leader: Service {
    private let database: Database
    private let sources: SourceStorages
    private let settings: FleetSettings
    private let wakeUp: WakeUp
    private let lull: Lull
    private let logger: Logger

    /// - Parameters:
    ///   - wakeUp: Signalled when a run may have ended, or a lull has.
    ///   - lull: What this process has heard: while somebody says that there is nothing to do, somebody leads.
    init(
        database: Database, sources: SourceStorages, settings: FleetSettings, wakeUp: WakeUp, lull: Lull,
        logger: Logger
    ) {
        self.sources = sources
        self.database = database
        self.settings = settings
        self.wakeUp = wakeUp
        self.lull = lull
        self.logger = logger
    }

    func run() async throws {
        await reconnecting("leading connection lost", database.outage, logger, lead)
    }

    /// Connects, then waits for leadership and leads by turns, until a connection is lost or the task is cancelled.
    private func lead(_ onConnect: () -> Void) async throws {
        let lock = try await database.connect()
        defer { Task { await lock.close() } }
        onConnect()
        while true {
            while try await !takesLeadership(lock) { try await Task.sleep(for: settings.sweep) }
            try await lead(while: lock)
        }
    }

    private func takesLeadership(_ lock: PostgresConnection) async throws -> Bool {
        if lull.isOn { return false }
        return try await lock.first(TakeLeadership()) == true
    }

    /// Leads for as long as the lock can be taken; not at all when somebody else is faster.
    private func lead(while lock: PostgresConnection) async throws {
        let (firstTerm, beginning) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let reign = Reign(logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { beginning.finish() }
                    try await hold(lock) { beginning.yield() }
                }
                group.addTask { for await _ in firstTerm { try await sweep(reign) } }
                defer { group.cancelAll() }
                try await group.next()
            }
            reign.end("another coordinator took the lock between two terms")
        } catch {
            reign.end(Task.isCancelled ? "this process stops" : "\(error)")
            throw error
        }
    }

    /// Takes the lock for one term after another, each a transaction, so that none stays open for long. Returns when somebody
    /// else has taken it in between.
    private func hold(_ lock: PostgresConnection, _ onTerm: @escaping @Sendable () -> Void) async throws {
        let (term, options) = (settings.leaderTerm, TransactionOptions(idleTimeout: settings.leaderIdleLimit))
        var isHeld = true
        while isHeld {
            isHeld = try await lock.transaction(options) { lock in
                guard try await lock.first(TakeLeadership()) == true else { return false }
                onTerm()
                try await Task.sleep(for: term)
                return true
            }
        }
    }

    private func sweep(_ reign: Reign) async throws {
        let connection = try await database.connect()
        defer { Task { await connection.close() } }
        reign.begin()
        // Behind a pooler nobody tells it of work.
        let pulse = await connection.isPooled ? settings.progress : settings.pulse
        var sweep = Sweep(settings: settings, pulse: pulse, sources: sources, logger: logger)
        try await sweep.begin(on: connection)
        while true {
            let isWoken = await wakeUp.wait(atMost: sweep.untilNext)
            try Task.checkCancellation()
            try await sweep.run(on: connection, isWoken: isWoken)
        }
    }
}

/// What the log says of one leadership: its begin, and its end with the reason, each once.
private final class Reign: Sendable {
    private let isOn = Mutex(false)
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    func begin() {
        isOn.withLock { $0 = true }
        logger.info("leading")
    }

    /// Says nothing of a leadership that never began.
    func end(_ reason: String) {
        let wasOn = isOn.withLock { isOn in
            defer { isOn = false }
            return isOn
        }
        if wasOn { logger.info("no longer leading", metadata: ["reason": "\(reason)"]) }
    }
}
