import Foundation
import Postgres
import PrivatePostgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
import SampleFiles
import RefineryFleet

@Suite("A fleet behind a pooler", .enabled(if: TestPgBouncer.isInstalled, "needs Debian's package pgbouncer"), .timeLimit(.minutes(5)))
struct PoolerTests {
    /// Lends a database, and another way to it through a PgBouncer in transaction mode.
    private func withPooler(_ body: (_ direct: TestDatabase, _ pooled: TestDatabase) async throws -> Void) async throws {
        try await withDatabase { database in
            let bouncer = try await TestPgBouncer.start(for: database)
            let pooled = TestDatabase(url: bouncer.url)
            try await body(database, pooled)
            await pooled.close()
        }
    }

    @Test("takes an import from submit to its end, and leaves nothing behind in the sessions it shares") func wholeImport() async throws {
        let sample = SampleGenerator(rows: 3_000, seed: 83)
        try await withPooler { direct, pooled in
            let fleet = try TestFleet(pooled)
            let id = try await fleet.submit(sample)
            try await fleet.run(coordinators: 2, workers: 3) {
                _ = try await direct.wait(for: id) { $0.done > 0 }
                #expect(try await direct.number("SELECT count(*) FROM refinery.workers WHERE holds_lock") == 0)
                _ = try await direct.wait(for: id) { $0.status == .completed }
            }
            try await expect(id, direct, sample.expected)
            #expect(
                try await direct.number(
                    """
                    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                     WHERE l.locktype = 'advisory' AND d.datname = current_database()
                    """) == 0)
            #expect(try await pooled.number("SELECT count(*) FROM pg_listening_channels()") == 0)
            #expect(try await pooled.number("SELECT count(*) FROM pg_prepared_statements") == 0)
            // Every row repeats one that is there, and may fill it.
            let again = try await fleet.submit(sample.bytes) { $0.onDuplicate = .fill }
            let progress = try await fleet.run(workers: 3) { try await direct.wait(for: again) { $0.status == .completed } }
            #expect(progress.duplicates == Int64(sample.expected.stored + sample.expected.duplicates))
            #expect(
                try await direct.number("SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relname = 'fill_rows'") == 0)
        }
    }

    @Test("has one leader together with processes that connect directly") func mixed() async throws {
        let sample = SampleGenerator(rows: 2_000, seed: 89)
        try await withPooler { direct, pooled in
            let (near, far) = (try TestFleet(direct), try TestFleet(pooled))
            let id = try await near.submit(sample)
            try await far.run(coordinators: 1, workers: 1) {
                try await near.run(coordinators: 1, workers: 1) { _ = try await direct.wait(for: id) { $0.status == .completed } }
            }
            try await expect(id, direct, sample.expected)
        }
        try await withPooler { direct, pooled in
            for (leader, other) in [(direct, pooled), (pooled, direct)] {
                let (taken, takenTwice) = try await leader.database.pool.withTransaction { connection in
                    (try await connection.first(TakeLeadership()), try await other.first(TakeLeadership()))
                }
                #expect(taken == true)
                #expect(takenTwice == false)
                #expect(try await other.first(TakeLeadership()) == true)
            }
        }
    }

    @Test("is led by the next coordinator when the leader ends") func leaderEnds() async throws {
        let sample = SampleGenerator(rows: 1_500, seed: 97)
        try await withPooler { direct, pooled in
            let fleet = try TestFleet(pooled)
            let id = try await fleet.submit(sample)
            try await fleet.run(coordinators: 1, workers: 1) {
                try await fleet.run(coordinators: 1, workers: 0) { _ = try await direct.wait(for: id) { $0.done > 0 } }
                _ = try await direct.wait(for: id) { $0.status == .completed }
            }
            try await expect(id, direct, sample.expected)
        }
    }

    @Test("runs the batches of a worker again once its lease has lapsed, and ends nobody's session") func leaseLapsed() async throws {
        let sample = SampleGenerator(rows: 1_000, seed: 101)
        try await withPooler { direct, pooled in
            let fleet = try TestFleet(pooled)
            let id = try await fleet.submit(sample)
            let dead = try await pooled.makeWorker()
            // A session of the pooler that was named by the dead worker serves another client now.
            let innocent = try await PostgresConnection.connect(
                ConnectionConfiguration(url: direct.url, applicationName: "refinery/worker/\(dead)"))
            try await innocent.executeScript("BEGIN")
            try await fleet.run(workers: 0) { while try await !direct.progress(of: id).isSplit { await Task.yield() } }
            let held = try await pooled.claim(3, by: dead)
            try #require(held.count == 3)
            try await direct.execute("UPDATE refinery.workers SET lease_until = now() - interval '1 second' WHERE id = '\(dead)'")
            try await fleet.run(workers: 2) {
                _ = try await direct.wait(for: id) { $0.done == $0.rowsSplit }
                try await innocent.executeScript("COMMIT")
                _ = try await direct.wait(for: id) { $0.status == .completed }
            }
            await innocent.close()
            try await expect(id, direct, sample.expected)
            #expect(
                try await pooled.rows(FinishJobs(jobs: held, outcomes: held.map { BatchOutcome(stored: $0.span?.rowCount ?? 0) })).isEmpty)
            #expect(
                try await direct.number("SELECT count(*) FROM refinery.jobs WHERE errors -> 0 ->> 'code' = 'worker_hung' AND attempt = 2")
                    == 3)
        }
    }

    @Test("goes on after a crash of the server that the pooler hides from it") func serverCrash() async throws {
        let sample = SampleGenerator(rows: 2_000, seed: 103)
        try await withOwnServer { server, direct in
            let bouncer = try await TestPgBouncer.start(for: direct)
            let pooled = TestDatabase(url: bouncer.url)
            var fleet = try TestFleet(pooled)
            fleet.settings.lease = .seconds(1)
            fleet.settings.renewal = .milliseconds(200)
            // Two crashes and, on a busy machine, a lease of one second that lapses can meet one batch.
            fleet.settings.attempts = 10
            let id = try await fleet.submit(sample)
            try await fleet.run(workers: 3) {
                for share in 1...2 {
                    while try await direct.progress(of: id).done < Int64(share * 500) { await Task.yield() }
                    try await server.stop(.immediate)
                    _ = try await server.start()
                }
                while try await direct.progress(of: id).status == .running { await Task.yield() }
            }
            try await expect(id, direct, sample.expected)
            await pooled.close()
        }
    }

    @Test("loses nothing when a worker of it is killed, as real processes do it, and says once what the pooler costs")
    func processes() async throws {
        let sample = SampleGenerator(rows: 1_200, seed: 107)
        try await withProgram { program in
            let bouncer = try await TestPgBouncer.start(for: program.database)
            var environment = program.environment
            environment["DATABASE_URL"] = bouncer.url
            environment["LOG_LEVEL"] = "warning"
            let file = try program.file("leads.csv", sample)
            let submitted = try await program.binary.run(
                ["submit", file, "--all", "--json", "--batch-size", "50"], environment: environment)
            #expect(submitted.status == 0)
            let id = try #require(try submitted.lastObject()["import_id"]?.text)
            let importID = ImportID(rawValue: try #require(UUID(uuidString: id)))
            let coordinator = try program.binary.start(["coordinator"], environment: environment)
            var slow = environment
            slow["REFINERY_TEST_BATCH_DELAY_MS"] = "60000"
            let victim = try program.binary.start(["worker"], environment: slow)
            let holds =
                "SELECT count(*) FROM refinery.jobs j JOIN refinery.workers w ON w.id = j.worker_id WHERE w.pid = \(victim.processID)"
            while try await program.database.number(holds) == 0 { await Task.yield() }
            // Not before: it could do everything while the victim still starts.
            let worker = try program.binary.start(["worker"], environment: environment)
            victim.send(SIGKILL)
            _ = try await victim.end()
            _ = try await program.database.wait(for: importID) { $0.status != .running }
            for process in [coordinator, worker] {
                process.send(SIGTERM)
                let outcome = try await process.end()
                #expect(outcome.status == 0)
                #expect(outcome.errors.split(separator: "a pooler stands before Postgres").count == 2, "\(outcome.errors)")
            }
            let shown = try await program.run("status", id, "--json")
            #expect(try shown.counts() == sample.expected.asPrinted)
            #expect(try await program.database.contradictions().isEmpty)
            #expect(try await program.database.number("SELECT max(attempt) FROM refinery.jobs WHERE stage = 'refine'") == 2)
        }
    }
}
