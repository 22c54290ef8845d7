import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Progress and the end of an import", .timeLimit(.minutes(10))) struct SettleImportsTests {
    private func finish(_ count: Int, _ database: TestDatabase, _ outcome: BatchOutcome) async throws {
        let jobs = try await database.claim(count, by: try await database.makeWorker())
        try #require(jobs.count == count)
        _ = try await database.rows(FinishJobs(jobs: jobs, outcomes: jobs.map { _ in outcome }))
    }

    @Test("is the sum of the counters of its jobs, and completed when every job is done") func completed() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 3, rowsPerJob: 10)
            try await finish(2, database, BatchOutcome(stored: 7, duplicates: 2, rejected: 1))
            #expect(try await database.foldAndSettle(id).isEmpty)
            let half = try await database.progress(of: id)
            #expect([half.stored, half.duplicates, half.rejected, half.done] == [14, 4, 2, 20])
            #expect(half.status == .running)
            try await finish(1, database, BatchOutcome(stored: 10))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.completed])
            let whole = try await database.progress(of: id)
            #expect(whole.done == 30)
            #expect(whole.fraction == 1)
            #expect(try await database.rows(FoldProgress(runs: [id])).isEmpty, "nothing changed since")
            #expect(try await database.foldAndSettle(id).isEmpty, "an import ends once")
        }
    }

    @Test("counts a batch that ended between the fold and the end") func countsLateBatches() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2, rowsPerJob: 10)
            try await finish(1, database, BatchOutcome(stored: 10))
            _ = try await database.rows(FoldProgress(runs: [id]))
            try await finish(1, database, BatchOutcome(stored: 8, duplicates: 1, rejected: 1))
            #expect(try await database.rows(SettleRuns(runs: [id], rowsMin: 1)).map(\.status) == [.completed])
            let progress = try await database.progress(of: id)
            #expect([progress.stored, progress.duplicates, progress.rejected] == [18, 1, 1])
        }
    }

    @Test("cannot be completed while a row has no outcome: the database itself refuses") func check() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            let refused = await refusal {
                try await database.execute("UPDATE refinery.runs SET status = 'completed' WHERE id = '\(id)'")
            }
            #expect(refused?.code == SQLState.checkViolation.rawValue)
        }
    }

    @Test("is failed only when nothing but dead letters is left") func failed() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2, attempts: 1)
            let jobs = try await database.claim(1, by: try await database.makeWorker())
            _ = try await database.rows(FailJobs(jobs: jobs, delays: [.zero], code: "x", message: "x"))
            #expect(try await database.foldAndSettle(id).isEmpty)
            try await finish(1, database, BatchOutcome(stored: 10))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.failed])
            #expect(try await database.progress(of: id).fraction < 1)
        }
    }

    @Test("pauses when more than the wanted share of rows is rejected, once enough rows say so, and not again after it was accepted")
    func rejectRate() async throws {
        try await withDatabase { database in
            var options = ImportOptions.forTests
            options.rejectRateMax = 0.2
            let id = try await database.makeImport(jobs: 4, rowsPerJob: 10, options: options)
            try await finish(1, database, BatchOutcome(stored: 7, rejected: 3))
            #expect(try await database.foldAndSettle(id, rowsMin: 11).isEmpty)
            #expect(try await database.foldAndSettle(id, rowsMin: 10).map(\.reason) == ["reject_rate"])
            #expect(try await database.states(of: id) == [.done: 1, .waiting: 3])
            _ = try await database.rows(ResumeRun(id, rows: nil))
            try await finish(1, database, BatchOutcome(rejected: 10))
            #expect(try await database.foldAndSettle(id, rowsMin: 10).isEmpty)
            // What an operator does for another reason does not take the acceptance back.
            _ = try await database.rows(PauseRun(id))
            _ = try await database.rows(ResumeRun(id, rows: nil))
            #expect(try await database.progress(of: id).statusReason == "reject_rate_accepted")
            #expect(try await database.foldAndSettle(id, rowsMin: 10).isEmpty)
            try await finish(2, database, BatchOutcome(rejected: 10))
            #expect(try await database.foldAndSettle(id, rowsMin: 10).map(\.status) == [.completed])
        }
    }

    @Test("pauses at the row limit when only a held split job is left") func rowLimit() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            try await database.execute(
                """
                UPDATE refinery.jobs SET state = 'waiting' WHERE run_id = '\(id)' AND stage = 'split';
                UPDATE refinery.imports SET split_at = NULL WHERE id = '\(id)';
                """)
            #expect(try await database.foldAndSettle(id).isEmpty, "batches are left")
            try await finish(1, database, BatchOutcome(stored: 10))
            let settled = try await database.foldAndSettle(id)
            #expect(settled.map(\.status) == [.paused])
            #expect(settled.map(\.reason) == [PauseReason.rowLimit.rawValue])
        }
    }

    @Test("is a hundred percent done only when it is completed, and before that a share of all rows") func percent() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1, rowsPerJob: 10)
            func percent(_ status: String, rows: Int, stored: Int, _ changes: String) async throws -> String? {
                try await database.execute(
                    """
                    UPDATE refinery.imports SET source_bytes = 1000, split_rows = \(rows), \(changes) WHERE id = '\(id)';
                    UPDATE refinery.runs SET status = '\(status)', counters = '{"rows": \(rows), "stored": \(stored)}' WHERE id = '\(id)';
                    """)
                return try await database.text("SELECT done_percent FROM refinery.import_progress WHERE import_id = '\(id)'")
            }
            #expect(try await percent("paused", rows: 10, stored: 10, "split_at = NULL, split_offset = 250") == "25.0")
            #expect(try await percent("paused", rows: 10, stored: 10, "split_at = now(), split_offset = 1000") == "99.9")
            #expect(try await percent("paused", rows: 0, stored: 0, "split_at = NULL, split_offset = 0") == "0.0")
            #expect(try await percent("completed", rows: 10, stored: 10, "split_offset = 1000") == "100.0")
        }
    }

    @Test("is told in views and functions that an operator reads in psql") func views() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 4, rowsPerJob: 10, attempts: 1)
            try await finish(1, database, BatchOutcome(stored: 7, duplicates: 2, rejected: 1))
            let worker = try await database.makeWorker()
            let claimed = try await database.claim(2, by: worker)
            _ = try await database.rows(FailJobs(jobs: [claimed[1]], delays: [.zero], code: "x", message: "x"))
            try await database.foldAndSettle(id)
            #expect(
                try await database.select(
                    "SELECT status, rows, done, stored, duplicates, rejected, done_percent FROM refinery.import_progress WHERE import_id = '\(id)'"
                )
                    == [["running", "40", "10", "7", "2", "1", "25.0"]])
            #expect(
                try await database.select(
                    "SELECT batch_number, batch_size, status, records_processed, records_successful, records_failed FROM refinery.processing_batches ORDER BY 1"
                )
                    == [
                        ["1", "10", "completed", "10", "9", "1"], ["2", "10", "processing", "0", "0", "0"],
                        ["3", "10", "failed", "0", "0", "0"], ["4", "10", "pending", "0", "0", "0"],
                    ])
            #expect(
                try await database.select("SELECT state, jobs FROM refinery.job_counts WHERE stage = 'refine' ORDER BY 1")
                    == [["claimed", "1"], ["dead", "1"], ["done", "1"], ["ready", "1"]])
            #expect(
                try await database.select(
                    "SELECT role, alive, jobs_claimed, rows_claimed FROM refinery.worker_activity WHERE worker_id = '\(worker)'")
                    == [["worker", "true", "1", "10"]])
            #expect(
                try await database.select(
                    """
                    SELECT status, total_records, processed_records, stored_records, duplicate_records, rejected_records, total_batches,
                           completed_batches, failed_batches, pending_batches, processing_batches
                      FROM refinery.get_processing_stats('\(id)')
                    """) == [["running", "40", "10", "7", "2", "1", "4", "1", "1", "1", "1"]])
        }
    }

    @Test("leaves events that are deleted by age, but not those of imports that still run") func cleanup() async throws {
        try await withDatabase { database in
            let running = try await database.makeImport(jobs: 1)
            let ended = try await database.makeImport(jobs: 0)
            try await database.execute("UPDATE refinery.runs SET status = 'cancelled' WHERE id = '\(ended)'")
            _ = try await database.rows(InsertEvents([RunEvent(.importProgress, running), RunEvent(.importProgress, ended)]))
            #expect(try await database.number("SELECT refinery.cleanup_old_audit_logs(1)") == 0)
            #expect(try await database.number("SELECT refinery.cleanup_old_audit_logs(0)") == 1)
            #expect(try await database.text("SELECT run_id FROM refinery.events") == "\(running)")
            #expect(await refusal { try await database.select("SELECT refinery.cleanup_old_audit_logs(-1)") }?.code == "22023")
        }
    }
}
