internal import Logging
internal import Postgres
internal import RefineryModel
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
        try await connection.execute(ConfigureWebhook(settings.alerts.webhook))
        // Behind a pooler nobody tells it of work.
        let pulse = await connection.isPooled ? settings.progress : settings.pulse
        var sweep = Sweep(settings: settings, pulse: pulse, sources: sources, logger: logger)
        sweep.remember(paused: try await connection.rows(ListPausedRuns()))
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

/// One leader's round over the tables, and what it remembers between rounds.
struct Sweep {
    private let settings: FleetSettings
    private let pulse: Duration
    private let logger: Logger
    /// Paused runs that may still change, because jobs of them are under way.
    private var paused: [RunID] = []
    /// Runs that ran in the round before: one that somebody paused since may still change.
    private var active: [RunID] = []
    private var foldedAt: ContinuousClock.Instant?
    private var retention: Retention
    private var alerts: AlertLook
    private var orphansSoughtAt: ContinuousClock.Instant?
    /// Whether standing segmentations may wait to make blocks: the leader before may have left some.
    private var hasRules = true
    /// Since when contacts that changed keep them waiting.
    private var rulesWaitSince: ContinuousClock.Instant?
    /// Whether the last round found nothing that may change: then it is enough to look now and then.
    private var isQuiet = false

    /// - Parameter pulse: How often to look while nothing is to be done.
    init(settings: FleetSettings, pulse: Duration, sources: SourceStorages, logger: Logger) {
        self.settings = settings
        self.pulse = pulse
        self.logger = logger
        retention = Retention(settings: settings.retention, sources: sources, logger: logger)
        alerts = AlertLook(settings: settings.alerts, rowsMin: settings.rejectRateRowsMin, logger: logger)
    }

    mutating func remember(paused: [RunID]) { self.paused = paused }

    /// How long to wait before the next round.
    var untilNext: Duration {
        if isQuiet { return pulse }
        guard let foldedAt else { return .zero }
        return max(.milliseconds(10), min(settings.sweep, settings.progress - foldedAt.duration(to: .now)))
    }

    /// - Parameter isWoken: Whether somebody said that there is something to do: then it folds although the last time was a moment ago.
    mutating func run(on connection: PostgresConnection, isWoken: Bool) async throws {
        if isQuiet && !isWoken {
            isQuiet = try await connection.first(TellLull()) == true
            if isQuiet {
                try await alerts.step(on: connection)
                return try await retention.step(on: connection)
            }
        }
        isQuiet = false
        let orphans = orphansSoughtAt.map { $0.duration(to: .now) >= settings.orphanAge } ?? true
        if orphans { orphansSoughtAt = .now }
        try await Rescue(settings: settings, logger: logger).run(on: connection, orphans: orphans)
        if orphans { try await layDownQuestions(on: connection) }
        if !isWoken { try await retention.step(on: connection) }
        guard isWoken || foldedAt.map({ $0.duration(to: .now) >= settings.progress }) ?? true else { return }
        foldedAt = .now
        let areFresh = try await refreshContacts(on: connection)
        try await fold(on: connection)
        try await applyRules(on: connection, areFresh: areFresh)
        try await alerts.step(on: connection)
        guard paused.isEmpty, active.isEmpty, retention.isIdle, !hasRules else { return }
        // No import runs; whether that is all, this look says.
        isQuiet = try await connection.first(TellLull()) == true
    }

    /// Puts into the books what may have been paid for questions whose jobs ended before anybody could store an answer.
    private func layDownQuestions(on connection: PostgresConnection) async throws {
        let leave = LeaveEndedQuestions(failedFor: LookupSettings.failedFor, askedBefore: settings.questionAge)
        let changed = try await connection.rows(leave)
        guard !changed.isEmpty else { return }
        logger.warning("questions without an answer laid down", metadata: ["runs": "\(changed.count)"])
        _ = try await connection.rows(FoldProgress(runs: changed))
    }

