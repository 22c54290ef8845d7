import Foundation
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
import SampleFiles

@Suite("refinery run", .timeLimit(.minutes(6))) struct RunCommandTests {
    @Test("refines a file with processes of its own and prints the result as its last line") func completes() async throws {
        let sample = SampleGenerator(rows: 3_000, seed: 31)
        try await withProgram { program in
            let outcome = try await program.run("run", try program.file("leads.csv", sample), "--workers", "2", "--all", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.counts() == sample.expected.asPrinted)
            let object = try outcome.lastObject()
            #expect(object["status"] == .text("completed"))
            for key in ["import_id", "elapsed_seconds", "rows_per_second"] { #expect(object[key] != nil, "\(key)") }
            let id = try #require(object["import_id"]?.text)

            let status = try await program.run("status", id, "--json")
            #expect(status.status == 0)
            #expect(try status.counts() == sample.expected.asPrinted)
            let jobs = try #require(try status.lastObject()["jobs"])
            #expect(jobs == .object(["split": .object(["done": .number(1)]), "refine": .object(["done": .number(12)])]))
            let imports = try await program.run("imports", "--json")
            #expect(imports.lines.count == 1)

            let again = try await program.run("run", try program.file("copy.csv", sample), "--workers", "1", "--all", "--json")
            #expect(again.status == 65)
            #expect(again.errors.contains(id), "names the earlier import: \(again.errors)")
            #expect(again.errors.contains("--again"))
            #expect(try await program.database.number("SELECT count(*) FROM refinery.imports") == 1)
        }
    }

    #if os(Linux)
    @Test("leaves all counts and no bar as its last line on a narrow terminal") func lastLineOnTerminal() async throws {
        let sample = SampleGenerator(rows: 2_000, seed: 41)
        try await withProgram { program in
            let file = try program.file("leads.csv", sample)
            let commandLine = "stty columns 60; exec '\(program.binary.path)' run '\(file)' --workers 1 --all"
            let terminal = RefineryBinary(path: "/usr/bin/script")
            let outcome = try await terminal.run(
                ["--quiet", "--return", "--command", commandLine, program.path("typescript")],
                environment: program.environment.merging(
                    ["TERM": "xterm", "SHELL": "/bin/sh", "REFINERY_TEST_BATCH_DELAY_MS": "20", "BATCH_SIZE": "50"]
                ) { $1 })
            #expect(outcome.status == 0, "\(outcome.output)")
            // What the terminal still shows: of a line that was written over, its last text.
            let shown = outcome.output.components(separatedBy: "\r\n").map { $0.components(separatedBy: "\u{1B}[2K").last ?? "" }
            let expected = sample.expected
            func text(_ count: Int) -> String { NumberFormat.grouped(Int64(count)) }
            let counts = [
                "\(text(expected.rows)) of \(text(expected.rows)) rows", "\(text(expected.stored)) stored",
                "\(text(expected.duplicates)) duplicates", "\(text(expected.rejects)) rejected", "completed",
            ]
            #expect(shown.contains(counts.joined(separator: " · ")), "\(shown)")
            #expect(outcome.output.contains("░"), "there was a bar before: \(outcome.output)")
            #expect(!shown.contains { $0.contains("█") || $0.contains("░") }, "\(shown)")
        }
    }
    #endif

    @Test("comes to the same numbers when a worker and the coordinator are killed in the middle") func killed() async throws {
        let sample = SampleGenerator(rows: 20_000, seed: 37)
        try await withProgram { program in
            let database = program.database
            let running = try program.start(
                "run", try program.file("leads.csv", sample), "--workers", "4", "--all", "--json",
                environment: ["BATCH_SIZE": "50", "MAX_CONCURRENT_BATCHES": "4", "REFINERY_TEST_BATCH_DELAY_MS": "30"])
            let id = try await firstImport(database, while: running)
            // The delay keeps the import going for seconds, so that its middle is not over before it is seen.
            _ = try await database.wait(for: id) { $0.done > 500 }
            let worker = try await database.number("SELECT pid FROM refinery.workers WHERE role = 'worker' ORDER BY number LIMIT 1")
            let coordinator = try await database.number("SELECT pid FROM refinery.workers WHERE role = 'coordinator' LIMIT 1")
            try #require(worker > 0 && coordinator > 0)
            #expect(kill(pid_t(worker), SIGKILL) == 0)
            #expect(kill(pid_t(coordinator), SIGKILL) == 0)
            let outcome = try await running.end()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.counts() == sample.expected.asPrinted)
            #expect(try await database.contradictions().isEmpty)
            #expect(try await database.outcome(of: id).rows == sample.expected.rows)
        }
    }

    @Test("--resume lifts the row limit of an import that counts as running, because its processes ended") func resumesRunning()
        async throws
    {
        let sample = SampleGenerator(rows: 400, seed: 43)
        try await withProgram { program in
            let fleet = try TestFleet(program.database)
            let id = try await fleet.submit(sample.bytes) { $0.rowsPerRun = 100 }
            try await fleet.run(workers: 0) {
                let isHeld = "SELECT count(*) FROM refinery.jobs WHERE stage = 'split' AND state = 'waiting'"
                while try await program.database.number(isHeld) == 0 { await Task.yield() }
            }
            let outcome = try await program.run("run", "--resume", id.description, "--all", "--workers", "1", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.counts() == sample.expected.asPrinted)
        }
    }

    @Test("pauses at MAX_RECORDS_PER_RUN with exit code 75, and goes on when told to") func pauses() async throws {
        let sample = SampleGenerator(rows: 1_200, seed: 41)
        try await withProgram { program in
            let limit = ["MAX_RECORDS_PER_RUN": "500"]
            let first = try await program.run("run", try program.file("leads.csv", sample), "--workers", "1", "--json", environment: limit)
            #expect(first.status == 75, "\(first.errors)")
            let object = try first.lastObject()
            #expect(object["status"] == .text("paused"))
            #expect(object["rows"]?.number == 500)
            let id = try #require(object["import_id"]?.text)
            #expect(try await program.database.number("SELECT done FROM refinery.import_progress") == 500)

            let resumed = try await program.run("resume", id, "--all")
            #expect(resumed.status == 0, "\(resumed.errors)")
            let coordinator = try program.start("coordinator")
            let worker = try program.start("worker")
            let watched = try await program.run("watch", id, "--json")
            #expect(watched.status == 0, "\(watched.errors)")
            #expect(try watched.counts() == sample.expected.asPrinted)
            // A line an event, from the first one on, and nothing else but the summary at the end.
            let events = try watched.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }.dropLast()
            #expect(events.allSatisfy { $0["import_id"]?.text == id && $0["v"] == .number(1) })
            #expect(events.first?["kind"] == .text("import_submitted") && events.last?["kind"] == .text("import_completed"))
            let numbers = events.compactMap { $0["seq"]?.number }
            #expect(numbers == numbers.sorted() && Set(numbers).count == events.count)
            #expect(watched.errors.isEmpty, "\(watched.errors)")
            // SIGTERM is how a fleet is stopped: everybody leaves with 0.
            coordinator.send(SIGTERM)
            worker.send(SIGTERM)
            #expect(try await coordinator.end().status == 0)
            #expect(try await worker.end().status == 0)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.workers") == 0)
        }
    }

    @Test("can go on by itself with a paused import") func resumes() async throws {
        let sample = SampleGenerator(rows: 900, seed: 43)
        try await withProgram { program in
            let first = try await program.run(
                "run", try program.file("leads.csv", sample), "--workers", "1", "--max-records", "300", "--json")
            #expect(first.status == 75)
            let id = try #require(try first.lastObject()["import_id"]?.text)
            let second = try await program.run("run", "--resume", id, "--workers", "1", "--all", "--json")
            #expect(second.status == 0, "\(second.errors)")
            #expect(try second.counts() == sample.expected.asPrinted)
        }
    }
}
