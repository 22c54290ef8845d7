import Foundation
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("A run of another kind on the command line", .timeLimit(.minutes(6))) struct OtherRunTests {
    @Test("is shown, paused, resumed, moved, watched and cancelled like an import") func commands() async throws {
        try await withProgram { program in
            let database = program.database
            let run = try await database.makeRun(kind: "link", jobs: 2, attempts: 1)
            let id = String(run.description.prefix(8))
            let status = try await program.run("status", id, "--json").lastObject()
            #expect(status["run_id"]?.text == "\(run)" && status["kind"]?.text == "link" && status["jobs"] == .number(2))
            #expect(try await program.run("status", id).lines.first == "link  \(run)")
            #expect(try await program.run("pause", id).errors.contains("Paused."))
            #expect(try await program.run("watch", id).status == 75, "paused")
            #expect(try await program.run("resume", id).errors.contains("Running."))
            #expect(try await program.run("prioritize", id, "--priority", "7", "--json").lastObject()["priority"] == .number(7))
            let top = try await program.run("top", "--once")
            #expect(top.lines.contains { $0.hasPrefix("\(id)  link") && $0.contains("0 of 2 jobs") }, "\(top.lines)")
            let worker = try await database.makeWorker()
            let pace = WorkDone(jobs: 48, rows: 12_000)
            _ = try await database.first(RenewLease(worker: worker, lease: .seconds(60), lastMinute: pace))
            let fleet = try await program.run("top", "--once")
            #expect(fleet.lines.contains { $0.hasPrefix("\(worker)".prefix(8)) && $0.contains("12,000 rows") }, "\(fleet.lines)")
            let jobs = try await database.claim(2, of: .lookup)
            _ = try await database.first(FinishJob(job: jobs[0], counters: ["links": 3]))
            _ = try await database.rows(FailJobs(jobs: [jobs[1]], delays: [.zero], code: "x", message: "x"))
            try await database.foldAndSettle(run)
            let dead = try await program.run("dead", id, "--json").lastObject()
            #expect(dead["run_id"]?.text == "\(run)" && dead["kind"]?.text == "link" && dead["import_id"] == nil)
            #expect(try await program.run("retry", id).errors.contains("1 dead batch runs again"))
            #expect(try await program.run("cancel", id).errors.contains("Cancelled."))
            let watched = try await program.run("watch", id, "--json")
            #expect(watched.status == 65 && watched.lines.contains { $0.contains("\"link_cancelled\"") }, "\(watched.lines)")
            #expect(try watched.lastObject()["status"]?.text == "cancelled")
            #expect(try await program.run("undo", id, "--yes").status == 64, "that is of imports alone")
            #expect(try await program.run("imports", "--json").lines.isEmpty)
        }
    }
}
