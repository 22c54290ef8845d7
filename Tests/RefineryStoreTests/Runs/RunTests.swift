import Foundation
import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

/// What the queue does for imports it does for runs of every kind, without a line of code that knows the kind.
@Suite("A run of another kind", .timeLimit(.minutes(10))) struct RunTests {
    private func counters(_ run: RunID, _ database: TestDatabase) async throws -> [[String?]] {
        try await database.select("SELECT key, value FROM refinery.runs, jsonb_each_text(counters) WHERE id = '\(run)' ORDER BY key")
    }

    private func states(_ run: RunID, _ database: TestDatabase) async throws -> [JobState: Int64] {
        Dictionary(uniqueKeysWithValues: try await database.rows(CountJobs(runID: run)).map { ($0.state, $0.count) })
    }

    @Test("is claimed and finished, sums its counters up by name, and is completed when nothing is left") func completes() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "link", jobs: 3)
            let jobs = try await database.claim(3, of: .lookup)
            #expect(jobs.map(\.runID) == [run, run, run])
            for job in jobs.prefix(2) {
                #expect(try await database.first(FinishJob(job: job, counters: ["links": 2, "persons": 1, "splits": 0])) == job.id)
            }
            #expect(try await database.rows(FoldProgress(runs: [run])) == [FoldedRun(id: run, kind: "link")])
            #expect(try await database.rows(FoldProgress(runs: [run])).isEmpty, "nothing changed since")
            #expect(try await database.foldAndSettle(run).isEmpty, "a job is left")
            #expect(try await counters(run, database) == [["links", "4"], ["persons", "2"]])
            _ = try await database.first(FinishJob(job: jobs[2], counters: ["links": 1]))
            let settled = try await database.foldAndSettle(run)
            #expect(settled == [SettledRun(id: run, status: .completed, reason: nil, kind: "link", linksRecords: false)])
            #expect(try await counters(run, database) == [["links", "5"], ["persons", "2"]])
            let times = "SELECT count(*) FROM refinery.runs WHERE started_at < finished_at"
            #expect(try await database.number(times) == 1, "begun with the first claim")
        }
    }

    @Test("is listed beside imports and without them, and found by the beginning of its id") func listed() async throws {
        try await withDatabase { database in
            let imported = try await database.makeImport(jobs: 1)
            let run = try await database.makeRun(kind: "link", jobs: 3)
            let job = try #require(try await database.claim(1, of: .lookup).first)
            _ = try await database.first(FinishJob(job: job, counters: ["links": 2]))
            try await database.foldAndSettle(run)
            #expect(try await database.rows(ListRuns()).map(\.id) == [run, imported])
            let summary = try #require(try await database.rows(ListRuns(withImports: false)).first)
            #expect(try await database.rows(ListRuns(runID: run)).map(\.id) == [summary.id])
            #expect([summary.jobs, summary.jobsDone] == [3, 1] && summary.counters == ["links": 2] && summary.status == .running)
            #expect(try await database.rows(FindRun(text: run.description.prefix(8).uppercased())) == [run])
            #expect(try await database.rows(FindRun(text: "")) == [imported], "the newest import")
        }
    }

    @Test("without jobs is completed") func empty() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "export", jobs: 0)
            #expect(try await database.foldAndSettle(run).map(\.status) == [.completed])
        }
    }

    @Test("is paused, resumed, moved in the queue and cancelled, and each is told under the name of its kind") func control() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "segment", jobs: 3)
            let other = try await database.makeRun(kind: "push", jobs: 1)
            let held = try await database.claim(1, of: .lookup)
            #expect(try await database.first(PauseRun(run)) == .paused)
            #expect(try await states(run, database) == [.claimed: 1, .waiting: 2])
            #expect(try await database.rows(ReleaseJobs(jobs: held)).count == 1)
            #expect(try await states(run, database) == [.waiting: 3])
            #expect(try await database.first(ResumeRun(run, rows: nil)) == .running)
            #expect(try await database.first(SetPriority(other, priority: 1)) == 1)
            #expect(try await database.claim(1, of: .lookup).map(\.runID) == [other], "it goes first now")
            let late = try #require(try await database.claim(1, of: .lookup).first)
            #expect(try await database.first(CancelRun(run)) == .cancelled)
            #expect(try await database.first(FinishJob(job: late)) == nil, "a job under way lost its lease")
            let refused = await refusal { try await database.first(ResumeRun(run, rows: nil)) }
            #expect(refused?.message == "Segment \(run) is cancelled: only a paused segment can be resumed.")
            let kinds = try await database.select("SELECT kind FROM refinery.events WHERE run_id = '\(run)' ORDER BY seq").map { $0[0] }
            #expect(kinds == ["segment_paused", "segment_resumed", "segment_cancelled"])
            #expect(try await database.text("SELECT kind FROM refinery.events WHERE run_id = '\(other)'") == "push_prioritized")
        }
    }

    @Test("fails with dead letters only, which are listed, revived and given up") func deadLetters() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "link", jobs: 2, stage: .split, attempts: 1)
            let jobs = try await database.claim(2, of: .split)
            let failed = try await database.rows(FailJobs(jobs: jobs, delays: [.zero, .zero], code: "x", message: "x"))
            #expect(failed.map(\.runID) == [run, run])
            #expect(try await database.foldAndSettle(run).map(\.status) == [.failed])
            let letters = try await database.rows(ListDeadLetters(runID: run))
            #expect(letters.allSatisfy { $0.kind == "link" && $0.fileName == nil })
            #expect(try await database.rows(ListDeadJobs(runID: run)).map(\.code) == ["x", "x"])
            #expect(try await database.first(RetryRun(run)) == 2)
            #expect(try await states(run, database) == [.ready: 2])
            #expect(try await database.text("SELECT status FROM refinery.runs") == "running")
        }
    }

    @Test("goes on without a dead job that is given up") func discarded() async throws {
        try await withDatabase { database in
            try await database.execute("ALTER TABLE refinery.jobs DROP CONSTRAINT IF EXISTS jobs_stage_check")
            let run = try await database.makeRun(kind: "link", jobs: 1)
            try await database.execute("UPDATE refinery.jobs SET state = 'dead', stage = 'link', provider = ''")
            let job = JobID(rawValue: Int64(try await database.number("SELECT id FROM refinery.jobs")))
            #expect(try await database.first(DiscardJob(job: job)) == 10, "rows that it covered")
            #expect(try await database.foldAndSettle(run).map(\.status) == [.completed])
            #expect(try await database.number("SELECT count(*) FROM refinery.rejects") == 0, "they are none of an import")
            #expect(try await database.text("SELECT data ->> 'rows_discarded' FROM refinery.events WHERE kind = 'job_discarded'") == "10")
        }
    }

    @Test("gets its jobs back from a lost worker") func rescued() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "link", jobs: 1)
            let job = try #require(try await database.claim(1, of: .lookup).first)
            let rescued = try await database.rows(RescueJobs(workers: [LostWorker(id: job.workerID, reason: .died)]))
            #expect(rescued == [RescuedJob(id: job.id, runID: run, stage: .lookup, state: .ready, reason: .died)])
            #expect(try await database.first(FinishJob(job: job)) == nil)
        }
    }

    @Test("tells its own counters in its events, and no import") func events() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "link", jobs: 1)
            let job = try #require(try await database.claim(1, of: .lookup).first)
            _ = try await database.first(FinishJob(job: job, counters: ["links": 7]))
            try await database.foldAndSettle(run)
            let stored = try await database.rows(InsertEvents([RunEvent("link", "completed", run)]))
            let payload = try JSONDecoder().decode([String: PrintedJSON].self, from: Data(try #require(stored.first).payload.utf8))
            #expect(payload["run_id"] == .text("\(run)") && payload["import_id"] == .null)
            #expect(payload["kind"] == .text("link_completed") && payload["status"] == .text("completed"))
            #expect(payload["links"] == .number(7) && payload["stored"] == nil)
            #expect(try await database.rows(ListEvents(after: 0, runID: run)) == stored)
        }
    }

    @Test("loses its jobs and events a while after its end, and its counters stay") func pruned() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "link", jobs: 2)
            for job in try await database.claim(2, of: .lookup) {
                _ = try await database.first(FinishJob(job: job, counters: ["links": 1]))
            }
            try await database.foldAndSettle(run)
            #expect(try await database.rows(FindPrunableRuns(completed: .zero, failed: .zero)) == [run])
            #expect(try await database.first(BeginPruning(runID: run)) == run)
            #expect(try await database.first(PruneJobs(runID: run, limit: 10)) == 2)
            #expect(try await counters(run, database) == [["links", "2"]])
        }
    }

    @Test("is no import: what is of imports alone refuses it") func noImport() async throws {
        try await withDatabase { database in
            let run = try await database.makeRun(kind: "link", jobs: 1)
            for call in ["pause_import", "cancel_import", "look_up_import", "retry_import", "resume_import"] {
                let refused = await refusal { try await database.execute("SELECT refinery.\(call)('\(run)')") }
                #expect(refused?.message == "There is no import \(run).", "\(call)")
            }
            await #expect(throws: PostgresError.self) { try await database.first(BeginUndo(importID: run)) }
            #expect(try await database.number("SELECT count(*) FROM refinery.import_progress") == 0)
        }
    }
}
