import Foundation
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Synchronization
import Testing

@testable import RefineryFleet

/// A provider of the test's own: what it is asked stands in its ledger, and it answers as the test says.
final class Seller: SkipTraceProvider {
    struct State {
        /// Every question that was sent, in order, by last name.
        var asked: [String] = []
        /// What comes of the next request about a last name; the last one stays.
        var script: [String: [SkipTraceOutcome]] = [:]
        var collected: [String: [SkipTraceOutcome]] = [:]
        var collects = 0
        /// Runs while a request about these last names is under way.
        var onAsk: (@Sendable ([String]) async -> Void)?
    }

    let account: SkipTraceAccount
    let state = Mutex(State())
    private let yields: Int

    init(_ name: EnrichmentProviderName = .apollo, chargesMisses: Bool = false, bulk: Int = 1, yields: Int = 0) {
        account = SkipTraceAccount(
            provider: name, id: "\(name.rawValue):test",
            products: [
                SkipTraceProduct(
                    "\(name.rawValue)_match", price: Money(micros: 100_000), chargesMisses: chargesMisses, questionsPerRequest: bulk)
            ])
        self.yields = yields
    }

    var asked: [String] { state.withLock { $0.asked } }

    func script(_ name: String, _ outcomes: SkipTraceOutcome...) { state.withLock { $0.script[name] = outcomes } }
    func onAsk(_ body: @escaping @Sendable ([String]) async -> Void) { state.withLock { $0.onAsk = body } }
    func scriptLate(_ token: String, _ outcomes: SkipTraceOutcome...) { state.withLock { $0.collected[token] = outcomes } }

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        guard subject.isNamed else { return nil }
        return SkipTraceQuestion(
            account.provider, product: account.products[0].name,
            [.firstName: subject.firstName, .lastName: subject.lastName, .email: subject.emails.first, .city: subject.city])
    }

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        for _ in 0..<yields { await Task.yield() }
        let onAsk = state.withLock { $0.onAsk }
        await onAsk?(questions.compactMap { $0[.lastName] })
        return state.withLock { state in
            questions.map { question in
                let name = question[.lastName] ?? ""
                state.asked.append(name)
                let outcome = Self.next(&state.script[name]) ?? .found(Self.hit(name), cost: nil)
                guard case .pending(let pending, let soFar) = outcome, let key = pending.callbackKey else { return outcome }
                let named = SkipTracePending(
                    token: pending.token, callbackKey: "\(callbackToken)/\(key)", afterSeconds: pending.afterSeconds)
                return .pending(named, soFar: soFar)
            }
        }
    }

    func collect(_ token: String) async -> SkipTraceOutcome {
        state.withLock { state in
            state.collects += 1
            return Self.next(&state.collected[token])
                ?? .pending(SkipTracePending(token: token, callbackKey: token, afterSeconds: 0), soFar: nil)
        }
    }

    func answers(inCallback body: [UInt8], to key: String) -> [SkipTraceCallback] {
        let words = String(decoding: body, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2 else { return [] }
        return [SkipTraceCallback(key: "\(key)/\(words[0])", outcome: .found(Self.mobile(words[1]), cost: nil))]
    }

    private static func next(_ script: inout [SkipTraceOutcome]?) -> SkipTraceOutcome? {
        guard let first = script?.first else { return nil }
        if script?.count ?? 0 > 1 { script?.removeFirst() }
        return first
    }

    static func mobile(_ number: String, doNotCall: DoNotCallHint = .unknown) -> UniversalSkipResult {
        var result = UniversalSkipResult()
        result.phones = [SkipPhone(number, type: .mobile, score: 80, doNotCall: doNotCall)]
        return result
    }

    static func hit(_ name: String) -> UniversalSkipResult {
        var result = mobile("+1937555\(String(format: "%04d", abs(name.utf8.reduce(100) { ($0 * 31 + Int($1)) % 10_000 })))")
        result.emails = [SkipEmail("\(name)@example.com", type: .work)]
        result.socials = [SkipProfile(network: "linkedin", url: "https://linkedin.example/\(name)")]
        (result.age, result.litigator) = (50, false)
        return result
    }
}

