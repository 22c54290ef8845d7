internal import Logging
internal import Metrics
internal import PhoneNumbers
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Waiting

/// Looks up the numbers of one claimed job: does what ``LookupRun`` decides, from the list of what the job wants to the last stored answer.
///
/// An actor, because its numbers are asked for side by side; losing it is what a crash is, and the intents in the database say what may
/// have been asked.
actor LookupBatch {
    private let job: ClaimedJob
    private let provider: any LookupProvider
    private let budget: BudgetClient
    private let database: Database
    private let settings: LookupSettings
    private let logger: Logger
    private let allAsked: @Sendable () -> Void
    private let changed = WakeUp()
    private var state: LookupRun
    /// As many as the run needs after every event.
    private var places: Places
    private var elsewhereAt = ContinuousClock.now
    private var failure: (any Error)?
    private var isStoring = false
    private var isHolding = false

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
        state = LookupRun(numbers: [], settings: settings)
        places = Places(0, of: budget.slots)
    }

    /// - Throws: ``LeaseLostError`` when another worker holds the job now, `PostgresError`. What was answered is stored all the same.
    func run() async throws -> WorkEnding {
        state = LookupRun(numbers: try await wantedNumbers(), settings: settings)
        await withDiscardingTaskGroup { group in
            do { try await askAll(&group) } catch { fail(error) }
        }
        await store(isLast: true)
        if isHolding { await budget.holdsNothing() }
        if failure == nil, !state.isStopped, !Task.isCancelled {
            let finish = FinishJob(job: job)
            guard try await database.pool.withConnection({ try await $0.first(finish) }) != nil else { throw LeaseLostError(jobs: 1) }
            return .done
        }
        await layDownIntents()
        if let failure { throw failure }
        return .interrupted
    }

    /// Lets the run decide, and gives back the places that it does not need any more.
    private func handle(_ event: LookupRun.Event) -> [LookupRun.Action] {
        let actions = state.handle(event)
        places.keep(state.places)
        changed.signal()
        return actions
    }

    private func fail(_ error: any Error) {
        failure = failure ?? error
        _ = handle(.stop)
    }

    // MARK: - What there is to do

    private func wantedNumbers() async throws -> [String] {
        let list = ListJobNumbers(job: job.id, provider: provider.account.provider)
        let wanted = try await database.pool.withConnection { try await $0.rows(list) }
        let new = wanted.filter { !$0.isKnown }.map { number in
            let verdict = NumberVerdict(e164: number.e164)
            return NewNumber(
                e164: number.e164, country: verdict.country, isPossible: verdict.isPossible, isValid: verdict.isValid,
                type: verdict.kind.rawValue)
        }
        let open = wanted.filter { !$0.isSettled }.map(\.e164)
        let begin = BeginLookupJob(
            job: job, phones: Int(wanted.reduce(0) { $0 + $1.cells }), numbers: wanted.count, settled: wanted.count - open.count)
        let begun = try await database.pool.withConnection { connection in
            if !new.isEmpty { try await connection.execute(InsertNumbers(new)) }
            return try await connection.first(begin)
        }
        guard begun != nil else { throw LeaseLostError(jobs: 1) }
        return open
    }

    private func askAll(_ group: inout DiscardingTaskGroup) async throws {
        while !Task.isCancelled {
            if Task.isShuttingDownGracefully { _ = handle(.stop) }
            if state.hasAskedAll { allAsked() }
            switch state.next {
            case .done: return
            case .wait: await lookElsewhere()
            case .begin(let most): try await begin(upTo: most, &group)
            }
        }
    }

    private func lookElsewhere() async {
        if !state.elsewhere.isEmpty, elsewhereAt.duration(to: .now) >= settings.elsewhereEvery {
            elsewhereAt = .now
            _ = handle(.lookElsewhere)
        } else {
            await changed.wait(atMost: .milliseconds(200))
        }
    }

    // MARK: - Asking

    private func begin(upTo most: Int, _ group: inout DiscardingTaskGroup) async throws {
        let closed = await budget.closedFor
        guard closed <= .zero else {
            await changed.wait(atMost: min(closed, .milliseconds(250)))
            return
        }
        let more = await budget.slots.acquire(upTo: most)
        let count = more.count
        guard count > 0 else {
            // Where others have all the places, the job is theirs too: it is given back once nothing of it is in flight.
            if budget.slots.isEmpty && state.outstanding > 0 && !Task.isShuttingDownGracefully {
                await changed.wait(atMost: .milliseconds(250))
            } else {
                _ = handle(.stop)
            }
            return
        }
        places.add(more)
        for case .begin(let numbers) in handle(.placed(count)) {
            let begun: BegunLookups<BegunNumber>
            do {
                begun = try await takePermits(numbers)
            } catch {
                _ = handle(.notBegun)
                throw error
            }
            for number in begun.items where number.verdict == .ask && number.isRepeated {
                Counter(label: Metric.lookupsRepeated.rawValue).increment()
            }
            for action in handle(.begun(begun.items, begun.permits)) {
                guard case .ask(let request, let place) = action else {
                    try await perform(action)
                    continue
                }
                let (due, latest) = (begun.due(place), begun.latest(place, latenessMax: settings.latenessMax))
                group.addTask { await self.ask(request, at: due, before: latest) }
            }
        }
    }

    /// Asks for permits, again and again while the database has a passing trouble: a request that was granted although nobody heard
    /// it gets the same permits.
    private func takePermits(_ numbers: [String]) async throws -> BegunLookups<BegunNumber> {
        let request = LookupRequestID()
        return try await settings.retrying("permits are asked for again", logger) { [job, provider, budget] in
            let begun: BegunLookups<BegunNumber>? = try await budget.begin(LockNumbers(job: job, numbers: numbers)) { workers, lead in
                BeginLookups(job: job, numbers: numbers, account: provider.account, workers: workers, request: request, lead: lead)
            }
            guard let begun else { throw LeaseLostError(jobs: 1) }
            return begun
        }
    }

    /// One number, from its permit to what is known of it. Runs beside others, in a task of its own.
    private nonisolated func ask(
        _ request: LookupRun.Request, at due: ContinuousClock.Instant, before latest: ContinuousClock.Instant
    ) async {
        if due > .now { try? await Task.sleep(until: due, tolerance: .zero) }
        let onItsWay = await budget.requests.acquire(upTo: 1)
        guard onItsWay.count == 1, !Task.isCancelled, .now <= latest else {
            Counter(label: Metric.permitsLate.rawValue).increment()
            return await performAll(.late(request))
        }
        let before = budget.requests.inFlight
        let sentAt = ContinuousClock.now
        let outcome = await provider.look(up: request.number)
        budget.took(sentAt.duration(to: .now))
        // Requests do not arrive in the order in which they were sent: before a refused one there may have been any of these.
        let inFlight = max(before, budget.requests.inFlight)
        onItsWay.giveBack()
        Counter(label: Metric.lookups.rawValue, dimensions: [("outcome", outcome.name)]).increment()
        if case .retry(let reason, let mayHaveBeenBilled) = outcome {
            logger.debug("a lookup failed", metadata: ["reason": "\(reason)"])
            if Task.isCancelled { return await performAll(.givenUp(request, mayHaveBeenBilled: mayHaveBeenBilled)) }
        }
        await performAll(.outcome(request, outcome, inFlight: inFlight))
    }

    private func performAll(_ event: LookupRun.Event) async {
        for action in handle(event) {
            do { try await perform(action) } catch { fail(error) }
        }
    }

    private func perform(_ action: LookupRun.Action) async throws {
        switch action {
        case .begin, .ask, .store: preconditionFailure("\(action) is done where its event is handled")
        case .wait(let number, let attempts):
            var generator = SystemRandomNumberGenerator()
            let delay = settings.retry.delay(attempt: attempts, using: &generator)
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
            _ = handle(.waited(number))
        case .tell(.failed, _) where Task.isShuttingDownGracefully:
            // A process that is told to stop may have lost the other side to the same signal.
            break
        case .tell(let news, let permits): await budget.tell(news, permits)
        case .giveBack(let unused, let lease):
            await budget.giveBack(unused, of: lease)
            _ = handle(.gaveBack(lease: lease))
        case .collect: await store()
        case .waitForMoney: await changed.wait(atMost: .milliseconds(100))
        case .pauseAtCost: try await pauseAtCost()
        }
    }

    private func pauseAtCost() async throws {
        // Nothing of this batch is in flight: the others need not wait for it.
        await layDownIntents()
        let pause = PauseImportAtCost(importID: job.importID)
        switch try await database.pool.withConnection({ try await $0.first(pause) }) {
        case .inFlight: await changed.wait(atMost: .milliseconds(100))
        case .paused:
            logger.notice("the import reached what its lookups may cost and pauses", metadata: ["import": "\(job.importID)"])
            _ = handle(.stop)
        case .notRunning, nil: _ = handle(.stop)
        }
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
        while state.hasUnstored(isLast: isLast) {
            if !isLast && state.canWaitForMore { try? await Task.sleep(for: settings.linger) }
            for case .store(let step) in handle(.store(isLast: isLast)) {
                do {
                    try await store(step)
                    attempt = 0
                    await stored()
                } catch let error as LeaseLostError {
                    // The answers are stored even then.
                    await stored()
                    fail(error)
                } catch let error as PostgresError where error.refusesData && step.results.contains(where: \.hasTexts) {
                    // Something in these answers cannot be stored: what was paid for is kept without its texts.
                    logger.error("answers were refused and are stored without their texts", metadata: ["reason": "\(error.summary)"])
                    _ = handle(.textsRefused)
                } catch let error as PostgresError where error.mayPass && !Task.isCancelled {
                    // What was paid for is kept until it is stored or the process ends.
                    if !isHolding { await budget.holds(because: error) }
                    isHolding = true
                    attempt += 1
                    await settings.pauseBeforeStoring(attempt)
                } catch {
                    _ = handle(.notStored)
                    if isLast { say(thatLost: state.unconfirmed, error) }
                    failure = failure ?? error
                    return
                }
            }
        }
    }

    private func stored() async {
        _ = handle(.stored)
        if isHolding { await budget.holdsNothing() }
        isHolding = false
    }

    private func say(thatLost results: [NumberResult], _ error: any Error) {
        guard !results.isEmpty else { return }
        logger.error(
            "answers could not be stored and will be paid again", metadata: ["count": "\(results.count)", "reason": "\(error)"])
    }

    /// - Throws: ``LeaseLostError`` when the counters belong to another worker now; the answers are stored even then.
    private func store(_ step: LookupRun.Step) async throws {
        var statements = NumberResult.statements(storing: step.results, of: job, from: provider.account.provider)
        if !step.counts.isEmpty { statements.append(CountLookups(job: job, counts: step.counts, step: step.number)) }
        // What was paid is stored even when this task was cancelled.
        let rows = try await database.uncancelled { [statements] in try await $0.execute(pipeline: statements) }
        if !step.counts.isEmpty && rows.last == 0 { throw LeaseLostError(jobs: 1) }
    }

    /// Nobody is asking for these any more; what was spent on them is noted.
    private func layDownIntents() async {
        let open = state.openIntents
        guard !open.isEmpty else { return }
        do {
            try await store(LookupRun.Step(number: 0, results: open, counts: LookupCounts()))
            _ = handle(.laidDown(open.map(\.e164)))
        } catch {
            logger.debug("intents stay", metadata: ["count": "\(open.count)", "reason": "\(error)"])
        }
    }
}

extension PostgresError {
    /// Whether what was paid for may be stored a moment later: also when a statement was cancelled from outside.
    var mayPass: Bool { isTransient || sqlState == .queryCanceled }
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
