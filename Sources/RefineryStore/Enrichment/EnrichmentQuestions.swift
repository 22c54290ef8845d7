#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
internal import Digest
package import Postgres
package import RefineryModel
internal import SQLCatalog

extension SkipTraceQuestion {
    /// By what its answer is found: SHA-256 of the question, which itself is not kept.
    package var key: [UInt8] {
        let hasher = SHA256Hasher()
        Array(text.utf8).withUnsafeBytes { hasher.update($0) }
        var digest = [UInt8](repeating: 0, count: SHA256Hasher.digestBytes)
        digest.withUnsafeMutableBytes { hasher.finish(into: $0) }
        return digest
    }
}

/// Makes questions known that nobody asked before. SQL: `sql/queries/enrichment/offer_questions.sql`.
package struct OfferQuestions: Query {
    package static let sql = SQLCatalog.query("offer_questions")
    package let provider: LookupProviderName, questions: [SkipTraceQuestion]

    package init(provider: LookupProviderName, questions: [SkipTraceQuestion]) {
        self.provider = provider
        self.questions = questions
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(questions.map(\.key))
        parameters.append(questions.map(\.product))
    }
}

/// Notes whose questions they are. SQL: `sql/queries/enrichment/insert_persona_enrichments.sql`.
package struct InsertPersonaEnrichments: Query {
    package static let sql = SQLCatalog.query("insert_persona_enrichments")
    package let provider: LookupProviderName, personas: [UUID], questions: [SkipTraceQuestion], runID: RunID

    /// - Parameter questions: One a persona, in their order.
    package init(provider: LookupProviderName, personas: [UUID], questions: [SkipTraceQuestion], runID: RunID) {
        self.provider = provider
        self.personas = personas
        self.questions = questions
        self.runID = runID
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(personas)
        parameters.append(questions.map(\.key))
        parameters.append(runID)
    }
}

/// Where a question stands.
package struct KnownQuestion: Sendable, Equatable {
    package enum Standing: Sendable, Equatable {
        /// To be asked, by this job or another one.
        case open
        /// The answer, or the rest of it, comes later.
        case pending
        /// Nobody has to ask it; nil: nothing is known, or nobody could answer.
        case settled(UniversalSkipResult?)
    }

    package let id: Int64
    package let key: [UInt8]
    package let standing: Standing
}

/// Says where questions stand. SQL: `sql/queries/enrichment/list_questions.sql`.
package struct ListQuestions: Query {
    package static let sql = SQLCatalog.query("list_questions")
    package let provider: LookupProviderName, keys: [[UInt8]]

    package init(provider: LookupProviderName, keys: [[UInt8]]) {
        self.provider = provider
        self.keys = keys
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(keys)
    }

    package static func decode(_ row: Row) throws -> KnownQuestion {
        let (isSettled, isPending, state): (Bool, Bool, String) = (try row[2], try row[3], try row[4])
        let json: String? = state == "found" ? try row[5] : nil
        let standing: KnownQuestion.Standing =
            isSettled ? .settled(try json.map { try JSON.value(from: $0) }) : isPending ? .pending : .open
        return KnownQuestion(id: try row[0], key: try row[1], standing: standing)
    }
}

/// What a provider said, or is about to say, of a persona when other things were known of it.
package struct PersonaHit: Sendable, Equatable {
    package let personaID: UUID
    package let product: String
    package let key: [UInt8]
    /// The question whose answer is on its way; nil: it is there.
    package let pending: Int64?
    package let result: UniversalSkipResult?
}

/// Lists the fresh and the pending answers of personas. SQL: `sql/queries/enrichment/list_persona_hits.sql`.
package struct ListPersonaHits: Query {
    package static let sql = SQLCatalog.query("list_persona_hits")
    package let provider: LookupProviderName, personas: [UUID]

    package init(provider: LookupProviderName, personas: [UUID]) {
        self.provider = provider
        self.personas = personas
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(provider)
        parameters.append(personas)
    }

    package static func decode(_ row: Row) throws -> PersonaHit {
        let result: String? = try row[4]
        return PersonaHit(
            personaID: try row[0], product: try row[1], key: try row[2], pending: try row[3],
            result: try result.map { try JSON.value(from: $0) })
    }
}

// MARK: - Asking

