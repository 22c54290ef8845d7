internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import Synchronization

/// One process's face of the budget that the fleet shares: its share of the requests in flight, when to ask for permits again,
/// and what it tells the others. Losing it loses nothing: everything that counts is in the database.
actor BudgetClient {
    /// A place for every lookup from the moment its permit is asked for until its answer is stored.
    nonisolated let slots: LookupSlots
    /// The requests that are really on their way: what the account counts.
    nonisolated let requests: LookupSlots
    /// Names the budget.
    nonisolated let account: String
    private let worker: WorkerID
    private let database: Database
    private let settings: LookupSettings
    private let logger: Logger
    /// How long requests take, as an exponential mean over about fifty.
    private let latency = Mutex(BudgetClient.unknownLatency)
    private var workers = 1
    private var closedUntil: ContinuousClock.Instant?
    private var feedback = LookupFeedback()
    private var saidWhy: String?
    /// The newest epoch seen.
    private var epoch: Int64 = 0
    private var leadTime = LeadTime()
    private var isFarAway = false
    /// Batches whose answers the database does not take now: while there is one, nothing is asked that would have to be kept as well.
    private var holders = 0

    init(worker: WorkerID, account: String, database: Database, settings: LookupSettings, logger: Logger) {
        self.worker = worker
        self.account = account
        self.database = database
        self.settings = settings
        self.logger = logger
        slots = LookupSlots(capacity: settings.places(forRequests: settings.concurrency, latency: Self.unknownLatency))
        requests = LookupSlots(capacity: settings.concurrency)
    }

    // MARK: - Permits

    /// How long nobody of this process needs to ask for permits, because somebody was just refused.
    var closedFor: Duration {
        if holders > 0 { return .milliseconds(250) }
        return closedUntil.map { max(.zero, ContinuousClock.now.duration(to: $0)) } ?? .zero
    }

    /// Locks what is to be asked, writes the intents and takes the permits, in one round trip and one commit.
    /// - Parameters:
    ///   - lock: Locks the numbers or questions, in order.
    ///   - begin: Takes the permits, for so many living workers of the account, this long ahead of their time.
    /// - Returns: nil when the lease of the job was lost.
    func begin<Item: Sendable, Lock: Query, Begin: Query>(
        _ lock: Lock, _ begin: (_ workers: Int, _ lead: Duration) -> Begin
    ) async throws -> BegunLookups<Item>? where Begin.Output == (Item?, LookupPermits) {
        let lead = leadTime.value(at: .now)
        let begin = begin(workers, lead)
        // What was waited for a connection, or here afterwards, says nothing about how old the permits are.
        let (sentAt, begun, receivedAt) = try await database.pool.withConnection { connection in
            let sentAt = ContinuousClock.now
            let (_, begun) = try await connection.pipeline(lock, begin)
            return (sentAt, begun, ContinuousClock.now)
        }
        guard let permits = begun.first?.1 else { return nil }
        remember(permits)
        // Somebody was refused or resumed: what this process may have in flight has changed.
        if permits.epoch > epoch {
            epoch = permits.epoch
            await refreshShare()
        }
        let lookups = BegunLookups<Item>(
            items: begun.compactMap(\.0), permits: permits, sentAt: sentAt, receivedAt: receivedAt, lead: lead)
        remember(roundTrip: lookups.roundTrip, at: receivedAt)
        return lookups
    }

    private func remember(roundTrip: Duration, at now: ContinuousClock.Instant) {
        leadTime.add(roundTrip: roundTrip, at: now)
        guard isFarAway != (leadTime.value(at: now) > .zero) else { return }
        isFarAway.toggle()
        guard isFarAway else { return logger.notice("the database answers fast again") }
        logger.notice(
            "the database answers slowly: permits are asked for ahead of their time, and fewer lookups may be made than the rate allows",
            metadata: ["milliseconds": "\(roundTrip.inMilliseconds)"])
    }

    // MARK: - Answers that cannot be stored

    /// A batch has answers that the database does not take now.
    func holds(because error: any Error) {
        holders += 1
        guard holders == 1 else { return }
        logger.warning("answers cannot be stored now: they are kept, and nothing new is asked", metadata: ["reason": "\(error)"])
    }

    /// A batch has no such answers any more.
    func holdsNothing() {
        holders -= 1
        if holders == 0 { logger.notice("answers are stored again, lookups go on") }
    }

    private func remember(_ permits: LookupPermits) {
        slots.isPatient = permits.granted > 0 ? permits.offset > .zero || permits.wait > Self.crowded : permits.reason == .rate
        guard permits.granted == 0, permits.wait > .zero else {
            if permits.granted > 0 { say(nil) }
            return
        }
        // What one import may cost is no matter of the others.
        if permits.reason == .importMoney { return }
        // Jittered, so that the processes of a fleet do not ask at the same instant.
        let wait = min(permits.wait, .seconds(5)) * Double.random(in: 1...1.2)
        closedUntil = .now + wait
        if ![.rate, .paused].contains(permits.reason) { say(permits.reason.rawValue) }
    }

    /// Who waits that long for rivals shall ask less often, for more at a time.
    private static let crowded: Duration = .milliseconds(20)

    /// Says once why nothing is asked, and once that it goes on.
    private func say(_ reason: String?) {
        guard reason != saidWhy else { return }
        saidWhy = reason
        guard let reason else { return logger.notice("lookups go on") }
        var metadata: Logger.Metadata = ["account": "\(account)"]
        if let lastFailure = feedback.lastFailure { metadata["reason"] = "\(lastFailure)" }
        logger.warning("no lookups: the budget says \(reason)", metadata: metadata)
    }

    /// Asks for this process's share of the requests that the fleet may have in flight.
    func refreshShare() async {
        let query = LookupShare(account: account, worker: worker)
        do {
            guard let share = try await database.pool.withConnection({ try await $0.first(query) }) else { return }
            workers = share.workers
            let inFlight = min(settings.concurrency, share.inFlight)
            requests.resize(to: inFlight)
            slots.resize(to: settings.places(forRequests: inFlight, latency: latency.withLock { $0 }))
        } catch {
            logger.debug("the share of the budget is not known", metadata: ["reason": "\(error)"])
        }
    }

    /// Until requests were timed: long, so that few permits wait to be used and die with a process that is killed.
    private static let unknownLatency: Duration = .seconds(1)

    /// Notes how long one request took.
    nonisolated func took(_ time: Duration) {
        latency.withLock { $0 += (time - $0) / 50 }
    }

    /// Gives back permits that were not used.
    func giveBack(_ unused: Int, of lease: Int64) async {
        // A second one changes nothing, so it is repeated when nobody knows whether it happened.
        for attempt in 1...settings.settlingAttempts {
            let isTold = await tell(SettlePermits(lease: lease, unused: unused), "permits could not be given back yet") != nil
            if isTold || Task.isCancelled { return }
            await settings.pauseBeforeStoring(attempt)
        }
    }

    // MARK: - What the others should know

    /// Tells the fleet what came of a request, where it is news.
    /// - Parameter permits: With which it was made.
    func tell(_ news: LookupNews, _ permits: LookupPermits) async {
        for report in feedback.reports(of: news, permits, at: .now) {
            let effect = await self.report(permits.epoch, report)
            if effect == nil { feedback.notTold(report) }
            if case .stopped(let reason) = news { say(thatAllStops: reason, effect) }
            guard report.isThrottling else { continue }
            logger.debug("the fleet slows down", metadata: ["news": "\(news)", "told": "\(report)"])
            await refreshShare()
        }
    }

    /// Whoever is the first to tell the fleet says it for all; and so does one who cannot tell it.
    private func say(thatAllStops reason: String, _ effect: ReportEffect?) {
        guard effect == .stopped || effect == nil, saidWhy != reason else { return }
        saidWhy = reason
        logger.error("all lookups of this account stop until its budget is resumed: \(reason)", metadata: ["account": "\(account)"])
    }

    /// - Returns: What it did; nil when the database could not be told.
    private func report(_ epoch: Int64, _ report: LookupReport) async -> ReportEffect? {
        await tell(ReportLookups(account: account, epoch: epoch, report: report), "the budget could not be told")
    }

    /// What belongs to requests that were made is told even when the task that made them is cancelled.
    /// - Returns: What the database answered; nil when it could not be told.
    private func tell<Q: Query>(_ query: Q, _ problem: Logger.Message) async -> Q.Output? {
        do {
            return try await database.uncancelled { try await $0.first(query) }
        } catch {
            database.outage.log(problem, error, [:], logger)
            return nil
        }
    }
}
