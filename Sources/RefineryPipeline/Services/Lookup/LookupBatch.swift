internal import Logging
internal import Metrics
internal import PhoneNumbers
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle

/// One claimed job of numbers, from the list of what it wants to the last stored answer.
///
/// Each number goes: ready → (intent and permit committed) in flight → answered → stored. Whatever ends the batch early, what
/// is in flight is waited for, and what was answered is stored: it was paid. An actor, because its numbers are asked for side by
/// side; losing it is what a crash is, and the intents in the database say what may have been asked.
actor LookupBatch {
    /// How a batch ended without an error.
    enum Ending: Sendable, Equatable {
        case done
        /// To be given back: the process stops, or the import does.
        case interrupted
    }

    private let job: ClaimedJob
    private let provider: any LookupProvider
    private let budget: BudgetClient
    private let database: Database
    private let settings: LookupSettings
    private let logger: Logger
    private let allAsked: @Sendable () -> Void
    private let changed = WakeUp()

    private var ready: [String] = []
    /// Numbers that somebody else is asking for, and when they were looked at last.
    private var elsewhere: [String] = []
    private var elsewhereAt = ContinuousClock.now
    /// Numbers that are being asked for, or wait for another request.
    private var outstanding = 0
    /// Numbers with an intent of this batch.
    private var intents: Set<String> = []
    /// For numbers that need another request: how many were made, and what they may have cost.
    private var tries: [String: Int] = [:]
    private var owed: [String: Int64] = [:]
    private var leases: [Int64: LeaseTally] = [:]

    /// What is not stored yet. Each of them keeps its place until it is: a crash repeats no more requests than there are places.
    private var results: [NumberResult] = []
    /// False once storing has failed: whoever waits for a place must not wait for that.
    private var resultsHoldPlaces = true
    private var counts = LookupCounts()
    /// What was offered to the database and may or may not be stored: it is offered again as it is.
    private var unconfirmed: Step?
    private var stepsTaken = 0
    private var isHolding = false
    private var isStoring = false
    private var failure: (any Error)?
    private var isInterrupted = false

    /// Answers and counts that are stored together.
    private struct Step {
        let number: Int
        var results: [NumberResult]
        let counts: LookupCounts
    }

    /// What became of the permits of one lease.
    private struct LeaseTally {
        var open: Int
        var unused = 0
    }

    /// - Parameter allAsked: Called, perhaps again and again, when nothing is left to ask for but what has to be asked for again.
    init(
        job: ClaimedJob, provider: any LookupProvider, budget: BudgetClient, database: Database, settings: LookupSettings, logger: Logger,
        allAsked: @escaping @Sendable () -> Void
    ) {
        self.job = job
        self.provider = provider
        self.budget = budget
        self.database = database
        self.settings = settings
        self.logger = logger
        self.allAsked = allAsked
    }

    /// - Throws: ``LeaseLostError`` when another worker holds the job now, `PostgresError`. What was answered is stored all the same.
    func run() async throws -> Ending {
        try await prepare()
        await withDiscardingTaskGroup { group in
            do { try await askAll(&group) } catch { failure = failure ?? error }
        }
        await store(isLast: true)
        if isHolding { await budget.holdsNothing() }
        if failure == nil, !isInterrupted, !Task.isCancelled {
            let finish = FinishJob(job: job)
            guard try await database.pool.withConnection({ try await $0.first(finish) }) != nil else { throw LeaseLostError(jobs: 1) }
            return .done
        }
        await layDownIntents()
        if let failure { throw failure }
        return .interrupted
    }

    // MARK: - What there is to do

    private func prepare() async throws {
        let list = ListJobNumbers(job: job.id, provider: provider.account.provider)
        let wanted = try await database.pool.withConnection { try await $0.rows(list) }
        let new = wanted.filter { !$0.isKnown }.map { number in
            let verdict = NumberVerdict(e164: number.e164)
            return NewNumber(
                e164: number.e164, country: verdict.country, isPossible: verdict.isPossible, isValid: verdict.isValid,
                type: verdict.kind.rawValue)
        }
        ready = wanted.filter { !$0.isSettled }.map(\.e164)
        let begin = BeginLookupJob(
            job: job, phones: Int(wanted.reduce(0) { $0 + $1.cells }), numbers: wanted.count, settled: wanted.count - ready.count)
        let begun = try await database.pool.withConnection { connection in
            if !new.isEmpty { try await connection.execute(InsertNumbers(new)) }
            return try await connection.first(begin)
        }
        guard begun != nil else { throw LeaseLostError(jobs: 1) }
    }

    private func askAll(_ group: inout DiscardingTaskGroup) async throws {
        while failure == nil, !Task.isCancelled {
            if Task.isShuttingDownGracefully { isInterrupted = true }
            if isInterrupted { return }
            if ready.isEmpty {
                allAsked()
                if outstanding == 0 && elsewhere.isEmpty { return }
                await lookElsewhere()
                continue
            }
            let closed = await budget.closedFor
            if closed > .zero {
                await changed.wait(atMost: min(closed, .milliseconds(250)))
                continue
            }
            let places = await budget.slots.acquire(upTo: min(ready.count, settings.numbersPerLease))
            guard places > 0 else {
                // Where others have all the places, the job is theirs too: it is given back once nothing of it is in flight.
                if budget.slots.isEmpty && outstanding > 0 && !Task.isShuttingDownGracefully {
                    await changed.wait(atMost: .milliseconds(250))
                    continue
                }
                isInterrupted = true
                return
            }
            // Numbers may have gone while a place was waited for.
            let numbers = Array(ready.prefix(places))
            budget.slots.release(places - numbers.count)
            guard !numbers.isEmpty else { continue }
            ready.removeFirst(numbers.count)
            try await ask(numbers, &group)
        }
    }

    private func lookElsewhere() async {
        if !elsewhere.isEmpty, elsewhereAt.duration(to: .now) >= settings.elsewhereEvery {
            elsewhereAt = .now
            (ready, elsewhere) = (elsewhere, [])
        } else {
            await changed.wait(atMost: .milliseconds(200))
        }
    }

    // MARK: - Asking

    private func ask(_ numbers: [String], _ group: inout DiscardingTaskGroup) async throws {
        let answer: BegunLookups?
        do {
            answer = try await begin(numbers)
        } catch {
            budget.slots.release(numbers.count)
            // Nobody knows whether the intents are written: they are laid down with the others.
            intents.formUnion(numbers)
            throw error
        }
        guard let begun = answer else {
            budget.slots.release(numbers.count)
            throw LeaseLostError(jobs: 1)
        }
        let permits = begun.permits
        // Numbers that are not there any more were erased: nobody wants them.
        counts.settled += numbers.count - begun.numbers.count
        var asked = 0
        for number in begun.numbers {
            switch number.verdict {
            case .settled: counts.settled += 1
            case .elsewhere: elsewhere.append(number.e164)
            case .later: ready.append(number.e164)
            case .ask:
                let (due, latest) = (begun.due(asked), begun.latest(asked, latenessMax: settings.latenessMax))
                asked += 1
                outstanding += 1
                intents.insert(number.e164)
                if number.isRepeated { Counter(label: "refinery_lookups_repeated_total").increment() }
                group.addTask { await self.ask(number.e164, at: due, before: latest, permits) }
            }
        }
        if asked > 0, let lease = permits.lease { leases[lease] = LeaseTally(open: asked, unused: permits.granted - asked) }
        budget.slots.release(numbers.count - asked)
        if asked == 0 { try await wait(for: permits) }
    }

    /// Asks for permits, again and again while the database has a passing trouble: a request that was granted although nobody heard
    /// it gets the same permits.
    private func begin(_ numbers: [String]) async throws -> BegunLookups? {
        let request = LookupRequestID()
        var attempt = 0
        while true {
            do {
                return try await budget.begin(numbers, of: job, request)
            } catch let error as PostgresError where error.mayPass && !Task.isCancelled && !Task.isShuttingDownGracefully {
                attempt += 1
                logger.debug("permits are asked for again", metadata: ["reason": "\(error)", "attempt": "\(attempt)"])
                await settings.pauseBeforeStoring(attempt)
            }
        }
    }

    private func wait(for permits: LookupPermits) async throws {
        if permits.importStatus != .running {
            isInterrupted = true
        } else if permits.reason == .importMoney && (outstanding > 0 || !leases.isEmpty) {
            // What is in flight may give money back: only when nothing is, the import has reached its limit.
            await changed.wait(atMost: .milliseconds(100))
        } else if permits.reason == .importMoney {
            let pause = PauseImportAtCost(importID: job.importID)
            if try await database.pool.withConnection({ try await $0.first(pause) }) == true {
                logger.notice("the import reached its --max-cost and pauses", metadata: ["import": "\(job.importID)"])
            }
            isInterrupted = true
        }
    }

    /// One number, from its permit to what is known of it. Runs beside others, in a task of its own.
    private nonisolated func ask(
        _ number: String, at due: ContinuousClock.Instant, before latest: ContinuousClock.Instant, _ permits: LookupPermits
    ) async {
        if due > .now { try? await Task.sleep(until: due, tolerance: .zero) }
        let mayBeSent = await budget.requests.acquire(upTo: 1) == 1
        guard mayBeSent, !Task.isCancelled, .now <= latest else {
            budget.requests.release(mayBeSent ? 1 : 0)
            budget.slots.release(1)
            return await skip(number, permits)
        }
        let before = budget.requests.inFlight
        let sentAt = ContinuousClock.now
        let outcome = await provider.look(up: number)
        budget.took(sentAt.duration(to: .now))
        // Requests do not arrive in the order in which they were sent: before a refused one there may have been any of these.
        let inFlight = max(before, budget.requests.inFlight)
        budget.requests.release(1)
        if let delay = await learn(number, outcome, permits, inFlight) {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
            await again(number)
        }
    }

    /// The permit came too late to be used.
    private func skip(_ number: String, _ permits: LookupPermits) async {
        Counter(label: "refinery_lookup_permits_late_total").increment()
        again(number)
        await close(permits, isUnused: true)
    }

    private func again(_ number: String) {
        outstanding -= 1
        ready.append(number)
        changed.signal()
    }

    /// - Returns: How long to wait before the number is asked for again by the caller; nil when there is nothing to wait for.
    private func learn(_ number: String, _ outcome: LookupOutcome, _ permits: LookupPermits, _ inFlight: Int) async -> Duration? {
        Counter(label: "refinery_lookups_total", dimensions: [("outcome", outcome.name)]).increment()
        switch outcome {
        case .answered(let answer):
            await settle(number, answer, unknownCode: nil, permits)
        case .unknown(let answer, let code):
            await settle(number, answer, unknownCode: code, permits)
        case .retry(let reason, let mayHaveBeenBilled):
            logger.debug("a lookup failed", metadata: ["reason": "\(reason)"])
            return await failed(number, reason, mayHaveBeenBilled: mayHaveBeenBilled, permits)
        case .throttled(let throttling):
            budget.slots.release(1)
            // Told before the permit is given back: a probe that was given back is one that nobody can tell of.
            await budget.throttled(permits, throttling, inFlight: inFlight)
            await close(permits, isUnused: true)
            return retryDelay(1)
        case .stopped(let reason):
            budget.slots.release(1)
            await close(permits, isUnused: true)
            await budget.stopped(permits.epoch, reason)
            again(number)
        }
        return nil
    }

    private func settle(_ number: String, _ answer: LookupAnswer, unknownCode: Int?, _ permits: LookupPermits) async {
        counts.requests += 1
        counts.settled += 1
        counts.asked += 1
        let cost = permits.priceMicros + (owed.removeValue(forKey: number) ?? 0)
        outstanding -= 1
        keep(NumberResult(number, answer, unknownCode: unknownCode, costMicros: cost, freshFor: settings.freshFor))
        await close(permits, isUnused: false)
        await budget.succeeded(permits, concurrent: answer.concurrentRequests)
        await store()
    }

    private func failed(
        _ number: String, _ reason: String, mayHaveBeenBilled: Bool, _ permits: LookupPermits
    ) async -> Duration? {
        // A process that is told to stop at once gives up what it has in flight: that says nothing about the service.
        if Task.isCancelled {
            if mayHaveBeenBilled { owed[number, default: 0] += permits.priceMicros }
            budget.slots.release(1)
            await close(permits, isUnused: !mayHaveBeenBilled)
            again(number)
            return nil
        }
        let count = (tries[number] ?? 0) + 1
        tries[number] = count
        if mayHaveBeenBilled {
            counts.requests += 1
            owed[number, default: 0] += permits.priceMicros
        }
        // A number that fails again and again says something about itself: the breaker counts the first failure of each.
        // A process that is told to stop may have lost the other side to the same signal.
        if count == 1 || permits.reason == .probe, !Task.isShuttingDownGracefully { await budget.failed(permits.epoch, reason) }
        await close(permits, isUnused: !mayHaveBeenBilled)
        guard count >= settings.requestsMax else {
            budget.slots.release(1)
            return retryDelay(count)
        }
        counts.settled += 1
        counts.failed += 1
        outstanding -= 1
        keep(
            NumberResult(
                e164: number, status: .failed, costMicros: owed.removeValue(forKey: number) ?? 0, freshFor: settings.failedFor))
        await store()
        return nil
    }

    private func retryDelay(_ attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return settings.retry.delay(attempt: attempt, using: &generator)
    }

    /// Counts a permit as used or not; when it was the last of its lease, what was not used goes back.
    private func close(_ permits: LookupPermits, isUnused: Bool) async {
        guard let lease = permits.lease, var tally = leases[lease] else { return }
        tally.open -= 1
        if isUnused { tally.unused += 1 }
        leases[lease] = tally.open > 0 ? tally : nil
        if tally.open == 0 && tally.unused > 0 { await budget.giveBack(tally.unused, of: lease) }
    }

    // MARK: - Storing

    /// Stores what was answered, in small commits. Whoever finds nobody storing does it for those who come meanwhile.
    private func store(isLast: Bool = false) async {
        // Once it has failed, the batch ends, and what is left is stored then.
        guard !isStoring, failure == nil || isLast else { return }
        isStoring = true
        defer {
            isStoring = false
            changed.signal()
        }
        var attempt = 0
        while unconfirmed != nil || !results.isEmpty || (isLast && !counts.isEmpty) {
            if !isLast && unconfirmed == nil && results.count < settings.answersPerCommit { try? await Task.sleep(for: settings.linger) }
            let step = unconfirmed ?? nextStep()
            unconfirmed = step
            do {
                try await store(step)
                attempt = 0
                await stored(step)
            } catch let error as LeaseLostError {
                await stored(step)
                failure = failure ?? error
            } catch let error as PostgresError where error.refusesData && step.results.contains(where: \.hasTexts) {
                // Something in these answers cannot be stored: what was paid for is kept without its texts.
                logger.error("answers were refused and are stored without their texts", metadata: ["reason": "\(error.summary)"])
                unconfirmed?.results = step.results.map { $0.withoutTexts() }
            } catch let error as PostgresError where error.mayPass && !Task.isCancelled {
                // What was paid for is kept until it is stored or the process ends.
                if !isHolding { await budget.holds(because: error) }
                isHolding = true
                attempt += 1
                await settings.pauseBeforeStoring(attempt)
            } catch {
                if resultsHoldPlaces { budget.slots.release(results.count + step.results.count) }
                resultsHoldPlaces = false
                if isLast { giveUp(step, error) }
                failure = failure ?? error
                return
            }
        }
    }

    private func nextStep() -> Step {
        defer {
            results.removeFirst(min(results.count, settings.answersPerCommit))
            counts = LookupCounts()
        }
        stepsTaken += 1
        return Step(number: stepsTaken, results: Array(results.prefix(settings.answersPerCommit)), counts: counts)
    }

    private func stored(_ step: Step) async {
        unconfirmed = nil
        for result in step.results { intents.remove(result.e164) }
        if resultsHoldPlaces { budget.slots.release(step.results.count) }
        if isHolding { await budget.holdsNothing() }
        isHolding = false
    }

    private func giveUp(_ step: Step, _ error: any Error) {
        let lost = step.results + results
        if !lost.isEmpty {
            logger.error(
                "answers could not be stored and will be paid again", metadata: ["count": "\(lost.count)", "reason": "\(error)"])
        }
        // The intents stay, so that this is seen and counted when the numbers are asked for again.
        for result in lost { intents.remove(result.e164) }
        (results, unconfirmed) = ([], nil)
    }

    private func keep(_ result: NumberResult) {
        results.append(result)
        if !resultsHoldPlaces { budget.slots.release(1) }
    }

    /// - Throws: ``LeaseLostError`` when the counters belong to another worker now; the answers are stored even then.
    private func store(_ step: Step) async throws {
        let job = job
        var statements = NumberResult.statements(storing: step.results, of: job, from: provider.account.provider)
        if !step.counts.isEmpty { statements.append(CountLookups(job: job, counts: step.counts, step: step.number)) }
        // What was paid is stored even when this task was cancelled.
        let rows = try await database.uncancelled { [statements] in try await $0.execute(pipeline: statements) }
        if !step.counts.isEmpty && rows.last == 0 { throw LeaseLostError(jobs: 1) }
    }

    /// Nobody is asking for these any more; what was spent on them is noted.
    private func layDownIntents() async {
        let open = intents.sorted().map { NumberResult(e164: $0, status: .pending, costMicros: owed[$0] ?? 0) }
        guard !open.isEmpty else { return }
        do { try await store(Step(number: 0, results: open, counts: LookupCounts())) } catch {
            logger.debug("intents stay", metadata: ["count": "\(open.count)", "reason": "\(error)"])
        }
    }
}

extension PostgresError {
    /// Whether what was paid for may be stored a moment later: also when a statement was cancelled from outside.
    fileprivate var mayPass: Bool { isTransient || sqlState == .queryCanceled }
}

extension LookupOutcome {
    /// For metrics.
    fileprivate var name: String {
        switch self {
        case .answered(let answer): answer.valid ? "valid" : "invalid"
        case .unknown: "unknown"
        case .retry: "failed"
        case .throttled: "throttled"
        case .stopped: "stopped"
        }
    }
}
