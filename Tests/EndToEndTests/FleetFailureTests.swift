import Postgres
import PrivatePostgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
import SampleFiles
import RefineryFleet

@Suite("A fleet that loses something", .timeLimit(.minutes(6))) struct FleetFailureTests {
    @Test("says once a process that the database is away, with the reason, and once that it is back") func outage() async throws {
        try await withOwnServer { server, database in
            let log = LogRecorder()
            var fleet = try TestFleet(database)
            fleet.logger = log.logger
            let id = try await fleet.submit(SampleGenerator(rows: 6_000, seed: 23).bytes)
            fleet.settings.batchDelay = .milliseconds(20)
            try await fleet.run(coordinators: 1, workers: 2) {
                await log.wait(for: 3, of: "registered")
                try await server.stop()
                await log.wait(for: 3, of: "the database is away, waiting for it")
                _ = try await server.start()
                await log.wait(for: 3, of: "the database is back")
                while try await database.progress(of: id).status != .completed { await Task.yield() }
            }
            #expect(log.lines(of: "the database is away, waiting for it").allSatisfy { $0.reason?.isEmpty == false })
            let others = log.troubles.filter { $0.message != "the database is away, waiting for it" }
            #expect(others.isEmpty, "\(others)")
            #expect(log.lines(of: "the database is away, waiting for it").count == 3)
            #expect(log.lines(of: "the database is back").count == 3)
        }
    }

    @Test("goes on without a worker that hangs, and what that worker sends later changes nothing") func hung() async throws {
        let sample = SampleGenerator(rows: 1_000, seed: 61)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample)
            let hung = try await database.makeWorker(lease: .seconds(60))
            try await fleet.run(workers: 0) { while try await !database.progress(of: id).isSplit { await Task.yield() } }
            let held = try await database.claim(3, by: hung)
            try #require(held.count == 3)
            try await database.execute("UPDATE refinery.workers SET lease_until = now() - interval '1 second' WHERE id = '\(hung)'")
            try await fleet.run(id, workers: 2)
            try await expect(id, database, sample.expected)
            #expect(
                try await database.rows(FinishJobs(jobs: held, outcomes: held.map { BatchOutcome(stored: $0.span?.rowCount ?? 0) })).isEmpty
            )
            #expect(try await database.number("SELECT count(*) FROM refinery.events WHERE kind = 'jobs_rescued'") == 1)
            #expect(try await database.number("SELECT max(attempt) FROM refinery.jobs") == 2)
        }
    }

    @Test("connects again when the database drops every connection, again and again, and comes to the same numbers")
    func connectionsLost() async throws {
        let sample = SampleGenerator(rows: 4_000, seed: 67)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample)
            try await fleet.run(workers: 3) {
                // A connection that bears another name, so that it outlives the others.
                let observer = try await PostgresConnection.connect(ConnectionConfiguration(url: database.url, applicationName: "observer"))
                for share in 1...5 {
                    while let summary = try await observer.first(FindProgress(id))?.summary, summary.progress.status == .running,
                        summary.progress.done < Int64(share * 600)
                    { await Task.yield() }
                    try await observer.execute(DropConnections())
                }
                while let summary = try await observer.first(FindProgress(id))?.summary, summary.progress.status == .running {
                    await Task.yield()
                }
                await observer.close()
            }
            try await expect(id, database, sample.expected)
            // A session lock that vanished is a death until its worker registers again; nothing else is held against a batch.
            let codes = try await database.select(
                "SELECT DISTINCT e ->> 'code' FROM refinery.jobs, jsonb_array_elements(errors) AS e WHERE e ->> 'code' <> 'worker_died'")
            #expect(codes.isEmpty)
        }
    }

    @Test("goes on after a crash of the server, which forgets the commits that nobody waited for", arguments: [1, 2])
    func serverCrash(times: Int) async throws {
        let sample = SampleGenerator(rows: 3_000, seed: 69)
        try await withOwnServer { server, database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample)
            try await fleet.run(workers: 3) {
                for share in 1...times {
                    while try await database.progress(of: id).done < Int64(share * 700) { await Task.yield() }
                    try await server.stop(.immediate)
                    _ = try await server.start()
                }
                while try await database.progress(of: id).status == .running { await Task.yield() }
            }
            try await expect(id, database, sample.expected)
        }
    }

    @Test("is led by the next coordinator when the leader ends") func leaderEnds() async throws {
        let sample = SampleGenerator(rows: 1_500, seed: 71)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample)
            // The first leader ends with the first batches done; another one is there all the time.
            try await fleet.run(coordinators: 1, workers: 1) {
                try await fleet.run(coordinators: 1, workers: 0) { _ = try await database.wait(for: id) { $0.done > 0 } }
                _ = try await fleet.waitForEnd(of: id)
            }
            try await expect(id, database, sample.expected)
        }
    }

    @Test("is led by another coordinator when the leader hangs") func leaderHangs() async throws {
        let sample = SampleGenerator(rows: 300, seed: 72)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(sample)
            // Takes the lock as a leader does, and is not heard of again.
            let hung = try await database.connect()
            try await hung.executeScript("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 300")
            #expect(try await hung.first(TakeLeadership()) == true)
            try await fleet.run(id, workers: 1)
            try await expect(id, database, sample.expected)
            await hung.close()
        }
    }

    @Test("leaves nothing half done of an import that is cancelled in the middle") func cancelled() async throws {
        let sample = SampleGenerator(rows: 3_000, seed: 73)
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            // So that the middle is not over before it is seen.
            fleet.settings.batchDelay = .milliseconds(20)
            let id = try await fleet.submit(sample)
            try await fleet.run(workers: 2) {
                _ = try await database.wait(for: id) { $0.done > 0 }
                _ = try await database.rows(CancelRun(id))
            }
            let progress = try await database.progress(of: id)
            #expect(progress.status == .cancelled)
            let outcome = try await database.outcome(of: id)
            #expect(Int64(outcome.rows) == progress.done)
            #expect(try await database.contradictions().isEmpty)
            #expect(Set(try await database.states(of: id).keys).isSubset(of: [.done, .cancelled]))
        }
    }

    @Test("pauses when too many rows are rejected, and goes on when that is accepted") func rejectRate() async throws {
        let sample = SampleGenerator(rows: 2_000, seed: 79, rejectRate: 0.4)
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            // So that the leader looks before the last batch is claimed.
            fleet.settings.batchDelay = .milliseconds(50)
            let id = try await fleet.submit(sample.bytes) {
                $0.batchSize = 20
                $0.rejectRateMax = 0.1
            }
            let first = try await fleet.run(id, workers: 1)
            #expect(first.status == .paused)
            #expect(first.statusReason == PauseReason.rejectRate.rawValue)
            #expect(first.done < 2_000)
            _ = try await database.rows(ResumeRun(id, rows: nil))
            fleet.settings.batchDelay = .zero
            try await fleet.run(id, workers: 1)
            try await expect(id, database, sample.expected)
        }
    }
}

/// Ends the sessions of the fleet in this database, as a restart of the server does.
private struct DropConnections: Query {
    static let sql = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'refinery/%' AND application_name NOT LIKE 'refinery/test/%'
        """
}
