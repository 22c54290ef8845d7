package import Postgres
package import RefineryModel
internal import SQLCatalog

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
    package var counts = QuestionCounts()

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

/// What a question adds to the counters of the job that asked it.
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

    /// A JSON object by the names that runs have them under, without those that are zero.
    var json: String {
        let named = [
            ("asked", asked), ("found", found), ("missed", missed), ("refused", refused), ("unanswered", failed),
            ("cost_micros", costMicros),
        ]
        return "{" + named.filter { $0.1 != 0 }.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}

/// Stores what came of questions, with what it adds to the counters; gives whether the lease is still held.
/// SQL: `sql/queries/enrichment/store_outcomes.sql`.
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
        parameters.append(outcomes.map(\.counts.json))
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
