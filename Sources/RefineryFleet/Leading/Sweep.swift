internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// One leader's round over the tables, and what it remembers between rounds.
///
/// Its steps do not depend on each other: one that the database refuses is logged and tried again after a growing delay, and the others go on.
struct Sweep {
    /// The steps of a round, as the log names them.
    private enum Step: String {
        case webhook, rescue, questions, retention, contacts, fold, segmentations, alerts
    }

    private let settings: FleetSettings
    private let pulse: Duration
    private let logger: Logger
    private var folding: RunFolding
    private var foldedAt: ContinuousClock.Instant?
    private var rescue: Rescue
    private var retention: Retention
    private var alerts: AlertLook
    private var orphansSoughtAt: ContinuousClock.Instant?
    /// Steps that were refused.
    private var refused: Setbacks<Step>
    private var isWebhookConfigured = false
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
        folding = RunFolding(rowsMin: settings.rejectRateRowsMin, retry: settings.retry, logger: logger)
        rescue = Rescue(settings: settings, logger: logger)
        retention = Retention(settings: settings.retention, retry: settings.retry, sources: sources, logger: logger)
        alerts = AlertLook(settings: settings.alerts, rowsMin: settings.rejectRateRowsMin, logger: logger)
        refused = Setbacks(settings.retry)
    }

    /// Reads what the leader before knew.
    mutating func begin(on connection: PostgresConnection) async throws { try await folding.begin(on: connection) }

    /// How long to wait before the next round.
    var untilNext: Duration {
        if isQuiet { return pulse }
        guard let foldedAt else { return .zero }
        return max(.milliseconds(10), min(settings.sweep, settings.progress - foldedAt.duration(to: .now)))
    }

    /// - Parameter isWoken: Whether somebody said that there is something to do: then it folds although the last time was a moment ago.
    mutating func run(on connection: PostgresConnection, isWoken: Bool) async throws {
        if !isWebhookConfigured { try await configureWebhook(on: connection) }
        if isQuiet && !isWoken {
            isQuiet = try await connection.first(TellLull()) == true
            if isQuiet {
                try await attempt(.alerts, on: connection) { try await $0.alerts.step(on: connection) }
                return try await attempt(.retention, on: connection) { try await $0.retention.step(on: connection) }
            }
        }
        isQuiet = false
        let orphans = orphansSoughtAt.map { $0.duration(to: .now) >= settings.orphanAge } ?? true
        if orphans { orphansSoughtAt = .now }
        try await attempt(.rescue, on: connection) { try await $0.rescue.run(on: connection, orphans: orphans) }
        if orphans { try await attempt(.questions, on: connection) { try await $0.layDownQuestions(on: connection) } }
        if !isWoken { try await attempt(.retention, on: connection) { try await $0.retention.step(on: connection) } }
        guard isWoken || foldedAt.map({ $0.duration(to: .now) >= settings.progress }) ?? true else { return }
        foldedAt = .now
        var areFresh = false
        try await attempt(.contacts, on: connection) { areFresh = try await $0.refreshContacts(on: connection) }
        try await attempt(.fold, on: connection) { try await $0.fold(on: connection) }
        try await attempt(.segmentations, on: connection) { try await $0.applyRules(on: connection, areFresh: areFresh) }
        try await attempt(.alerts, on: connection) { try await $0.alerts.step(on: connection) }
        guard folding.isIdle, retention.isIdle, !hasRules else { return }
        // No import runs; whether that is all, this look says.
        isQuiet = try await connection.first(TellLull()) == true
    }

    /// Does one step, unless it was refused a moment ago.
    /// - Throws: Only when the connection is lost, or the task cancelled.
    private mutating func attempt(
        _ step: Step, on connection: PostgresConnection, _ body: (inout Sweep) async throws -> Void
    ) async throws {
        guard refused.allows(step) else { return }
        do {
            try await body(&self)
            if refused.forget(step) { logger.notice("a step of leading succeeds again", metadata: ["step": "\(step)"]) }
        } catch {
            guard connection.isUsable, !Task.isCancelled else { throw error }
            refused.note(
                step, error, "a step of leading failed, the others go on", ["step": "\(step)", "reason": "\(error)"], to: logger)
        }
    }

    private mutating func configureWebhook(on connection: PostgresConnection) async throws {
        try await attempt(.webhook, on: connection) { sweep in
            try await connection.execute(ConfigureWebhook(sweep.settings.alerts.webhook))
            sweep.isWebhookConfigured = true
        }
    }

    /// Puts into the books what may have been paid for questions whose jobs ended before anybody could store an answer.
    private func layDownQuestions(on connection: PostgresConnection) async throws {
        let leave = LeaveEndedQuestions(failedFor: LookupSettings.failedFor, askedBefore: settings.questionAge)
        let changed = try await connection.rows(leave)
        guard !changed.isEmpty else { return }
        logger.warning("questions without an answer laid down", metadata: ["runs": "\(changed.count)"])
        _ = try await connection.rows(FoldProgress(runs: changed))
    }

    /// Rebuilds contacts of campaigns that something changed of, before a run that changed them is said to have ended; for a second at most,
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

    /// Makes the blocks of one standing segmentation that waits after an import. Contacts are rebuilt before, in the short transactions of
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
        let folded = try await folding.step(on: connection)
        if folded.settled.contains(where: { $0.kind == "link" }) { hasRules = true }
        if folded.settled.contains(where: { $0.kind == "import" }) { alerts.lookNow() }
    }
}