/// Locks questions for a claimed job, in order; none when the lease was lost. SQL: `sql/queries/enrichment/lock_questions.sql`.
package struct LockQuestions: Query {
    package static let sql = SQLCatalog.query("lock_questions")
    package let job: ClaimedJob, questions: [Int64]

    package init(job: ClaimedJob, questions: [Int64]) {
        self.job = job
        self.questions = questions
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(questions)
    }

    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// What to do with a question that a job wants to ask.
package struct BegunQuestion: Sendable, Equatable {
    package let id: Int64
    package let verdict: BegunVerdict
    /// Whether whoever was about to ask before is gone, so that the request may be made a second time.
    package let isRepeated: Bool
}

/// Writes the intent to ask and takes the permits for it, in one transaction with ``LockQuestions`` before it.
/// SQL: `sql/queries/enrichment/begin_questions.sql`.
package struct BeginQuestions: Query {
    package static let sql = SQLCatalog.query("begin_questions")
    package let job: ClaimedJob, questions: [Int64], callbackTokens: [String], account: String, product: String, workers: Int,
        request: LookupRequestID, lead: Duration

    /// - Parameters:
    ///   - callbackTokens: Where the provider may send the answer of each, in the order of `questions`.
    ///   - product: Of all of them.
    ///   - workers: Living workers of the account, which decides how many permits are taken at a time.
    ///   - request: Names this question for permits: asked again because its answer was lost, it gets the same.
    ///   - lead: How long the answer is on its way: no permit can be used earlier.
    package init(
        job: ClaimedJob, questions: [Int64], callbackTokens: [String], account: String, product: String, workers: Int,
        request: LookupRequestID, lead: Duration
    ) {
        self.job = job
        self.questions = questions
        self.callbackTokens = callbackTokens
        self.account = account
        self.product = product
        self.workers = workers
        self.request = request
        self.lead = lead
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(questions)
        parameters.append(account)
        parameters.append(product)
        parameters.append(Int32(clamping: max(1, workers)))
        parameters.append(request)
        parameters.append(lead.inMicroseconds)
        parameters.append(callbackTokens)
    }

    package static func decode(_ row: Row) throws -> (BegunQuestion?, LookupPermits) {
        let id: Int64? = try row[0]
        let question = try id.map { BegunQuestion(id: $0, verdict: try row[1], isRepeated: try row[2]) }
        return (question, try LookupPermits(row, from: 3))
    }
}

// MARK: - Storing

/// What came of a question, ready to be stored.
package struct QuestionOutcome: Sendable, Equatable {
    package enum State: String, Sendable, PostgresValue {
        /// To be asked again.
        case open
        /// The answer, or the rest of it, comes later.
        case pending
        case found
        case missed
        /// The provider does not take it.
        case refused
        /// Nobody could answer, as often as it was tried.
        case failed
    }

    package var id: Int64
    package var state: State
    /// In the words of all providers, JSON; nil: none.
    package var result: String?
    /// The answer as it came, JSON without what may not be kept; nil: none.
    package var answer: String?
    /// What was, or may have been, paid for it.
    package var costMicros: Int64 = 0
    /// How long nobody asks again; of one that is pending, how long it is waited for.
    package var freshFor: Duration = .zero
    package var pending: SkipTracePending?
    /// By which lease it was asked, and what it cost less than its price.
    package var lease: Int64?
    package var refundMicros: Int64 = 0

    package init(id: Int64, state: State) {
        self.id = id
        self.state = state
    }

    /// The same without the answer as it came.
    package func withoutAnswer() -> QuestionOutcome {
        var outcome = self
        outcome.answer = nil
        return outcome
    }
}

/// Stores what came of questions. SQL: `sql/queries/enrichment/store_outcomes.sql`.
package struct StoreOutcomes: Query {
    package static let sql = SQLCatalog.query("store_outcomes")
    package let job: ClaimedJob, outcomes: [QuestionOutcome]

    package init(job: ClaimedJob, outcomes: [QuestionOutcome]) {
        self.job = job
        self.outcomes = outcomes
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(job.id)
        parameters.append(job.token)
        parameters.append(outcomes.map(\.id))
        parameters.append(outcomes.map(\.state))
        parameters.append(outcomes.map(\.result))
        parameters.append(outcomes.map(\.answer))
        parameters.append(outcomes.map(\.costMicros))
        parameters.append(outcomes.map { Int64($0.freshFor.components.seconds) })
        parameters.append(outcomes.map(\.pending?.token))
        parameters.append(outcomes.map(\.pending?.callbackKey))
        parameters.append(outcomes.map { Int32(clamping: $0.pending?.afterSeconds ?? 0) })
        parameters.append(outcomes.map(\.lease))
        parameters.append(outcomes.map(\.refundMicros))
    }

    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// What came of the questions of a job since it was counted last.
package struct QuestionCounts: Sendable, Equatable {
    /// Questions that were sent and are settled, or wait for a late answer; those that a crash repeats are counted apart.
    package var asked: Int64 = 0
    package var found: Int64 = 0
    package var missed: Int64 = 0
    package var refused: Int64 = 0
    /// Nobody could answer them.
    package var failed: Int64 = 0
    package var costMicros: Int64 = 0

    package init() {}

    package var isEmpty: Bool { self == QuestionCounts() }

    /// By the names that runs have them under, without those that are zero.
    var byName: [String: Int64] {
        [
            "asked": asked, "found": found, "missed": missed, "refused": refused, "unanswered": failed, "cost_micros": costMicros,
        ].filter { $0.value != 0 }
    }
}

/// Adds to the counters of a claimed job; no row when the lease was lost. SQL: `sql/queries/enrichment/count_questions.sql`.
package struct CountQuestions: Query {
    package static let sql = SQLCatalog.query("count_questions")
    package let job: ClaimedJob, counts: QuestionCounts, step: Int

    /// - Parameter step: Differs from that of the step before of the same claim, and stays the same when one is repeated.
    package init(job: ClaimedJob, counts: QuestionCounts, step: Int) {
        self.job = job
        self.counts = counts
        self.step = step
    }

    package func bind(_ parameters: inout Parameters) {
        let named = counts.byName
        parameters.append(fence: job)
        parameters.append(Array(named.keys))
        parameters.append(Array(named.values))
        parameters.append(Int32(clamping: step))
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

// MARK: - Late answers

/// An answer that may be there by now.
package struct LateAnswer: Sendable {
    package let id: Int64
    package let token: String
    package let callbackKey: String?
    package let callbackToken: String?
    /// What the provider sent by itself; nil: nothing yet.
    package let callback: String?
    /// What was known at once.
    package let soFar: UniversalSkipResult?
    /// Whether it was waited for long enough.
    package let isOverdue: Bool
}

/// Takes the late answers of questions that are worth to fetch now. SQL: `sql/queries/enrichment/take_late_answers.sql`.
package struct TakeLateAnswers: Query {
    package static let sql = SQLCatalog.query("take_late_answers")
    package let questions: [Int64], holdFor: Duration

    /// - Parameter holdFor: So long nobody else fetches them.
    package init(questions: [Int64], holdFor: Duration) {
        self.questions = questions
        self.holdFor = holdFor
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(questions)
        parameters.append(Int32(clamping: holdFor.components.seconds))
    }

    package static func decode(_ row: Row) throws -> LateAnswer {
        let soFar: String? = try row[5]
        return LateAnswer(
            id: try row[0], token: try row[1], callbackKey: try row[2], callbackToken: try row[3], callback: try row[4],
            soFar: try soFar.map { try JSON.value(from: $0) }, isOverdue: try row[6])
    }
}

/// Keeps what a provider sent by itself; false for an address that no question waits at. SQL: `sql/views/receive_enrichment.sql`.
package struct ReceiveCallback: Query {
    package static let sql = SQLCatalog.query("receive_callback")
    package let token: String, body: String

    package init(token: String, body: String) {
        self.token = token
        self.body = body
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(token)
        parameters.append(body)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

// MARK: - Ends of a job

/// Lets a job wait for late answers; no row when the lease was lost. SQL: `sql/queries/enrichment/postpone_enrich_job.sql`.
package struct PostponeEnrichJob: Query {
    package static let sql = SQLCatalog.query("postpone_enrich_job")
    package let job: ClaimedJob, questions: [Int64]

    package init(job: ClaimedJob, questions: [Int64]) {
        self.job = job
        self.questions = questions
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(questions)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Ends a job, and has the next provider asked where something is missing; gives whether one is. No row when the lease was lost.
/// SQL: `sql/queries/enrichment/finish_enrich_job.sql`.
package struct FinishEnrichJob: Query {
    package static let sql = SQLCatalog.query("finish_enrich_job")
    package let job: ClaimedJob, isMissing: Bool, answered: Int

    /// - Parameter answered: How many distinct questions have an answer: those of them that were not asked were known.
    package init(job: ClaimedJob, isMissing: Bool, answered: Int) {
        self.job = job
        self.isMissing = isMissing
        self.answered = answered
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(isMissing)
        parameters.append(Int64(answered))
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Pauses a run for a reason of its provider. SQL: `sql/queries/enrichment/pause_enrich_run.sql`.
package struct PauseEnrichRun: Query {
    package static let sql = SQLCatalog.query("pause_enrich_run")
    package let runID: RunID, reason: PauseReason

    package init(runID: RunID, reason: PauseReason) {
        self.runID = runID
        self.reason = reason
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(reason.rawValue)
    }

    package static func decode(_ row: Row) throws -> ImportStatus { try row[0] }
}

/// Pauses a run whose questions reserved as much as it may cost, unless some of them are under way.
/// SQL: `sql/queries/enrichment/pause_enrich_run_at_cost.sql`.
package struct PauseEnrichRunAtCost: Query {
    package static let sql = SQLCatalog.query("pause_enrich_run_at_cost")
    package let runID: RunID

    package init(runID: RunID) { self.runID = runID }

    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> CostPause { try row[0] }
}