    /// Makes contacts of campaigns anew that something changed of, before a run that changed them is said to have ended; for a second at most,
    /// since leases are looked at in between. Linking changes a persona with each of its records: meanwhile only what has piled up, unless a
    /// segmentation waits for them. Returns whether none is left.
    private func refreshContacts(on connection: PostgresConnection) async throws -> Bool {
        let end = ContinuousClock.now.advanced(by: .seconds(1))
        while ContinuousClock.now < end {
            if try await connection.first(RefreshChangedContacts(changesMax: 20_000, unlessLinkingBelow: hasRules ? nil : 50_000)) ?? 0 == 0
            {
                return true
            }
        }
        return false
    }

    /// Makes the blocks of one standing segmentation that waits after an import. Contacts are made anew before, in the short transactions of
    /// the rounds, but for a minute at most, so that it has its turn although imports follow each other.
    private mutating func applyRules(on connection: PostgresConnection, areFresh: Bool) async throws {
        guard hasRules else { return }
        let since = rulesWaitSince ?? .now
        rulesWaitSince = since
        guard areFresh || since.duration(to: .now) > .seconds(60) else { return }
        guard let claimed = try await connection.first(ClaimCampaignRule()) else {
            (hasRules, rulesWaitSince) = (false, nil)
            return
        }
        rulesWaitSince = nil
        do {
            let isApplied = try await connection.transaction { try await $0.first(ApplyCampaignRule(claimed)) }
            logger.info("segmentation applied", metadata: ["run": "\(claimed.run)", "applied": "\(isApplied ?? false)"])
        } catch let error as PostgresError {
            // It stays claimed, and is tried again until its attempts are used up.
            guard case .server(let refusal) = error else { throw error }
            logger.warning("segmentation refused", metadata: ["run": "\(claimed.run)", "sqlstate": "\(refusal.sqlState)"])
        }
    }

    private mutating func fold(on connection: PostgresConnection) async throws {
        // Those that ran a round ago may have been paused by somebody since, with batches under way.
        let (paused, rowsMin) = (Array(Set(self.paused + self.active)), settings.rejectRateRowsMin)
        let (events, settled, stillPaused, running, beganLinking) = try await connection.transaction { connection in
            let locked = try await connection.rows(LockActiveRuns(paused: paused))
            let running = locked.filter { $0.status == .running }.map(\.id)
            guard !locked.isEmpty else { return ([StoredEvent](), [SettledRun](), [RunID](), running, false) }
            let active = locked.map(\.id)
            let changed = try await connection.rows(FoldProgress(runs: active))
            let settled = try await connection.rows(SettleRuns(runs: active, rowsMin: rowsMin))
            // What an import stored is linked by a run of its own, which begins in the moment in which the import completes.
            let completed = settled.filter { $0.status == .completed && $0.linksRecords }.map(\.id)
            let linked = completed.isEmpty ? [] : try await connection.rows(BeginLinkRuns(imports: completed)).filter(\.isNew)
            let underWay = paused.isEmpty ? [] : try await connection.rows(FindRunsUnderWay(runs: paused))
            let ended = Set(settled.map(\.id))
            let events =
                changed.filter { !ended.contains($0.id) }.map { RunEvent($0.kind, "progress", $0.id) }
                + settled.map { RunEvent($0.kind, $0.status.rawValue, $0.id) }
            let stored = events.isEmpty ? [] : try await connection.rows(InsertEvents(events))
            return (
                stored, settled, settled.filter { $0.status == .paused }.map(\.id) + underWay, running + linked.map(\.runID),
                !linked.isEmpty
            )
        }
        (self.paused, self.active) = (stillPaused, running)
        if settled.contains(where: { $0.kind == "link" }) { hasRules = true }
        if settled.contains(where: { $0.kind == "import" }) { alerts.lookNow() }
        if beganLinking { try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: [Stage.link.rawValue])) }
        for settled in settled {
            logger.info(
                "\(settled.kind) \(settled.status.rawValue)",
                metadata: [settled.kind: "\(settled.id)", "reason": "\(settled.reason ?? "-")"])
        }
        try await publish(events, on: connection)
    }

    private func publish(_ events: [StoredEvent], on connection: PostgresConnection) async throws {
        guard !events.isEmpty else { return }
        try await connection.execute(Notify(channel: NotifyChannel.progress, payloads: events.map(\.payload)))
    }
}
