import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Control of an import from plain SQL", .timeLimit(.minutes(10))) struct ControlImportTests {
    private func call(_ function: String, _ database: TestDatabase) async throws -> String? {
        try await database.text("SELECT refinery.\(function)")
    }

    @Test("pause holds what is not under way, and resume makes it ready again") func pauseAndResume() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 5)
            let worker = try await database.makeWorker()
            let jobs = try await database.claim(2, by: worker)
            #expect(try await call("pause_import('\(id)')", database) == "paused")
            #expect(try await call("pause_import('\(id)')", database) == "paused")
            #expect(try await database.states(of: id) == [.waiting: 3, .claimed: 2])
            #expect(try await database.claim(5, by: worker).isEmpty)
            #expect(try await database.rows(PromoteWaitingJobs()).isEmpty, "held jobs have no time")
            // What is given back while paused is held as well.
            _ = try await database.rows(ReleaseJobs(jobs: [jobs[0]]))
            let failed = try await database.rows(FailJobs(jobs: [jobs[1]], delays: [.zero], code: "x", message: "x"))
            #expect(failed.map(\.state) == [.waiting])
            #expect(try await database.rows(PromoteWaitingJobs()).isEmpty)
            #expect(try await database.states(of: id) == [.waiting: 5])
            #expect(try await call("resume_import('\(id)')", database) == "running")
            #expect(try await database.states(of: id) == [.ready: 5])
            #expect(try await call("resume_import('\(id)')", database) == "running")
            #expect(try await database.progress(of: id).statusReason == nil)
            let kinds = try await database.select("SELECT kind FROM refinery.events WHERE run_id = '\(id)' ORDER BY seq").map { $0[0] }
            #expect(kinds == ["import_paused", "import_resumed"])
        }
    }

    @Test("resume of an import that still runs, while its split waits at the row limit, lets the split go on") func resumeRunning()
        async throws
    {
        try await withDatabase { database in
            for (rows, limit) in [("0", nil), ("3000", "5000")] as [(String, String?)] {
                let id = try await database.makeImport(jobs: 1)
                try await database.execute(
                    """
                    UPDATE refinery.imports SET row_limit = 2000, split_rows = 2000 WHERE id = '\(id)';
                    INSERT INTO refinery.jobs (run_id, stage, seq, state) VALUES ('\(id)', 'split', 99, 'waiting');
                    """)
                #expect(try await call("resume_import('\(id)', \(rows))", database) == "running")
                #expect(try await database.text("SELECT row_limit FROM refinery.imports WHERE id = '\(id)'") == limit)
                #expect(try await database.text("SELECT state FROM refinery.jobs WHERE run_id = '\(id)' AND seq = 99") == "ready")
            }
        }
    }

    @Test(
        "a splitter that stops at a limit of before goes on when more rows were allowed meanwhile, and waits else",
        arguments: [(nil, JobState.waiting), ("0", .ready), ("5", .ready)] as [(String?, JobState)])
    func resumeWhileSplitting(rows: String?, state: JobState) async throws {
        try await withDatabase { database in
            let (id, job) = try await splitting(database, rowLimit: 10)
            if let rows { #expect(try await call("resume_import('\(id)', \(rows))", database) == "running") }
            let status = try await database.first(AdvanceSplit(job: job, offset: 500, rows: 10, rejected: 0, isAtEnd: false))
            #expect(status == .running)
            #expect(try await database.first(HoldJob(job: job)) != nil)
            #expect(try await database.text("SELECT state FROM refinery.jobs WHERE id = \(job.id)") == state.rawValue)
            let told = try await database.number("SELECT count(*) FROM refinery.events WHERE kind = 'import_resumed'")
            #expect(told == (rows == nil ? 0 : 1))
        }
    }

    @Test("a splitter that stops because its import was paused waits, whatever the limit says") func pauseWhileSplitting() async throws {
        try await withDatabase { database in
            let (id, job) = try await splitting(database, rowLimit: nil)
            #expect(try await call("pause_import('\(id)')", database) == "paused")
            let status = try await database.first(AdvanceSplit(job: job, offset: 500, rows: 10, rejected: 0, isAtEnd: false))
            #expect(status == .paused)
            #expect(try await database.first(HoldJob(job: job)) != nil)
            #expect(try await database.text("SELECT state FROM refinery.jobs WHERE id = \(job.id)") == "waiting")
        }
    }

    /// An import whose source somebody is splitting.
    private func splitting(_ database: TestDatabase, rowLimit: Int64?) async throws -> (ImportID, ClaimedJob) {
        var options = ImportOptions.forTests
        options.rowsPerRun = rowLimit
        let id = ImportID()
        let source = SourceLocation(uri: "postgres:\(id)", bytes: 1000)
        _ = try await database.first(
            try InsertImport(
                id: id, fileName: "made.csv", source: source, hash: [UInt8](repeating: 7, count: 32), options: options, priority: 100,
                attempts: 3))
        let worker = try await database.makeWorker()
        let jobs = try await database.rows(ClaimJobs(stage: .split, limit: 1, worker: worker))
        return (id, try #require(jobs.first))
    }

    @Test("a batch that was under way when its import was paused may still finish") func finishesWhilePaused() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1, rowsPerJob: 1)
            let jobs = try await database.claim(1, by: try await database.makeWorker())
            _ = try await database.rows(PauseRun(id))
            #expect(try await database.rows(FinishJobs(jobs: jobs, outcomes: [BatchOutcome(rejected: 1)])).count == 1)
            #expect(try await database.foldAndSettle(id).isEmpty, "a paused import does not end by itself")
            #expect(try await database.progress(of: id).rejected == 1)
            _ = try await database.rows(ResumeRun(id, rows: nil))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.completed])
        }
    }

    @Test("cancel and the end of several batches never wait for each other, in whatever order the batches are given")
    func cancelWhileFinishing() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 3, rowsPerJob: 1)
            let jobs = try await database.claim(3, by: try await database.makeWorker())
            let gate = try await database.connect()
            let finisher = try await database.connect()
            // Both begin, and both have to stop at the second of three jobs.
            try await gate.executeScript("BEGIN; SELECT FROM refinery.jobs WHERE id = \(jobs[1].id) FOR UPDATE")
            let finish = FinishJobs(jobs: jobs.reversed(), outcomes: jobs.map { _ in BatchOutcome(stored: 1) })
            async let finished = finisher.transaction { try await $0.rows(finish).count }
            try await database.waitForLocks(1)
            async let cancelled = call("cancel_import('\(id)')", database)
            try await database.waitForLocks(2)
            try await gate.executeScript("COMMIT")
            #expect(try await finished == 3)
            #expect(try await cancelled == "cancelled")
            #expect(try await database.states(of: id) == [.done: 3])
            for connection in [gate, finisher] { await connection.close() }
        }
    }

    @Test("cancel takes everything away, and no worker can finish what it held") func cancel() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 3, rowsPerJob: 1)
            let jobs = try await database.claim(2, by: try await database.makeWorker())
            _ = try await database.rows(FinishJobs(jobs: [jobs[0]], outcomes: [BatchOutcome(stored: 1)]))
            #expect(try await call("cancel_import('\(id)')", database) == "cancelled")
            #expect(try await call("cancel_import('\(id)')", database) == "cancelled")
            #expect(try await database.states(of: id) == [.cancelled: 2, .done: 1])
            #expect(try await database.rows(FinishJobs(jobs: [jobs[1]], outcomes: [BatchOutcome(stored: 1)])).isEmpty)
            #expect(try await database.rows(ReleaseJobs(jobs: [jobs[1]])).isEmpty)
            let progress = try await database.progress(of: id)
            #expect(progress.status == .cancelled)
            #expect(progress.done == 1)
            #expect(progress.fraction < 1)
        }
    }

    @Test("retry gives dead batches all their attempts again") func retry() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2, attempts: 1)
            let jobs = try await database.claim(2, by: try await database.makeWorker())
            _ = try await database.rows(FailJobs(jobs: jobs, delays: [.zero, .zero], code: "x", message: "x"))
            #expect(try await database.foldAndSettle(id).map(\.status) == [.failed])
            #expect(try await call("retry_import('\(id)')", database) == "2")
            #expect(try await database.progress(of: id).status == .running)
            #expect(try await database.states(of: id) == [.ready: 2])
            #expect(try await call("retry_import('\(id)')", database) == "0")
            #expect(try await database.claim(2, by: WorkerID()).map(\.attempt) == [1, 1])
        }
    }

    @Test("of two who find an import at its --max-cost one pauses it") func pauseAtCost() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            async let one = database.first(PauseImportAtCost(importID: id))
            async let other = database.first(PauseImportAtCost(importID: id))
            #expect(Set([try await one, try await other]) == [.paused, .notRunning])
            #expect(try await database.number("SELECT count(*) FROM refinery.events WHERE kind = 'import_paused'") == 1)
            #expect(try await database.progress(of: id).statusReason == PauseReason.maxCost.rawValue)
        }
    }

    @Test("set_priority moves what is not under way") func priority() async throws {
        try await withDatabase { database in
            let slow = try await database.makeImport(jobs: 2)
            let quick = try await database.makeImport(jobs: 2)
            #expect(try await call("set_priority('\(quick)', 5)", database) == "5")
            #expect(try await database.claim(2, by: try await database.makeWorker()).map(\.importID) == [quick, quick])
            #expect(try await call("set_priority('\(slow)', 1000)", database) == "1000")
            let refused = await refusal { try await call("set_priority('\(slow)', 1001)", database) }
            #expect(refused?.code == "22023")
        }
    }

    @Test(
        "refuses what makes no sense, saying why",
        arguments: [
            ("completed", "pause_import", "only a running import"), ("completed", "resume_import", "only a paused import"),
            ("completed", "cancel_import", "nothing left to cancel"), ("completed", "retry_import", "no dead batches"),
            ("cancelled", "pause_import", "only a running import"), ("cancelled", "resume_import", "only a paused import"),
            ("cancelled", "retry_import", "no dead batches"), ("failed", "pause_import", "only a running import"),
            ("failed", "resume_import", "only a paused import"),
        ])
    func refusals(status: String, function: String, reason: String) async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 0)
            try await database.execute("UPDATE refinery.runs SET status = '\(status)', counters = '{\"rows\": 0}' WHERE id = '\(id)'")
            let refused = await refusal { try await call("\(function)('\(id)')", database) }
            #expect(refused?.code == "55000")
            #expect(refused?.message.contains(reason) == true, "\(refused?.message ?? "-")")
            #expect(try await database.number("SELECT count(*) FROM refinery.events") == 0)
        }
    }

    @Test("says that there is no such import", arguments: ["pause_import", "resume_import", "cancel_import", "retry_import"])
    func unknown(function: String) async throws {
        try await withDatabase { database in
            let refused = await refusal { try await call("\(function)('\(ImportID())')", database) }
            #expect(refused?.message.hasPrefix("There is no import") == true)
        }
    }

    @Test("resume at the row limit lets as many rows pass as were allowed at submit, or as said, or all") func rowLimit() async throws {
        try await withDatabase { database in
            var options = ImportOptions.forTests
            options.rowsPerRun = 10
            for (said, limit) in [("NULL", "20"), ("5", "15"), ("0", nil)] {
                let id = try await database.makeImport(jobs: 1, rowsPerJob: 10, options: options)
                try await database.execute("UPDATE refinery.runs SET status = 'paused', status_reason = 'row_limit' WHERE id = '\(id)'")
                _ = try await call("resume_import('\(id)', \(said))", database)
                #expect(try await database.text("SELECT row_limit FROM refinery.imports WHERE id = '\(id)'") == limit, "\(said)")
            }
            let refused = await refusal { try await call("resume_import('\(ImportID())', -1)", database) }
            #expect(refused != nil)
        }
    }
}

extension TestDatabase {
    /// Waits until so many sessions of this database wait for a lock.
    fileprivate func waitForLocks(_ count: Int) async throws {
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        while try await number(waiting) < count { await Task.yield() }
    }
}
