import Foundation
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
import SampleFiles
import RefineryFleet

/// A whole fleet in this process, each member with its own way to the database.
@Suite("A fleet", .timeLimit(.minutes(6))) struct FleetTests {
    private static let sample = SampleGenerator(rows: 6_000, seed: 20_260_521)

    private func expect(_ progress: ImportProgress, _ counts: SampleCounts) {
        #expect(progress.status == .completed)
        #expect(progress.fraction == 1)
        #expect(progress.rowsSplit == Int64(counts.rows))
        #expect(
            [progress.stored, progress.duplicates, progress.rejected].map { Int($0) } == [counts.stored, counts.duplicates, counts.rejects])
    }

    @Test("gives every row its one outcome, the same three numbers with any number of workers", arguments: [1, 2, 8])
    func workers(count: Int) async throws {
        let expected = Self.sample.expected
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.sample.bytes)
            expect(try await fleet.run(id, workers: count), expected)
            let outcome = try await database.outcome(of: id)
            #expect(outcome == BatchOutcome(stored: expected.stored, duplicates: expected.duplicates, rejected: expected.rejects))
            #expect(outcome.rows == expected.rows)
            #expect(try await database.contradictions().isEmpty)
            #expect(try await database.number("SELECT count(*) FROM refinery.records WHERE phone_status = 'invalid'") == expected.badPhones)
            let left = try await database.select("SELECT role, id FROM refinery.workers")
            #expect(left.isEmpty, "everybody said goodbye")
            let codes = try await database.select("SELECT code, count(*) FROM refinery.rejects GROUP BY code")
            let counted = Dictionary(uniqueKeysWithValues: codes.map { ($0[0] ?? "", Int($0[1] ?? "")) })
            #expect(counted["row_too_short"] == expected.rejectsByReason[.tooFewFields])
            #expect(counted["row_too_long"] == expected.rejectsByReason[.tooManyFields])
            #expect(counted["business_name_missing"] == expected.rejectsByReason[.missingBusinessName])
            #expect(counted["email_malformed"] == expected.rejectsByReason[.malformedEmail])
        }
    }

    @Test("submitting the same rows again stores nothing, also when both imports run at once") func twice() async throws {
        let sample = SampleGenerator(rows: 1_500, seed: 7)
        let expected = sample.expected
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let ids = [try await fleet.submit(sample.bytes), try await fleet.submit(sample.bytes)]
            try await fleet.run(workers: 3) { for id in ids { _ = try await fleet.waitForEnd(of: id) } }
            let outcomes = [try await database.outcome(of: ids[0]), try await database.outcome(of: ids[1])]
            #expect(outcomes.map(\.rows) == [1_500, 1_500])
            #expect(outcomes.map(\.rejected) == [expected.rejects, expected.rejects])
            #expect(outcomes[0].stored + outcomes[1].stored == expected.stored)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("pauses by itself at the row limit, exactly, and goes on where it stopped") func rowLimit() async throws {
        let sample = SampleGenerator(rows: 1_000, seed: 11)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample.bytes) {
                $0.rowsPerRun = 450
                $0.batchSize = 100
            }
            for expected in [450, 900] {
                let progress = try await fleet.run(id, workers: 2)
                #expect(progress.status == .paused)
                #expect(progress.statusReason == PauseReason.rowLimit.rawValue)
                #expect(progress.done == Int64(expected))
                #expect(try await database.outcome(of: id).rows == expected)
                _ = try await database.rows(ResumeRun(id, rows: nil))
            }
            expect(try await fleet.run(id, workers: 2), sample.expected)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test(
        "is resumed while it runs and its split waits at the row limit: the rest is split, and the answer says which limit holds",
        arguments: [
            (["--all"], 1_000, "It is running already, without a row limit."),
            (["--max-records", "300"], 750, "It is running already, and pauses after 750 rows in all."),
        ])
    func resumeWhileRunning(options: [String], rows: Int64, answer: String) async throws {
        let sample = SampleGenerator(rows: 1_000, seed: 11)
        try await withProgram { program in
            let fleet = try TestFleet(program.database)
            let id = try await fleet.submit(sample.bytes) {
                $0.rowsPerRun = 450
                $0.batchSize = 100
            }
            // No worker: the batches before the limit keep the import running.
            try await fleet.run(workers: 0) {
                let isHeld = "SELECT count(*) FROM refinery.jobs WHERE stage = 'split' AND state = 'waiting'"
                while try await program.database.number(isHeld) == 0 { await Task.yield() }
                let outcome = try await program.binary.run(["resume", id.description] + options, environment: program.environment)
                #expect(outcome.status == 0)
                #expect(outcome.errors.contains(answer), "\(outcome.errors)")
                while try await program.database.progress(of: id).rowsSplit < rows { await Task.yield() }
            }
            let progress = try await fleet.run(id, workers: 2)
            #expect(progress.done == rows)
            #expect(progress.status == (rows == 1_000 ? .completed : .paused))
        }
    }

    @Test("says of batches under way that their import was cancelled, not that a lease was lost") func cancel() async throws {
        let sample = SampleGenerator(rows: 1_000, seed: 19)
        try await withDatabase { database in
            let log = LogRecorder()
            var fleet = try TestFleet(database)
            fleet.logger = log.logger
            fleet.settings.batchDelay = .milliseconds(200)
            let id = try await fleet.submit(sample.bytes) { $0.batchSize = 50 }
            try await fleet.run(workers: 1) {
                let isUnderWay = "SELECT count(*) FROM refinery.jobs WHERE stage = 'refine' AND state = 'claimed'"
                while try await database.number(isUnderWay) == 0 { await Task.yield() }
                _ = try await database.first(CancelRun(id))
                await log.wait(for: 1, of: "import cancelled, nothing more of it is stored")
            }
            #expect(log.lines.filter { $0.message.contains("lease lost") }.isEmpty)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("can be paused and resumed by an operator in the middle") func pause() async throws {
        let sample = SampleGenerator(rows: 4_000, seed: 13)
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            // So that batches are left when the first are done.
            fleet.settings.batchDelay = .milliseconds(20)
            let id = try await fleet.submit(sample.bytes) { $0.batchSize = 20 }
            try await fleet.run(workers: 2) {
                _ = try await database.wait(for: id) { $0.done > 0 }
                _ = try await database.rows(PauseRun(id))
                let paused = try await database.wait(for: id) { $0.status != .running }
                #expect(paused.status == .paused)
                #expect(paused.done < 4_000)
                _ = try await database.rows(ResumeRun(id, rows: nil))
                _ = try await database.wait(for: id) { $0.status == .completed }
            }
            expect(try await database.progress(of: id), sample.expected)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("with two coordinators has one leader, and a batch that cannot be refined ends as a dead letter that retry revives")
    func deadLetter() async throws {
        let sample = SampleGenerator(rows: 600, seed: 17)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample.bytes) { $0.batchSize = 100 }
            // Not a value is refused (then its row alone would be rejected): the batch fails whoever tries it.
            try await database.execute(
                "CREATE FUNCTION refinery.break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$")
            try await database.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON refinery.records FOR EACH ROW WHEN (NEW.row_number = 250) EXECUTE FUNCTION refinery.break()"
            )
            let failed = try await fleet.run(id, coordinators: 2, workers: 2)
            #expect(failed.status == .failed)
            #expect(failed.done == 500)
            let dead = try await database.rows(ListDeadJobs(runID: id))
            #expect(dead.map(\.seq) == [3])
            #expect(dead.map(\.attempt) == [3])
            #expect(dead.first?.code == "database_P0001")
            try await database.execute("DROP TRIGGER broken ON refinery.records")
            _ = try await database.rows(RetryRun(id))
            expect(try await fleet.run(id, coordinators: 2, workers: 2), sample.expected)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("keeps sources in a directory as well") func directory() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-e2e-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let sample = SampleGenerator(rows: 500, seed: 19)
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            fleet.sources = try database.sources("file://\(folder.path)")
            let id = try await fleet.submit(sample.bytes)
            expect(try await fleet.run(id, workers: 2), sample.expected)
            #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 0)
        }
    }

    @Test("tells its story in events: seqs grow, the last one says completed") func events() async throws {
        let sample = SampleGenerator(rows: 500, seed: 23)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample.bytes)
            try await fleet.run(id, workers: 1)
            let kinds = try await database.select("SELECT kind FROM refinery.events WHERE run_id = '\(id)' ORDER BY seq").map { $0[0] }
            #expect(kinds.first == "import_submitted")
            #expect(kinds.last == "import_completed")
            #expect(kinds.dropFirst().dropLast().allSatisfy { $0 == "import_progress" })
            let sample = try await database.text("SELECT data::text FROM refinery.events ORDER BY seq DESC LIMIT 1")
            #expect(sample?.contains("@") == false, "no personal data in events")
        }
    }
}
