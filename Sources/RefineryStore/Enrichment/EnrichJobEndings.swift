package import Postgres
package import RefineryModel
internal import SQLCatalog

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

/// Lays down what earlier claims of a job were about to ask and this one does not; gives what that adds to its counters, a JSON object.
/// No row where there is nothing. SQL: `sql/queries/enrichment/leave_questions.sql`.
package struct LeaveQuestions: Query {
    package static let sql = SQLCatalog.query("leave_questions")
    package let job: ClaimedJob, failedFor: Duration

    /// - Parameter failedFor: How long nobody asks again what may have been paid.
    package init(job: ClaimedJob, failedFor: Duration) {
        self.job = job
        self.failedFor = failedFor
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(Int64(failedFor.components.seconds))
    }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Lays down what jobs that have ended otherwise than by asking all were about to ask; gives the runs whose counters that changed.
/// SQL: `sql/queries/enrichment/leave_ended_questions.sql`.
package struct LeaveEndedQuestions: Query {
    package static let sql = SQLCatalog.query("leave_ended_questions")
    package let failedFor: Duration, askedBefore: Duration

    /// - Parameters:
    ///   - failedFor: How long nobody asks again what may have been paid.
    ///   - askedBefore: Requests that are older are not under way any more.
    package init(failedFor: Duration, askedBefore: Duration) {
        self.failedFor = failedFor
        self.askedBefore = askedBefore
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(Int64(failedFor.components.seconds))
        parameters.append(Int64(askedBefore.components.seconds))
    }

    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}

/// Ends a job, and has the next provider asked where something is missing; gives whether one is. No row when the lease was lost.
/// SQL: `sql/queries/enrichment/finish_enrich_job.sql`.
package struct FinishEnrichJob: Query {
    package static let sql = SQLCatalog.query("finish_enrich_job")
    package let job: ClaimedJob, isMissing: Bool, answered: Int, left: String?

    /// - Parameters:
    ///   - answered: How many distinct questions have an answer: those of them that were not asked were known.
    ///   - left: What ``LeaveQuestions`` adds to the counters.
    package init(job: ClaimedJob, isMissing: Bool, answered: Int, left: String?) {
        self.job = job
        self.isMissing = isMissing
        self.answered = answered
        self.left = left
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(isMissing)
        parameters.append(Int64(answered))
        parameters.append(left ?? "{}")
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