struct EnrichFleet: Sendable {
    let database: TestDatabase
    var fleet: TestFleet

    /// Personas of these last names, each with a record of its own.
    static func personas(_ names: [String], in database: TestDatabase) async throws {
        for (index, name) in names.enumerated() {
            try await database.execute(
                """
                INSERT INTO refinery.personas (id, first_name, last_name, records) VALUES (md5('\(name)')::uuid, 'Dana', '\(name)', 1);
                INSERT INTO refinery.persona_records (record_id, persona_id, rule, score) VALUES (\(1 << 40 + index), md5('\(name)')::uuid, 'first', 1);
                """)
        }
    }

    func begin(_ providers: [Seller], wants: EnrichmentWants = [.mobile, .email], maxCost: Money? = nil, personasPerJob: Int = 4)
        async throws
        -> RunID
    {
        let runID = RunID()
        var plan = EnrichPlan(
            providers: providers.map { .enriching($0.account.provider, isSimulated: false) }, wants: wants, criteria: PersonaCriteria())
        (plan.maxCost, plan.personasPerJob) = (maxCost, personasPerJob)
        _ = try await database.first(InsertEnrichRun(runID: runID, plan: plan, attempts: 3))
        return runID
    }

    /// Runs until the run ends or pauses.
    func run(_ runID: RunID, workers: Int = 1) async throws -> RunSummary {
        try await fleet.run(workers: 0, enrichWorkers: workers) { try await wait(for: runID) }
    }

    func wait(for runID: RunID) async throws -> RunSummary {
        let connection = try await database.database.connect()
        try await connection.listen(NotifyChannel.progress)
        var run = try await summary(of: runID)
        if run.status == .running {
            for await _ in connection.notifications {
                run = try await summary(of: runID)
                if run.status != .running { break }
            }
        }
        await connection.close()
        return run
    }

    /// What a worker leaves behind that is killed with so many questions under way: its claim, and the questions it wrote intents for.
    func askedByOneWhoIsGone(_ seller: Seller, _ count: Int) async throws -> (ClaimedJob, [Int64]) {
        let provider = LookupProviderName.enriching(seller.account.provider, isSimulated: false)
        let job = try #require(
            try await database.rows(ClaimJobs(stage: .enrich, limit: 1, worker: WorkerID(), after: .floor, provider: provider)).first)
        let targets = try await database.rows(ListEnrichTargets(job: job.id))
        let questions = targets.compactMap { seller.question(for: $0.subject, wanting: .all) }
        _ = try await database.rows(OfferQuestions(provider: provider, questions: questions))
        let known = try await database.rows(ListQuestions(provider: provider, keys: questions.map(\.key)))
        let ids = Array(known.map(\.id).sorted().prefix(count))
        let begun = try await database.rows(
            BeginQuestions(
                job: job, questions: ids, callbackTokens: ids.map { "token\($0)" }, account: seller.account.id,
                product: seller.account.products[0].name, workers: 1, request: LookupRequestID(), lead: .zero))
        #expect(begun.compactMap(\.0?.verdict) == ids.map { _ in .ask })
        return (job, ids)
    }

    func summary(of runID: RunID) async throws -> RunSummary { try #require(try await database.first(ListRuns(runID: runID, limit: 1))) }
}

func withEnrichment(_ sellers: Seller..., names: [String], _ body: (EnrichFleet) async throws -> Void) async throws {
    try await withDatabase { database in
        var fleet = try TestFleet(database)
        var settings = EnrichSettings()
        settings.lookup.retry = Backoff(base: .milliseconds(1), ceiling: .milliseconds(5))
        settings.lookup.shareEvery = .milliseconds(50)
        settings.lookup.elsewhereEvery = .milliseconds(20)
        settings.collectAgain = .zero
        fleet.enrich = (sellers.map { EnrichSource($0) }, settings)
        for seller in sellers {
            var change = BudgetChange()
            (change.ratePerSecond, change.burst, change.inFlight) = (100_000, 10_000, 100)
            for product in seller.account.products { change.prices[product.name] = product.price }
            change.keepsOtherPrices = false
            _ = try await database.first(SetBudget(account: seller.account.id, change: change))
        }
        try await EnrichFleet.personas(names, in: database)
        try await body(EnrichFleet(database: database, fleet: fleet))
    }
}

