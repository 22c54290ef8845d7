import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Signals", .timeLimit(.minutes(6))) struct SignalTests {
    @Test("one that comes while a process starts ends it, whenever that is", arguments: ["worker", "coordinator"])
    func start(role: String) async throws {
        try await withProgram { program in
            for microseconds in stride(from: 0, to: 120_000, by: 4_000) {
                let running = try program.start(role)
                // The moment itself is what is tried.
                let moment = ContinuousClock.now + .microseconds(microseconds)
                while .now < moment { await Task.yield() }
                running.send(SIGTERM)
                let status = try await running.end().status
                #expect(status == 0 || status == 128 + SIGTERM, "after \(microseconds) µs: \(status)")
            }
        }
    }

    @Test("Ctrl-C in a run stops its processes and says how to go on") func interruptedRun() async throws {
        try await withProgram { program in
            let text = "Company,Phone\n" + (0..<500).map { "Firm \($0),617555\(1000 + $0)\n" }.joined()
            let running = try program.start(
                "run", try program.file("leads.csv", text), "--no-lookup", "--workers", "1",
                environment: ["REFINERY_TEST_BATCH_DELAY_MS": "1000", "BATCH_SIZE": "10", "MAX_CONCURRENT_BATCHES": "1"])
            let id = try await firstImport(program.database, while: running)
            // Said once the import is committed; a moment before, nothing was begun.
            while try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE state = 'claimed' AND stage = 'refine'") == 0
            {
                try #require(running.isRunning)
                await Task.yield()
            }
            running.send(SIGINT)
            let outcome = try await running.end()
            #expect(outcome.status == 130, "\(outcome.errors)")
            #expect(outcome.errors.contains("Stopped. Go on: refinery run --resume \(id.description.prefix(8))"), "\(outcome.errors)")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.workers") == 0)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE state = 'claimed'") == 0)
        }
    }

    @Test("Ctrl-C ends a watch with 130, and with --json the last object says so") func interruptedWatch() async throws {
        try await withProgram { program in
            let submit = try await program.run("submit", try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n"))
            let running = try program.start("watch", String(submit.lines[0]), "--json")
            let isWatched =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'refinery/watch/%' AND query LIKE '%list_events%'"
            while try await program.database.number(isWatched) == 0 {
                try #require(running.isRunning)
                await Task.yield()
            }
            running.send(SIGINT)
            let outcome = try await running.end()
            #expect(outcome.status == 130, "\(outcome.errors)")
            #expect(outcome.lines.last?.contains(#""code":"interrupted""#) == true, "\(outcome.output)")
        }
    }

    @Test("events prints those that are there behind a number, and with --follow those that come, each once, until Ctrl-C") func events()
        async throws
    {
        try await withProgram { program in
            let id = try await program.run("submit", try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")).lines[0]
            let add = "INSERT INTO refinery.events (run_id, kind, data) VALUES (%, 'import_paused', '{}')"
            let run = "(SELECT r.id FROM refinery.runs r WHERE r.id::text LIKE '\(id)%')"
            try await program.database.execute(add.replacing("%", with: run))
            try await program.database.execute(add.replacing("%", with: "NULL"))
            let kinds = { (outcome: ProgramOutcome) in
                outcome.lines.compactMap { try? JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8))["kind"]?.text }
            }
            let all = try await program.run("events", "--json")
            #expect(kinds(all) == ["import_submitted", "import_paused", "import_paused"], "\(all.output)\(all.errors)")
            #expect(kinds(try await program.run("events", String(id), "--json")) == ["import_submitted", "import_paused"])
            let first = try await program.database.number("SELECT min(seq) FROM refinery.events")
            #expect(kinds(try await program.run("events", "--after", "\(first)", "--json")) == ["import_paused", "import_paused"])
            #expect(try await program.run("events", "--after", "-1").status == 64)

            let running = try program.start("events", "--follow", "--after", "\(first)", "--json")
            let isFollowed =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'refinery/events/%' AND query LIKE '%list_events%'"
            while try await program.database.number(isFollowed) == 0 {
                try #require(running.isRunning)
                await Task.yield()
            }
            #expect(try await program.run("cancel", String(id)).status == 0)
            let looks =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'refinery/events/%' AND query LIKE '%list_events%' AND query_start > $MARK"
            let mark = try await program.database.text("SELECT clock_timestamp()::text") ?? ""
            while try await program.database.number(looks.replacing("$MARK", with: "'\(mark)'::timestamptz + interval '100 ms'")) == 0 {
                try #require(running.isRunning)
                await Task.yield()
            }
            running.send(SIGTERM)
            let outcome = try await running.end()
            #expect(outcome.status == 143, "\(outcome.errors)")
            let told = kinds(outcome)
            #expect(
                told.prefix(2) == ["import_paused", "import_paused"] && told.filter { $0 == "import_cancelled" }.count == 1,
                "\(outcome.output)")
        }
    }

    @Test("a worker that does not stop in time is killed, and the run ends") func stubborn() async throws {
        try await withProgram { program in
            let running = try program.start(
                "run", try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n"), "--no-lookup", "--workers", "1",
                environment: ["REFINERY_TEST_BATCH_DELAY_MS": "60000", "SHUTDOWN_TIMEOUT_SECONDS": "0"])
            var worker: Int32 = 0
            while worker == 0 {
                try #require(running.isRunning)
                let query = "SELECT pid::text FROM refinery.workers w JOIN refinery.jobs j ON j.worker_id = w.id WHERE j.stage = 'refine'"
                worker = try await program.database.text(query).flatMap { Int32($0) } ?? 0
                await Task.yield()
            }
            // Stopped, it cannot answer to anything but SIGKILL.
            kill(worker, SIGSTOP)
            running.send(SIGTERM)
            #expect(try await running.end().status == 143)
            #expect(kill(worker, 0) != 0)
        }
    }
}
