#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Logging
internal import Postgres
internal import RefineryLinking
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Waiting

/// Asks one provider what is missing of the personas of one claimed job: from what is known of them to the last stored answer.
///
/// Losing it is what a crash is, and the intents in the database say what may have been asked.
struct EnrichBatch: Sendable {
    let job: ClaimedJob
    let provider: any SkipTraceProvider
    /// As jobs and answers name it.
    let name: LookupProviderName
    let budget: BudgetClient
    let database: Database
    let settings: EnrichSettings
    let logger: Logger

    /// What the batch knows while it runs.
    private struct State {
        var chains: [PersonaChain]
        var known: [[UInt8]: KnownQuestion] = [:]
        var tries: [Int64: Int] = [:]
        /// Questions whose late answer was looked for by this claim.
        var collected: Set<Int64> = []

        mutating func forget(_ ids: Set<Int64>) { known = known.filter { !ids.contains($0.value.id) } }
    }

    /// How one turn of asking ended.
    private enum Turn { case goOn, stop }

    /// - Throws: ``LeaseLostError`` when another worker holds the job now, `PostgresError`. What was answered is stored all the same.
    func run() async throws -> WorkEnding {
        var state = try await begin()
        while !Task.isCancelled && !Task.isShuttingDownGracefully {
            var (offers, asks, waits): ([(UUID, SkipTraceQuestion)], [(Int64, SkipTraceQuestion)], [Int64]) = ([], [], [])
            for index in state.chains.indices {
                switch state.chains[index].next(state.known) {
                case .offer(let question): offers.append((state.chains[index].personaID, question))
                case .ask(let id, let question): asks.append((id, question))
                case .wait(let id): waits.append(id)
                case .done: break
                }
            }
            if !offers.isEmpty {
                if try await !offer(offers, &state) { try await beginAgain(&state) }
            } else if case let due = waits.filter({ !state.collected.contains($0) }), !due.isEmpty {
                try await collect(due, &state)
            } else if !asks.isEmpty {
                guard try await ask(asks, &state) == .goOn else { return .interrupted }
            } else {
                try await end(state, waits)
                return .done
            }
        }
        return .interrupted
    }

    // MARK: - What there is to ask

    private func begin() async throws -> State {
        let (load, list) = (LoadEnrichRun(runID: job.runID), ListEnrichTargets(job: job.id))
        let (wants, targets) = try await database.pool.withConnection { connection in
            (try await connection.first(load), try await connection.rows(list))
        }
        var state = State(chains: targets.map { PersonaChain($0, wants: wants ?? [], provider: provider) })
        try await lookBack(&state)
        return state
    }

    /// Reads again which personas the job means: some of them are gone.
    private func beginAgain(_ state: inout State) async throws {
        let (tries, collected) = (state.tries, state.collected)
        state = try await begin()
        (state.tries, state.collected) = (tries, collected)
    }

    /// Learns what was asked of these personas when other things were known of them.
    private func lookBack(_ state: inout State) async throws {
        let hits = ListPersonaHits(provider: name, personas: state.chains.map(\.personaID), runID: job.runID)
        let byPersona = Dictionary(grouping: try await database.pool.withConnection { try await $0.rows(hits) }, by: \.personaID)
        for index in state.chains.indices { state.chains[index].know(byPersona[state.chains[index].personaID] ?? []) }
    }

    /// Makes the questions known as these personas', and learns where they stand.
    /// - Returns: False, and nothing is known, when one of them was merged or erased meanwhile: a question that is nobody's would be paid for
    ///   nobody, and no erasure would find its answer.
    private func offer(_ offers: [(UUID, SkipTraceQuestion)], _ state: inout State) async throws -> Bool {
        let questions = offers.map(\.1)
        let offer = OfferQuestions(provider: name, questions: questions)
        let note = InsertPersonaEnrichments(provider: name, personas: offers.map(\.0), questions: questions, runID: job.runID)
        let list = ListQuestions(provider: name, keys: questions.map(\.key))
        do {
            let known = try await database.pool.withTransaction { connection in
                // Whoever erases holds it: he sees these questions, or these personas are gone.
                _ = try await connection.first(ShareLinks())
                try await connection.execute(offer)
                guard try await connection.rows(note).isEmpty else { throw PersonasWent() }
                return try await connection.rows(list)
            }
            for question in known { state.known[question.key] = question }
            return true
        } catch is PersonasWent {
            return false
        }
    }