extension QuestionOutcome {
    /// Asked and paid, and nobody knew.
    fileprivate static func missed(_ id: Int64) -> QuestionOutcome {
        var outcome = QuestionOutcome(id: id, state: .missed)
        (outcome.costMicros, outcome.freshFor) = (100_000, .seconds(86_400))
        (outcome.counts.asked, outcome.counts.missed, outcome.counts.costMicros) = (1, 1, 100_000)
        return outcome
    }
}

extension TestDatabase {
    fileprivate func bring(answersTo personas: [UUID]) async throws {
        try await database.pool.withConnection { _ = try await $0.execute(pipeline: PersonaAnswer.statements(bringingTo: personas)) }
    }
}

@Suite("Enrich worker", .timeLimit(.minutes(10))) struct EnrichWorkerTests {
    private let names = (0..<12).map { "name\($0)" }

    private func counts(_ run: RunSummary, _ keys: String...) -> [Int64] { keys.map { run.counters[$0] ?? 0 } }

    @Test("asks every question once, writes what was said with where it came from, and asks nothing again while that is fresh")
    func once() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: names) { enriched in
            seller.script("name3", .missed(raw: [], reason: "nobody", cost: .zero))
            let run = try await enriched.run(try await enriched.begin([seller]), workers: 2)
            #expect(run.status == .completed)
            #expect(counts(run, "asked", "found", "missed", "cost_micros", "personas") == [12, 11, 1, 1_100_000, 12])
            #expect(seller.asked.sorted() == names.sorted())
            let database = enriched.database
            #expect(
                try await database.number("SELECT count(*) FROM refinery.persona_phones WHERE type = 'mobile' AND answer_id IS NOT NULL")
                    == 11)
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_emails WHERE answer_id IS NOT NULL") == 11)
            #expect(try await database.number("SELECT count(*) FROM refinery.social_profiles WHERE network = 'linkedin'") == 11)
            #expect(try await database.number("SELECT count(*) FROM refinery.personas WHERE age = 50 AND NOT litigator") == 11)
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.enrichments") == 1_100_000)
            #expect(
                try await database.number("SELECT spent_micros FROM refinery.lookup_budgets WHERE account = 'apollo:test'") == 1_100_000)
            #expect(try await database.number("SELECT reserved_micros FROM refinery.run_spending") == 1_100_000)
            let again = try await enriched.run(try await enriched.begin([seller], wants: .all))
            #expect(counts(again, "asked", "cached", "cost_micros") == [0, 1, 0], "nothing is missing of the others")
            #expect(seller.asked.count == 12)
        }
    }

    @Test("an answer whose worker was killed before it reached the persona reaches it by the next job that takes it, without a question")
    func storedAndNotBrought() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name1"]) { enriched in
            _ = try await enriched.run(try await enriched.begin([seller]))
            // Of what the answer said the number is not there yet, and the e-mail makes another question of the persona.
            try await enriched.database.execute("DELETE FROM refinery.persona_phones")
            let run = try await enriched.run(try await enriched.begin([seller]))
            #expect(run.status == .completed && counts(run, "asked") == [0] && seller.asked.count == 1)
            #expect(try await enriched.database.number("SELECT count(*) FROM refinery.persona_phones WHERE answer_id IS NOT NULL") == 1)
        }
    }

    @Test("the next provider is asked only for what those before it did not know") func waterfall() async throws {
        let (first, second) = (Seller(), Seller(.batchData, chargesMisses: true))
        try await withEnrichment(first, second, names: Array(names.prefix(3))) { enriched in
            first.script("name1", .missed(raw: [], reason: "nobody", cost: nil))
            first.script("name2", .found(Seller.mobile("+19375550107"), cost: nil))
            second.script("name1", .missed(raw: [], reason: "nobody", cost: nil))
            let run = try await enriched.run(try await enriched.begin([first, second], personasPerJob: 1))
            #expect(run.status == .completed)
            #expect(first.asked.count == 3)
            #expect(second.asked.sorted() == ["name1", "name2"], "name2 has no e-mail yet")
            #expect(counts(run, "found", "missed", "cost_micros") == [3, 2, 400_000], "the second charges for what it does not know")
        }
    }

    @Test("a provider that refuses the credentials stops its account, and the run pauses and says why; resumed, it goes on") func stopped()
        async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: names) { enriched in
            let stop = SkipTraceOutcome.stopped(SkipTraceStop(.credentials, "The key is refused.", remedy: "Correct it."))
            for name in names { seller.script(name, stop) }
            let run = try await enriched.run(try await enriched.begin([seller]))
            #expect(run.status == .paused && run.statusReason == "provider_stopped")
            let database = enriched.database
            #expect(try await database.text("SELECT stopped_reason FROM refinery.lookup_budgets") == "The key is refused. Correct it.")
            #expect(try await database.number("SELECT spent_micros FROM refinery.lookup_budgets") == 0)
            _ = try await database.first(ResumeRun(run.id, rows: nil))
            let stillStopped = try await enriched.run(run.id)
            #expect(stillStopped.status == .paused && stillStopped.statusReason == "provider_stopped")
            for name in names { seller.script(name, .found(Seller.hit(name), cost: nil)) }
            try await database.execute("SELECT refinery.resume_lookup_budget_v1('apollo:test')")
            _ = try await database.first(ResumeRun(run.id, rows: nil))
            let done = try await enriched.run(run.id)
            #expect(done.status == .completed && counts(done, "asked", "found") == [12, 12])
        }
    }

    @Test("pauses at what it may cost, to the question, and goes on when it may cost more") func cap() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: names) { enriched in
            let run = try await enriched.run(try await enriched.begin([seller], maxCost: Money(micros: 550_000)))
            #expect(run.status == .paused && run.statusReason == "max_cost")
            #expect(seller.asked.count == 5)
            _ = try await enriched.database.first(SetSpendingLimit(importID: run.id, limit: nil))
            _ = try await enriched.database.first(ResumeRun(run.id, rows: nil))
            #expect(try await enriched.run(run.id).status == .completed)
            #expect(seller.asked.count == 12 && Set(seller.asked).count == 12)
        }
    }

    @Test(
        "throttled and failed questions are asked again and given up, what may have been paid never is asked again, and each is in the books"
    ) func outcomes()
        async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(5))) { enriched in
            seller.script(
                "name0", .throttled(LookupThrottling(.tooFast, retryAfter: .milliseconds(1))), .found(Seller.hit("name0"), cost: nil))
            seller.script("name1", .retry(reason: "broken", after: nil, mayHaveBeenBilled: true), .found(Seller.hit("name1"), cost: nil))
            seller.script("name4", .mistaken(reason: "somebody else", cost: nil))
            seller.script("name2", .retry(reason: "broken", after: nil, mayHaveBeenBilled: false))
            seller.script("name3", .refused(reason: "no such field"))
            let run = try await enriched.run(try await enriched.begin([seller]))
            #expect(run.status == .completed)
            #expect(counts(run, "asked", "found", "missed", "refused", "unanswered", "cost_micros") == [5, 1, 1, 1, 2, 300_000])
            #expect(try await enriched.database.number("SELECT sum(cost_micros) FROM refinery.enrichments") == 300_000)
            #expect(try await enriched.database.number("SELECT spent_micros FROM refinery.lookup_budgets") == 300_000)
            #expect(seller.asked.count { $0 == "name2" } == 5 && seller.asked.count { $0 == "name1" } == 1)
        }
    }

    @Test("a request that fails with all of its questions is one failure of its service: nobody is held back for a minute") func together()
        async throws
    {
        let seller = Seller(bulk: 12)
        try await withEnrichment(seller, names: names) { enriched in
            for name in names {
                seller.script(
                    name, .retry(reason: "broken", after: nil, mayHaveBeenBilled: false), .found(Seller.hit(name), cost: nil))
            }
            let id = try await enriched.begin([seller], personasPerJob: 12)
            let start = ContinuousClock.now
            let run = try await enriched.run(id)
            #expect(run.status == .completed)
            #expect(seller.asked.count == 24)
            #expect(start.duration(to: .now) < .seconds(30), "the breaker opens for a minute")
        }
    }

    @Test("a late answer is fetched, or taken from what was sent: a wrong address or id is refused, and a repeat changes nothing")
    func late()
        async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(3))) { enriched in
            var soFar = UniversalSkipResult()
            soFar.emails = [SkipEmail("early@example.com", type: .work)]
            for (index, wait) in [(0, 0), (1, 3600)] {
                let pending = SkipTracePending(token: "late\(index)", callbackKey: "late\(index)", afterSeconds: wait)
                seller.script("name\(index)", .pending(pending, soFar: soFar))
            }
            seller.scriptLate(
                "late0", .pending(SkipTracePending(token: "late0", callbackKey: "late0", afterSeconds: 0), soFar: nil),
                .found(Seller.mobile("+19375550100", doNotCall: .yes), cost: nil))
            let database = enriched.database
            let id = try await enriched.begin([seller], personasPerJob: 1)
            try await enriched.fleet.run(workers: 0, enrichWorkers: 1) {
                while try await database.number("SELECT count(*) FROM refinery.enrichments WHERE state = 'found'") < 2 {
                    await Task.yield()
                }
                while try await database.number("SELECT count(*) FROM refinery.enrichments WHERE state = 'pending'") < 1 {
                    await Task.yield()
                }
                let token = try #require(try await database.text("SELECT callback_token FROM refinery.enrichments WHERE state = 'pending'"))
                #expect(try await database.first(ReceiveCallback(token: "guessed", body: "late1 +19375550101")) == false)
                #expect(try await database.first(ReceiveCallback(token: token, body: "other +19375550199")) == false)
                #expect(try await database.first(ReceiveCallback(token: token, body: "late1 +19375550101")) == true)
                let run = try await enriched.wait(for: id)
                #expect(run.status == .completed && counts(run, "asked", "found") == [3, 3])
                #expect(
                    try await database.first(ReceiveCallback(token: token, body: "late1 +19375550102")) == false, "it is stored already")
            }
            #expect(seller.asked.count == 3)
            #expect(
                try await database.number(
                    "SELECT count(*) FROM refinery.persona_phones WHERE e164 IN ('+19375550100', '+19375550101')") == 2)
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_phones WHERE do_not_call = 'yes'") == 1)
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_emails WHERE email = 'early@example.com'") == 2)
        }
    }

    @Test("an answer that never comes is not waited for longer than is said, and what is known counts") func never() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name0"]) { enriched in
            var fleet = enriched
            fleet.fleet.enrich?.settings.lateFor = .zero
            seller.script(
                "name0", .pending(SkipTracePending(token: "never", callbackKey: nil, afterSeconds: 0), soFar: Seller.hit("name0")))
            let run = try await fleet.run(try await fleet.begin([seller]))
            #expect(run.status == .completed && counts(run, "asked", "found") == [1, 1])
        }
    }

    @Test("a late answer is waited for by the run that paid for it, also when nothing is missing any more") func unneeded() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(1))) { enriched in
            let database = enriched.database
            seller.script("name0", .pending(SkipTracePending(token: "late0", callbackKey: "late0", afterSeconds: 3600), soFar: nil))
            seller.scriptLate("late0", .found(Seller.mobile("+19375550100"), cost: nil))
            let id = try await enriched.begin([seller])
            try await enriched.fleet.run(workers: 0, enrichWorkers: 1) {
                while try await database.number("SELECT count(*) FROM refinery.jobs WHERE state = 'waiting'") < 1 { await Task.yield() }
                // Somebody else found all that is wanted.
                try await database.execute(
                    """
                    INSERT INTO refinery.persona_phones (persona_id, e164, type, record_id, sources, first_seen_at, last_seen_at)
                    SELECT id, '+19375550111', 'mobile', 1, 1, now(), now() FROM refinery.personas;
                    INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
                    SELECT id, 'dana@example.com', 'work', 1, 1, now(), now() FROM refinery.personas;
                    UPDATE refinery.jobs SET ready_at = clock_timestamp() WHERE state = 'waiting';
                    """)
                while try await database.number(
                    "SELECT count(*) FROM refinery.jobs WHERE state = 'waiting' AND ready_at > clock_timestamp()") < 1
                {
                    await Task.yield()
                }
                try await database.execute(
                    "UPDATE refinery.enrichments SET collect_at = clock_timestamp(); UPDATE refinery.jobs SET ready_at = clock_timestamp()")
                let run = try await enriched.wait(for: id)
                #expect(run.status == .completed && counts(run, "asked", "found") == [1, 1])
            }
            #expect(try await database.number("SELECT count(*) FROM refinery.enrichments WHERE state = 'pending'") == 0)
        }
    }

    @Test("what a worker may have asked before it was killed is asked once more, counted, and paid in the books") func killed() async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(4))) { enriched in
            let database = enriched.database
            let id = try await enriched.begin([seller])
            let (job, questions) = try await enriched.askedByOneWhoIsGone(seller, 3)
            // What it had counted stays, and does not stand in the way of what the next one counts.
            #expect(try await database.first(StoreOutcomes(job: job, outcomes: [.missed(questions[2])])) == true)
            try await database.execute("UPDATE refinery.jobs SET state = 'ready', worker_id = NULL WHERE id = \(job.id)")
            let run = try await enriched.run(id)
            #expect(run.status == .completed)
            #expect(counts(run, "asked", "found", "missed", "repeated", "cost_micros") == [4, 3, 1, 2, 600_000])
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.enrichments") == 600_000)
            #expect(seller.asked.count == 3)
        }
    }

    @Test("what a killed worker may have asked and nobody asks any more is in the books, and not asked again for a day") func changed()
        async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(4))) { enriched in
            let database = enriched.database
            let id = try await enriched.begin([seller])
            let (job, _) = try await enriched.askedByOneWhoIsGone(seller, 2)
            try await database.execute("UPDATE refinery.jobs SET state = 'ready', worker_id = NULL WHERE id = \(job.id)")
            // Known better since, by whoever's answer: the questions are others.
            try await database.execute("UPDATE refinery.personas SET first_name = 'Daniela'")
            let run = try await enriched.run(id)
            #expect(run.status == .completed)
            #expect(counts(run, "asked", "found", "unanswered", "repeated", "cost_micros") == [6, 4, 2, 0, 600_000])
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.enrichments") == 600_000)
            #expect(try await database.number("SELECT count(*) FROM refinery.enrichments WHERE asked_job IS NOT NULL") == 0)
            try await database.execute(
                "UPDATE refinery.personas SET first_name = 'Dana'; DELETE FROM refinery.persona_enrichments; DELETE FROM refinery.persona_phones;"
                    + "DELETE FROM refinery.persona_emails")
            let again = try await enriched.run(try await enriched.begin([seller]))
            #expect(counts(again, "asked", "cost_micros") == [2, 200_000], "two of four may have been paid: they wait")
        }
    }

    @Test("a worker that lost its job in a stall stores what it was answered, and that counts once") func stalled() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(4))) { enriched in
            let database = enriched.database
            let id = try await enriched.begin([seller])
            let (job, questions) = try await enriched.askedByOneWhoIsGone(seller, 2)
            try await database.execute("UPDATE refinery.jobs SET state = 'ready', worker_id = NULL WHERE id = \(job.id)")
            for _ in 0..<2 {
                #expect(try await database.first(StoreOutcomes(job: job, outcomes: questions.map { .missed($0) })) == false)
            }
            let run = try await enriched.run(id)
            #expect(run.status == .completed)
            #expect(counts(run, "asked", "found", "missed", "repeated", "cost_micros") == [4, 2, 2, 0, 400_000])
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.enrichments") == 400_000)
        }
    }

    @Test("what was under way when a job ended for good comes into the books when no request can be under way any more") func ended()
        async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: Array(names.prefix(4))) { enriched in
            let database = enriched.database
            let id = try await enriched.begin([seller])
            let (job, questions) = try await enriched.askedByOneWhoIsGone(seller, 2)
            let leave = LeaveEndedQuestions(failedFor: .seconds(86_400), askedBefore: .seconds(120))
            try await database.execute("UPDATE refinery.enrichments SET asked_at = asked_at - interval '1 hour'")
            #expect(try await database.rows(leave) == [], "it is claimed")
            try await database.execute("UPDATE refinery.jobs SET state = 'dead', worker_id = NULL WHERE id = \(job.id)")
            try await database.execute("UPDATE refinery.enrichments SET asked_at = clock_timestamp()")
            #expect(try await database.rows(leave) == [], "its request may be under way")
            try await database.execute("UPDATE refinery.enrichments SET asked_at = asked_at - interval '1 hour'")
            #expect(try await database.rows(leave) == [id])
            #expect(try await database.rows(leave) == [])
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.enrichments WHERE state = 'failed'") == 200_000)
            _ = try await database.rows(FoldProgress(runs: [id]))
            #expect(counts(try await enriched.summary(of: id), "asked", "unanswered", "cost_micros") == [2, 2, 200_000])
            // An answer that comes all the same is worth more than none.
            #expect(try await database.first(StoreOutcomes(job: job, outcomes: [.missed(questions[0])])) == false)
            #expect(try await database.number("SELECT count(*) FROM refinery.enrichments WHERE state = 'missed'") == 1)
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.enrichments") == 200_000)
        }
    }

    @Test("two runs at once that mean the same personas ask each question once") func shared() async throws {
        let seller = Seller(yields: 200)
        try await withEnrichment(seller, names: names) { enriched in
            let (one, other) = (
                try await enriched.begin([seller], personasPerJob: 3), try await enriched.begin([seller], personasPerJob: 5)
            )
            let runs = try await enriched.fleet.run(workers: 0, enrichWorkers: 3) {
                [try await enriched.wait(for: one), try await enriched.wait(for: other)]
            }
            #expect(runs.allSatisfy { $0.status == .completed })
            #expect(seller.asked.count == 12 && Set(seller.asked).count == 12)
            #expect(runs.reduce(0) { $0 + ($1.counters["asked"] ?? 0) } == 12)
            #expect(try await enriched.database.number("SELECT count(DISTINCT run_id) FROM refinery.persona_enrichments") >= 1)
        }
    }

    @Test("answers go with the record that they were asked with, when personas are put together and when they come apart") func moves()
        async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name0", "name1"]) { enriched in
            let database = enriched.database
            _ = try await enriched.run(try await enriched.begin([seller]))
            let ids = try await database.rows(ListAskingPersonas(questions: [1, 2]))
            #expect(ids.count == 2)
            try await database.execute("UPDATE refinery.persona_records SET persona_id = '\(ids[0])'")
            try await database.bring(answersTo: ids)
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_enrichments WHERE persona_id = '\(ids[0])'") == 2)
            #expect(try await database.number("SELECT count(*) FROM refinery.social_profiles WHERE persona_id = '\(ids[0])'") == 2)
            #expect(try await database.number("SELECT count(*) FROM refinery.social_profiles") == 2)
            try await database.execute(
                "UPDATE refinery.persona_records SET persona_id = '\(ids[1])' WHERE record_id = (SELECT max(record_id) FROM refinery.persona_records)"
            )
            try await database.bring(answersTo: ids)
            #expect(try await database.number("SELECT count(DISTINCT persona_id) FROM refinery.persona_enrichments") == 2)
            #expect(try await database.number("SELECT count(DISTINCT persona_id) FROM refinery.social_profiles") == 2)
            _ = try await database.rows(EraseEnrichments(personas: ids, records: []))
            #expect(try await database.number("SELECT count(*) FROM refinery.enrichments") == 0, "the answers went with them")
        }
    }
}
