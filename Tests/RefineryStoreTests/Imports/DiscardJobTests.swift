import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Control of one batch from plain SQL", .timeLimit(.minutes(10))) struct DiscardJobTests {
    /// An import with `jobs` batches of ten rows: the first is dead, the others are claimed.
    private func makeDead(
        _ database: TestDatabase, jobs: Int = 2, options: ImportOptions = .forTests
    ) async throws -> (id: ImportID, dead: JobID, rest: [ClaimedJob]) {
        let id = try await database.makeImport(jobs: jobs, attempts: 1, options: options)
        let claimed = try await database.claim(jobs, by: try await database.makeWorker())
        _ = try await database.rows(FailJobs(jobs: [claimed[0]], delays: [.zero], code: "timed_out", message: "Too long."))
        return (id, claimed[0].id, Array(claimed.dropFirst()))
    }

    private func finish(_ jobs: [ClaimedJob], _ database: TestDatabase, _ outcome: BatchOutcome) async throws {
        _ = try await database.rows(FinishJobs(jobs: jobs, outcomes: jobs.map { _ in outcome }))
    }

    @Test("a discarded batch makes each of its rows a reject that says so, and its failed import completes and adds up")
    func discard() async throws {
        try await withDatabase { database in
            let (id, dead, rest) = try await makeDead(database)
            try await finish(rest, database, BatchOutcome(stored: 9, rejected: 1))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.failed])
            #expect(try await database.text("SELECT refinery.discard_job(\(dead))") == "10")
            #expect(try await database.foldAndSettle(id).map(\.status) == [.completed])
            let progress = try await database.progress(of: id)
            #expect([progress.stored, progress.duplicates, progress.rejected] == [9, 0, 11])
            let rejects = try await database.rows(ListRejects(importID: id, after: 0, limit: 100))
            #expect(rejects.map(\.row) == Array(1...10))
            #expect(rejects.allSatisfy { $0.code == IssueCode.batchDiscarded.rawValue && $0.message == IssueCode.batchDiscarded.message })
            #expect(try await database.states(of: id) == [.done: 1, .discarded: 1])
            let batches = "SELECT status, records_failed FROM refinery.processing_batches WHERE import_id = '\(id)' ORDER BY batch_number"
            #expect(try await database.select(batches) == [["discarded", "10"], ["completed", "1"]])
        }
    }

    @Test("an event tells which batch was discarded, how much it had, and by whom; `dead` lists it among the discarded alone")
    func event() async throws {
        try await withDatabase { database in
            let (id, dead, _) = try await makeDead(database)
            #expect(try await database.first(DiscardJob(job: dead)) == 10)
            let event = try await database.select(
                """
                SELECT data ->> 'job', data ->> 'stage', data ->> 'batch', data ->> 'rows_discarded', data ->> 'by' = session_user
                  FROM refinery.events WHERE run_id = '\(id)' AND kind = 'job_discarded'
                """)
            #expect(event == [["\(dead)", "refine", "1", "10", "true"]])
            #expect(try await database.rows(ListDeadLetters(runID: id)).isEmpty)
            let discarded = try await database.rows(ListDeadLetters(runID: id, areDiscarded: true))
            #expect(discarded.map(\.id) == [dead])
            #expect(discarded.first?.failures.map(\.code) == ["timed_out"])
        }
    }

    @Test("a failed import with another dead batch is failed again after one was discarded, with its rows counted") func another()
        async throws
    {
        try await withDatabase { database in
            let (id, dead, rest) = try await makeDead(database)
            _ = try await database.rows(FailJobs(jobs: rest, delays: [.zero], code: "x", message: "x"))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.failed])
            _ = try await database.first(DiscardJob(job: dead))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.failed])
            #expect(try await database.progress(of: id).rejected == 10)
        }
    }

    @Test("discarded rows say nothing about the share of bad rows in the file") func rejectRate() async throws {
        try await withDatabase { database in
            var options = ImportOptions.forTests
            options.rejectRateMax = 0.2
            let (id, dead, rest) = try await makeDead(database, jobs: 3, options: options)
            try await finish([rest[0]], database, BatchOutcome(stored: 9, rejected: 1))
            _ = try await database.first(DiscardJob(job: dead))
            #expect(try await database.foldAndSettle(id).isEmpty, "11 of 20 rows are rejects, 1 of 10 by its own fault")
        }
    }

    @Test("a discarded batch of numbers counts those that are not settled as failed") func numbers() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 0)
            try await database.execute(
                """
                INSERT INTO refinery.jobs (run_id, stage, provider, seq, state, first_row, row_count, phones, numbers, numbers_done,
                                           numbers_failed)
                VALUES ('\(id)', 'lookup', 'twilio', 1, 'dead', 1, 10, 9, 8, 5, 1), ('\(id)', 'lookup', 'twilio', 2, 'dead', 11, 10, 4, NULL, NULL, NULL)
                """)
            let dead = try await database.rows(ListDeadLetters(runID: id)).map(\.id)
            #expect(try await database.first(DiscardJob(job: dead[0])) == 3)
            #expect(try await database.first(DiscardJob(job: dead[1])) == 4)
            #expect(try await database.foldAndSettle(id).map(\.status) == [.completed])
            let counts = "SELECT numbers, numbers_done, numbers_failed FROM refinery.import_progress WHERE import_id = '\(id)'"
            #expect(try await database.select(counts) == [["12", "12", "8"]])
        }
    }

    @Test("retry of one batch leaves the other dead ones dead") func retry() async throws {
        try await withDatabase { database in
            let (id, dead, rest) = try await makeDead(database)
            _ = try await database.rows(FailJobs(jobs: rest, delays: [.zero], code: "x", message: "x"))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.failed])
            #expect(try await database.first(RetryJob(job: dead)) == .ready)
            #expect(try await database.states(of: id) == [.ready: 1, .dead: 1])
            #expect(try await database.progress(of: id).status == .running)
            #expect(try await database.claim(2, by: WorkerID()).map(\.attempt) == [1])
            _ = try await database.rows(PauseRun(id))
            #expect(try await database.first(RetryJob(job: rest[0].id)) == .waiting, "its import is paused")
        }
    }

    @Test("only what is dead is retried or discarded, and a split is never discarded") func refusals() async throws {
        try await withDatabase { database in
            let (id, dead, rest) = try await makeDead(database)
            for function in ["retry_job", "discard_job"] {
                let unknown = await refusal { try await database.text("SELECT refinery.\(function)(987654)") }
                #expect(unknown?.code == "P0002")
                #expect(unknown?.message == "There is no job 987654.")
                let busy = await refusal { try await database.text("SELECT refinery.\(function)(\(rest[0].id))") }
                #expect(busy?.code == "55000")
                #expect(busy?.message == "Job \(rest[0].id) is claimed: only a dead one can be retried or discarded.")
            }
            _ = try await database.first(DiscardJob(job: dead))
            let again = await refusal { try await database.first(DiscardJob(job: dead)) }
            #expect(again?.code == "55000")
            try await database.execute("UPDATE refinery.jobs SET state = 'dead' WHERE run_id = '\(id)' AND stage = 'split'")
            let split = try await database.rows(ListDeadLetters(runID: id)).map(\.id)
            let refused = await refusal { try await database.first(DiscardJob(job: split[0])) }
            #expect(refused?.code == "55000")
            #expect(refused?.message.contains("nobody knows how many rows") == true)
        }
    }
}