    /// Rolls back what was offered.
    private struct PersonasWent: Error {}

    // MARK: - Asking

    private func ask(_ open: [(Int64, SkipTraceQuestion)], _ state: inout State) async throws -> Turn {
        let closed = await budget.closedFor
        guard closed <= .zero else {
            await pause(min(closed, .milliseconds(250)))
            return .goOn
        }
        // Permits are of one price; a question that several personas have is one.
        let product = open[0].1.product
        var questions: [Int64: SkipTraceQuestion] = [:]
        for (id, question) in open where question.product == product { questions[id] = question }
        var places = await budget.slots.acquire(upTo: min(questions.count, settings.lookup.numbersPerLease))
        guard places.count > 0 else { return .stop }
        let ids = Array(questions.keys.sorted().prefix(places.count))
        let request = LookupRequestID()
        let begun = try await takePermits(ids, product, request)
        let asks = begun.items.filter { $0.verdict == .ask }.compactMap { item in
            questions[item.id].map {
                AskedQuestion(
                    id: item.id, question: $0, permits: begun.permits, product: provider.account.product(of: $0),
                    callbackToken: Self.callbackToken(request))
            }
        }
        places.keep(min(places.count, asks.count))
        let others = Set(begun.items.filter { $0.verdict == .settled || $0.verdict == .elsewhere }.map(\.id))
        // Questions that are not there any more were erased with who asked them: they are offered again or not wanted.
        state.forget(others.union(Set(ids).subtracting(begun.items.map(\.id))))
        guard !asks.isEmpty else {
            if let lease = begun.permits.lease { await budget.giveBack(begun.permits.granted, of: lease) }
            return try await nothingGranted(begun.permits, isElsewhere: !others.isEmpty)
        }
        let verdicts = await send(asks, begun, state.tries)
        try await store(verdicts, of: begun.permits, &state)
        places.giveBack()
        return try await heed(verdicts)
    }

    private func takePermits(
        _ ids: [Int64], _ product: String, _ request: LookupRequestID
    ) async throws -> BegunLookups<BegunQuestion> {
        let tokens = ids.map { _ in Self.callbackToken(request) }
        return try await settings.lookup.retrying("permits are asked for again", logger) { [job, budget] in
            let begun: BegunLookups<BegunQuestion>? = try await budget.begin(LockQuestions(job: job, questions: ids)) { workers, lead in
                BeginQuestions(
                    job: job, questions: ids, callbackTokens: tokens, account: budget.account, product: product, workers: workers,
                    request: request, lead: lead)
            }
            guard let begun else { throw LeaseLostError(jobs: 1) }
            return begun
        }
    }

    /// 122 random bits; one for all questions that are asked together, whose answers are told apart by their own ids.
    private static func callbackToken(_ request: LookupRequestID) -> String { request.rawValue.uuidString.lowercased() }

    private func nothingGranted(_ permits: LookupPermits, isElsewhere: Bool) async throws -> Turn {
        guard permits.granted == 0 else { return .goOn }
        guard permits.importStatus == .running else { return .stop }
        switch permits.reason {
        case .importMoney:
            let pauseRun = PauseEnrichRunAtCost(runID: job.runID)
            guard try await database.pool.withConnection({ try await $0.first(pauseRun) }) == .inFlight else { return .stop }
            await pause(.milliseconds(100))
        case .stopped, .price: return try await pauseRun(.providerStopped)
        case .quota, .money: return try await pauseRun(.budgetSpent)
        default: if isElsewhere { await pause(settings.lookup.elsewhereEvery) }
        }
        return .goOn
    }

    /// The run pauses, and says why: nobody knows when its provider can be asked again.
    private func pauseRun(_ reason: PauseReason) async throws -> Turn {
        let query = PauseEnrichRun(runID: job.runID, reason: reason)
        _ = try await database.pool.withConnection { try await $0.first(query) }
        logger.warning("the enrichment pauses", metadata: ["run": "\(job.runID)", "provider": "\(name.rawValue)", "reason": "\(reason)"])
        return .stop
    }

