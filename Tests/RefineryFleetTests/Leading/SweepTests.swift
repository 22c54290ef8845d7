import Logging
import Postgres
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet

@Suite("A round of the leader", .timeLimit(.minutes(10))) struct SweepTests {
    /// A leader that makes a round whenever it is told to.
    private func withLeader(
        _ body: (TestDatabase, LogRecorder, _ round: (_ until: () async throws -> Bool) async throws -> Void) async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let log = LogRecorder()
            let connection = try await database.connect()
            var sweep = try await leader(database, log, connection)
            try await body(database, log) { isReached in
                repeat { try await sweep.run(on: connection, isWoken: true) } while try await !isReached()
            }
            await connection.close()
        }
    }

    private func leader(_ database: TestDatabase, _ log: LogRecorder, _ connection: PostgresConnection) async throws -> Sweep {
        var settings = FleetSettings.quick
        settings.alerts.every = .zero
        settings.retention.every = .zero
        settings.lockGrace = .zero
        settings.orphanAge = .zero
        var sweep = Sweep(settings: settings, pulse: settings.pulse, sources: try database.sources(), logger: log.logger)
        try await sweep.begin(on: connection)
        return sweep
    }

    /// An import whose only batch is done.
    private func finished(_ database: TestDatabase) async throws -> ImportID {
        let id = try await database.makeImport(jobs: 1)
        try await database.execute(
            """
            UPDATE refinery.jobs SET state = 'done', stored = 8, duplicates = 2, rejected = 0, finished_at = now()
             WHERE run_id = '\(id)' AND stage = 'refine'
            """)
        return id
    }

    /// A row that nobody counted: the database refuses to call this import completed.
    private func contradict(_ id: ImportID, _ database: TestDatabase) async throws {
        try await database.execute("UPDATE refinery.imports SET split_rows = 11 WHERE id = '\(id)'")
    }

    private func repair(_ id: ImportID, _ database: TestDatabase) async throws {
        try await database.execute("UPDATE refinery.imports SET split_rows = 10 WHERE id = '\(id)'")
    }

    private func status(_ id: ImportID, _ database: TestDatabase) async throws -> ImportStatus {
        try await database.progress(of: id).status
    }

    private func stuck(_ database: TestDatabase) async throws -> [String] {
        try await database.rows(ListAlerts()).filter { $0.kind == "run.stuck" }.map(\.subject)
    }

    /// The batch of a worker whose lease has lapsed.
    private func lostBatch(_ database: TestDatabase) async throws -> (run: RunID, worker: WorkerID) {
        let id = try await database.makeImport(jobs: 1)
        let worker = try await database.makeWorker()
        let claimed = try await database.rows(ClaimJobs(stage: .refine, limit: 1, worker: worker, provider: nil))
        #expect(claimed.map(\.runID) == [id])
        try await database.execute("UPDATE refinery.workers SET lease_until = now() - interval '1 second' WHERE id = '\(worker)'")
        return (id, worker)
    }

    @Test("a run that contradicts itself keeps no other from being folded, ended and rescued, is told, and goes on when it is repaired")
    func contradiction() async throws {
        try await withLeader { database, log, round in
            let before = try await finished(database)
            let broken = try await finished(database)
            try await contradict(broken, database)
            let after = try await finished(database)
            let lost = try await lostBatch(database)

            try await round { true }
            for id in [before, after] { #expect(try await status(id, database) == .completed) }
            #expect(try await database.states(of: lost.run)[.ready] == 1)
            #expect(try await status(broken, database) == .running)

            // Also an import that is over later.
            let late = try await finished(database)
            try await round { log.lines(of: "a run is stuck, the others go on").count >= 3 }
            #expect(try await status(late, database) == .completed)

            let lines = log.lines(of: "a run is stuck, the others go on")
            #expect(lines.filter { $0.level == .error }.count == 1 && lines[0].level == .error, "\(lines)")
            #expect(lines[0].reason?.contains("runs_completed_check") == true)
            #expect(try await stuck(database) == ["\(broken)"])
            let events = try await database.select(
                "SELECT run_id::text, data ->> 'code' FROM refinery.events WHERE kind = 'run_stuck'")
            #expect(events == [["\(broken)", "database_23514"]])
            let operations = Operations(database: database.database, sources: try database.sources())
            #expect(try await operations.status(of: broken).stuck?.code == "database_23514")
            #expect(try await operations.status(of: late).stuck == nil)

            try await repair(broken, database)
            try await round { try await status(broken, database) == .completed }
            #expect(try await stuck(database).isEmpty)
            #expect(log.lines(of: "a run that was stuck goes on").count == 1)
        }
    }

    @Test("many of them, between others, are all told, and the others end") func many() async throws {
        try await withLeader { database, _, round in
            var (broken, sound): (Set<String>, [ImportID]) = ([], [])
            for number in 0..<12 {
                let id = try await finished(database)
                if number % 3 == 1 {
                    try await contradict(id, database)
                    broken.insert("\(id)")
                } else {
                    sound.append(id)
                }
            }
            try await round { true }
            for id in sound { #expect(try await status(id, database) == .completed) }
            #expect(Set(try await stuck(database)) == broken)
        }
    }

    @Test("the next leader knows what was stuck, and says that it is over; one that is cancelled is no more") func nextLeader() async throws
    {
        try await withDatabase { database in
            let (repaired, cancelled) = (try await finished(database), try await finished(database))
            for id in [repaired, cancelled] { try await contradict(id, database) }
            for (isFirst, log) in [(true, LogRecorder()), (false, LogRecorder())] {
                let connection = try await database.connect()
                var sweep = try await leader(database, log, connection)
                if isFirst {
                    try await sweep.run(on: connection, isWoken: true)
                    #expect(Set(try await stuck(database)) == ["\(repaired)", "\(cancelled)"])
                    try await repair(repaired, database)
                    _ = try await database.first(CancelRun(cancelled))
                } else {
                    while try await !stuck(database).isEmpty { try await sweep.run(on: connection, isWoken: true) }
                    #expect(try await status(repaired, database) == .completed)
                    #expect(log.troubles.isEmpty, "\(log.troubles)")
                }
                await connection.close()
            }
        }
    }

    @Test(
        "a step that the database refuses keeps no other from being done, and is done when it is repaired",
        arguments: [("watch_alerts", "alerts"), ("refresh_changed_contacts", "contacts"), ("leave_questions", "questions")])
    func step(function: String, step: String) async throws {
        try await withLeader { database, log, round in
            try await database.execute("ALTER FUNCTION refinery_internal.\(function) RENAME TO gone")
            let (id, lost) = (try await finished(database), try await lostBatch(database))
            try await round { log.lines(of: "a step of leading failed, the others go on").count >= 2 }
            #expect(try await status(id, database) == .completed)
            #expect(try await database.states(of: lost.run)[.ready] == 1)
            #expect(log.lines.filter { $0.level == .error }.count == 1)
            try await database.execute("ALTER FUNCTION refinery_internal.gone RENAME TO \(function)")
            try await round { log.lines(of: "a step of leading succeeds again").count == 1 }
        }
    }

    @Test("a batch that cannot be taken from its lost worker keeps those of others from nothing") func refusedRescue() async throws {
        try await withLeader { database, log, round in
            let (refused, other) = (try await lostBatch(database), try await lostBatch(database))
            try await database.execute(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
                CREATE TRIGGER refuse BEFORE UPDATE ON refinery.jobs FOR EACH ROW WHEN (OLD.run_id = '\(refused.run)') EXECUTE FUNCTION refuse()
                """)
            try await round { log.lines(of: "jobs of a lost worker cannot be taken away yet").count >= 2 }
            #expect(try await database.states(of: other.run)[.ready] == 1)
            #expect(try await database.states(of: refused.run)[.claimed] == 1)
            #expect(log.lines.filter { $0.level == .error }.count == 1)
            try await database.execute("DROP TRIGGER refuse ON refinery.jobs")
            try await round { try await database.states(of: refused.run)[.ready] == 1 }
            #expect(try await database.number("SELECT count(*) FROM refinery.workers") == 0)
        }
    }

    @Test("batches are taken from a lost worker although no event of their run can be told") func untoldRescue() async throws {
        try await withLeader { database, log, round in
            let (untold, told) = (try await lostBatch(database), try await lostBatch(database))
            try await database.execute("UPDATE refinery.runs SET counters = '{\"stored\": \"many\"}' WHERE id = '\(untold.run)'")
            try await round { true }
            for lost in [untold, told] { #expect(try await database.states(of: lost.run)[.ready] == 1) }
            #expect(log.lines(of: "jobs were rescued without an event that says so").count == 1)
            let events = try await database.select("SELECT run_id::text FROM refinery.events WHERE kind = 'jobs_rescued'")
            #expect(events == [["\(told.run)"]])
        }
    }

    @Test("a run whose jobs cannot be deleted keeps no other from being pruned") func refusedPruning() async throws {
        try await withLeader { database, log, round in
            let (refused, other) = (try await finished(database), try await finished(database))
            try await round { true }
            try await database.execute(
                """
                UPDATE refinery.runs SET finished_at = now() - interval '2 days';
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
                CREATE TRIGGER refuse BEFORE DELETE ON refinery.jobs FOR EACH ROW WHEN (OLD.run_id = '\(refused)') EXECUTE FUNCTION refuse()
                """)
            let connection = try await database.connect()
            var settings = RetentionSettings()
            settings.every = .zero
            var retention = Retention(
                settings: settings, retry: FleetSettings.quick.retry, sources: try database.sources(), logger: log.logger)
            func jobs(_ id: ImportID) async throws -> Int {
                try await database.number("SELECT count(*) FROM refinery.jobs WHERE run_id = '\(id)'")
            }
            while try await jobs(other) > 0 || log.lines(of: "cannot be deleted yet").count < 2 { try await retention.step(on: connection) }
            #expect(try await jobs(refused) == 2)
            #expect(log.lines.filter { $0.level == .error }.count == 1)
            try await database.execute("DROP TRIGGER refuse ON refinery.jobs")
            while try await jobs(refused) > 0 { try await retention.step(on: connection) }
            await connection.close()
        }
    }
}