    /// Sends the questions, each at its time, as many in one request as the product takes.
    /// - Returns: What came of each; nil where the permit came too late to be used.
    private func send(
        _ asks: [AskedQuestion], _ begun: BegunLookups<BegunQuestion>, _ tries: [Int64: Int]
    ) async -> [(AskedQuestion, QuestionVerdict?)] {
        let size = max(1, asks[0].product?.questionsPerRequest ?? 1)
        return await withTaskGroup(of: [(AskedQuestion, QuestionVerdict?)].self) { group in
            for start in stride(from: 0, to: asks.count, by: size) {
                let chunk = Array(asks[start..<min(start + size, asks.count)])
                let last = start + chunk.count - 1
                let (due, latest) = (begun.due(last), begun.latest(last, latenessMax: settings.lookup.latenessMax))
                group.addTask { await request(chunk, at: due, before: latest, tries) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func request(
        _ asks: [AskedQuestion], at due: ContinuousClock.Instant, before latest: ContinuousClock.Instant, _ tries: [Int64: Int]
    ) async -> [(AskedQuestion, QuestionVerdict?)] {
        if due > .now { try? await Task.sleep(until: due, tolerance: .zero) }
        let onItsWay = await budget.requests.acquire(upTo: 1)
        guard onItsWay.count == 1, !Task.isCancelled, .now <= latest else { return asks.map { ($0, nil) } }
        let before = budget.requests.inFlight
        let sentAt = ContinuousClock.now
        let outcomes = await provider.ask(asks.map(\.question), callbackToken: asks[0].callbackToken)
        budget.took(sentAt.duration(to: .now))
        let inFlight = max(before, budget.requests.inFlight)
        onItsWay.giveBack()
        // The questions of one request fail together: that is one failure, or one refusal for speed, of the service.
        var isTold = false
        return zip(asks, outcomes).map { ask, outcome in
            logger.debug("a question was asked", metadata: ["provider": "\(name.rawValue)", "outcome": "\(outcome)"])
            var verdict = QuestionVerdict(ask, outcome, tries: tries[ask.id] ?? 0, inFlight: inFlight, settings)
            if verdict.isRetried || verdict.hasFailed {
                if isTold { verdict.news = nil }
                isTold = true
            }
            return (ask, verdict)
        }
    }

    // MARK: - Storing

    /// Stores what was answered, and lays down the other intents; then unused permits go back, and the fleet learns what it has to know.
    private func store(_ verdicts: [(AskedQuestion, QuestionVerdict?)], of permits: LookupPermits, _ state: inout State) async throws {
        var (outcomes, unused): ([QuestionOutcome], Int) = ([], 0)
        for (asked, verdict) in verdicts {
            outcomes.append(verdict?.stored ?? QuestionOutcome(id: asked.id, state: .open))
            if verdict?.isPaid != true { unused += 1 }
            if verdict?.hasFailed == true { state.tries[asked.id, default: 0] += 1 }
        }
        unused += permits.granted - verdicts.count
        var lost: LeaseLostError?
        do { try await store(outcomes) } catch let error as LeaseLostError { lost = error }
        for news in verdicts.compactMap(\.1?.news) { await budget.tell(news, permits) }
        if unused > 0, let lease = permits.lease { await budget.giveBack(unused, of: lease) }
        state.forget(Set(verdicts.filter { $0.1?.isRetried == false && $0.1?.stop == nil }.map(\.0.id)))
        if let lost { throw lost }
    }

    /// - Throws: ``LeaseLostError`` when another worker holds the job now; the outcomes are stored, and count, even then.
    private func store(_ outcomes: [QuestionOutcome]) async throws {
        var kept = outcomes.sorted { $0.id < $1.id }
        var attempt = 0
        while true {
            do {
                // What was paid is stored even when this task was cancelled.
                let isHeld = try await database.uncancelled { [job, kept] connection in
                    let isHeld = try await connection.first(StoreOutcomes(job: job, outcomes: kept)) ?? false
                    // Whoever holds the job now may have ended its run already.
                    if !isHeld { _ = try await connection.rows(FoldProgress(runs: [job.runID])) }
                    return isHeld
                }
                guard isHeld else { throw LeaseLostError(jobs: 1) }
                if attempt > 0 { await budget.holdsNothing() }
                return
            } catch let error as PostgresError where error.refusesData && kept.contains(where: { $0.answer != nil }) {
                logger.error("answers were refused and are stored without their text", metadata: ["reason": "\(error.summary)"])
                kept = kept.map { $0.withoutAnswer() }
            } catch let error as PostgresError where error.mayPass && !Task.isCancelled {
                // What was paid for is kept until it is stored or the process ends.
                if attempt == 0 { await budget.holds(because: error) }
                attempt += 1
                await settings.lookup.pauseBeforeStoring(attempt)
            }
        }
    }

    private func heed(_ verdicts: [(AskedQuestion, QuestionVerdict?)]) async throws -> Turn {
        if verdicts.contains(where: { $0.1?.stop != nil }) { return try await pauseRun(.providerStopped) }
        let retried = verdicts.compactMap(\.1).filter(\.isRetried)
        if !retried.isEmpty {
            var generator = SystemRandomNumberGenerator()
            let delay = retried.compactMap(\.retryAfter).min() ?? settings.lookup.retry.delay(attempt: 1, using: &generator)
            await pause(min(delay, .seconds(5)))
        }
        return .goOn
    }

    // MARK: - Late answers

    private func collect(_ ids: [Int64], _ state: inout State) async throws {
        state.collected.formUnion(ids)
        let take = TakeLateAnswers(questions: ids, holdFor: settings.collectingFor)
        let late = try await database.pool.withConnection { try await $0.rows(take) }
        guard !late.isEmpty else { return }
        let outcomes = await withTaskGroup(of: QuestionOutcome.self) { group in
            for answer in late { group.addTask { QuestionOutcome(answer, await outcome(of: answer), settings) } }
            return await group.reduce(into: [QuestionOutcome]()) { $0.append($1) }
        }
        try await store(outcomes)
        state.forget(Set(late.map(\.id)))
        try await lookBack(&state)
    }

    /// What the provider sent by itself, where it bears the id of the question; else what it says when it is asked.
    private func outcome(of late: LateAnswer) async -> SkipTraceOutcome {
        if let callback = late.callback, let token = late.callbackToken {
            let answers = provider.answers(inCallback: Array(callback.utf8), to: token)
            if let answer = answers.first(where: { $0.key == late.callbackKey }) { return answer.outcome }
            logger.warning("what was sent as a late answer belongs to no question", metadata: ["provider": "\(name.rawValue)"])
        }
        return await provider.collect(late.token)
    }

    // MARK: - The end

    /// - Parameter waits: Questions whose answers are still on their way: the job waits for them, and the next provider too.
    private func end(_ state: State, _ waits: [Int64]) async throws {
        let isMissing = state.chains.contains { !$0.missing.isEmpty }
        let answered = state.chains.reduce(into: Set<[UInt8]>()) { $0.formUnion($1.answered) }.count
        let taken = state.chains.reduce(into: state.collected) { $0.formUnion($1.taken) }
        let asking = ListAskingPersonas(questions: Array(taken.union(state.known.values.map(\.id))))
        let lock = LockQuestions(job: job, questions: waits)
        let postpone = PostponeEnrichJob(job: job, questions: waits)
        let leave = LeaveQuestions(job: job, failedFor: settings.lookup.failedFor)
        let isMore = try await database.pool.withTransaction { connection -> Bool in
            // Whose questions they are now: personas may have been put together, or come apart, since they were asked.
            let asked = try await connection.rows(asking)
            try await connection.execute(RehomeEnrichments(personas: asked))
            let personas = try await connection.rows(asking)
            try await Linking.refresh(personas: personas, on: connection)
            try await connection.execute(pipeline: PersonaAnswer.statements(bringingTo: personas))
            if !waits.isEmpty {
                // An answer that is received now is seen here, or finds the job waiting.
                _ = try await connection.rows(lock)
                guard try await connection.first(postpone) != nil else { throw LeaseLostError(jobs: 1) }
                return false
            }
            let finish = FinishEnrichJob(
                job: job, isMissing: isMissing, answered: answered, left: try await connection.first(leave))
            guard let isMore = try await connection.first(finish) else { throw LeaseLostError(jobs: 1) }
            return isMore
        }
        if isMore { await database.hint(Stage.enrich.rawValue) }
    }

    private func pause(_ time: Duration) async {
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
    }
}
