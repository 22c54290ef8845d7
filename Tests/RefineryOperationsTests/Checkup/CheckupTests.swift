import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryOperations

@Suite("Checkup", .timeLimit(.minutes(10))) struct CheckupTests {
    private func checkup(_ url: String) async -> [String: CheckResult] {
        let results = await Checkup(url: url, version: "test", poolSize: 2, isPrivate: false, notifyLimit: .seconds(1)).run()
        return Dictionary(results.map { ($0.name, $0) }) { first, _ in first }
    }

    @Test("finds nothing to complain about in a fresh database") func healthy() async throws {
        try await withDatabase { database in
            let results = await checkup(database.url)
            // What other tests do on the same server at the same time is not this database's fault.
            let failed = results.values.filter { $0.status == .fail && $0.name != "disk" && $0.name != "connections" }
            #expect(failed.isEmpty)
            #expect(results.count >= 15)
        }
    }

    @Test("finds nothing in the transaction by which a coordinator leads") func leader() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            try await connection.transaction { connection in
                #expect(try await connection.first(TakeLeadership()) == true)
                // A snapshot older than the harmless second, as a term has when it began two seconds ago.
                try await connection.executeScript("DECLARE held CURSOR FOR SELECT 1; SELECT pg_sleep(1.2)")
                let results = await checkup(database.url)
                #expect(results["xmin"]?.status == .ok)
            }
            await connection.close()
        }
    }

    @Test("finds a missing index and gives the statement that makes it") func missingIndex() async throws {
        try await withDatabase { database in
            try await database.execute("DROP INDEX refinery.jobs_ready_index")
            let result = try #require(await checkup(database.url)["indexes"])
            #expect(result.status == .fail)
            #expect(result.summary.contains("jobs_ready_index"))
            let statement = try #require(result.remedy)
            #expect(statement.hasPrefix("CREATE INDEX CONCURRENTLY jobs_ready_index ON refinery.jobs"))
            try await database.execute(statement)
            #expect(await checkup(database.url)["indexes"]?.status == .ok)
        }
    }

    @Test("finds an index that the server cannot use") func invalidIndex() async throws {
        try await withDatabase { database in
            try await database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'refinery.jobs_waiting_index'::regclass")
            let result = try #require(await checkup(database.url)["indexes"])
            #expect(result.status == .fail)
            #expect(result.remedy == "REINDEX INDEX CONCURRENTLY refinery.\"jobs_waiting_index\";")
        }
    }

    @Test("finds a missing column, constraint and table, and a function that was changed by hand") func drift() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                ALTER TABLE refinery.rejects DROP COLUMN byte_offset;
                ALTER TABLE refinery.jobs DROP CONSTRAINT jobs_outcome_check;
                DROP TABLE refinery.source_chunks;
                CREATE OR REPLACE FUNCTION refinery.pause_import(import uuid) RETURNS text LANGUAGE sql AS $$ SELECT 'paused' $$;
                """)
            let result = try #require(await checkup(database.url)["objects"])
            #expect(result.status == .fail)
            for name in ["rejects.byte_offset", "jobs.jobs_outcome_check", "table source_chunks", "function pause_import"] {
                #expect(result.summary.contains(name) || result.summary.contains("more"), "\(name)")
            }
            #expect(result.summary.contains("function pause_import"))
        }
    }

    @Test("says that an empty database lacks its schema") func noSchema() async throws {
        try await withDatabase(isMigrated: false) { database in
            let result = try #require(await checkup(database.url)["schema"])
            #expect(result.status == .fail)
            #expect(result.remedy == "Run: refinery migrate")
        }
    }

    @Test("finds the transaction that pins xmin, and the prepared one too") func pinnedXmin() async throws {
        try await withDatabase { database in
            let analyst = try await database.connect()
            try await analyst.executeScript(
                "SET application_name = 'analyst'; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1; SELECT pg_sleep(1.1)")
            let result = try #require(await checkup(database.url)["xmin"])
            #expect(result.status == .fail)
            #expect(result.summary.contains("process \(try await analyst.backendPID)"))
            #expect(result.remedy?.contains("pg_terminate_backend(\(try await analyst.backendPID))") == true)
            try await analyst.executeScript("ROLLBACK")
            await analyst.close()
            #expect(await checkup(database.url)["xmin"]?.summary.contains("analyst") != true)
        }
    }

    @Test("finds a PgBouncer in transaction mode", .enabled(if: TestPgBouncer.isInstalled, "needs Debian's package pgbouncer"))
    func transactionPooler() async throws {
        try await withDatabase { database in
            let bouncer = try await TestPgBouncer.start(for: database, mode: "transaction")
            let result = try #require(await checkup(bouncer.url)["notify"])
            #expect(result.status == .fail)
            #expect(result.summary.contains("PgBouncer"))
            #expect(result.summary.contains("transaction mode"))
        }
    }

    @Test(
        "warns of a PgBouncer in session mode, which the fleet treats alike",
        .enabled(if: TestPgBouncer.isInstalled, "needs Debian's package pgbouncer"))
    func sessionPooler() async throws {
        try await withDatabase { database in
            let bouncer = try await TestPgBouncer.start(for: database, mode: "session")
            let result = try #require(await checkup(bouncer.url)["notify"])
            #expect(result.status == .warn)
            #expect(result.summary.contains("session mode"))
        }
    }

    @Test("says that nobody leads while an import waits") func noLeader() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            #expect(await checkup(database.url)["leader"]?.status == .ok, "it was submitted only now")
            try await database.execute("UPDATE refinery.runs SET created_at = now() - interval '1 minute' WHERE id = '\(id)'")
            let result = try #require(await checkup(database.url)["leader"])
            #expect(result.status == .fail)
            #expect(result.remedy?.contains("refinery coordinator") == true)
        }
    }

    @Test("says that batches wait and no worker is alive") func noWorker() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 2)
            try await database.execute("UPDATE refinery.jobs SET created_at = now() - interval '1 minute'")
            let result = try #require(await checkup(database.url)["batches"])
            #expect(result.status == .fail)
            #expect(result.summary == "2 batch jobs ready and no worker is alive")
            #expect(result.remedy == "Start one: refinery worker")
            _ = try await database.makeWorker()
            #expect(await checkup(database.url)["batches"]?.status == .ok)
        }
    }

    @Test("names the session that holds the leader's lock and is no coordinator") func foreignLeader() async throws {
        try await withDatabase { database in
            let stranger = try await database.connect()
            try await stranger.executeScript("SELECT pg_advisory_lock_shared(\(AdvisoryLock.fleetClass), \(AdvisoryLock.leaderKey))")
            let result = try #require(await checkup(database.url)["leader"])
            #expect(result.status == .fail)
            #expect(result.remedy == "SELECT pg_terminate_backend(\(try await stranger.backendPID));")
            await stranger.close()
        }
    }

    @Test("says who keeps a process of the fleet waiting for a lock") func blocked() async throws {
        try await withDatabase { database in
            let holder = try await database.connect()
            try await holder.executeScript("BEGIN; LOCK TABLE refinery.jobs")
            async let waiting: Void = database.execute("DELETE FROM refinery.jobs")
            var result = try #require(await checkup(database.url)["blocked"])
            // The lock counts after five seconds; each look takes at least the second that the check of dead letters waits for it.
            while result.status == .ok { result = try #require(await checkup(database.url)["blocked"]) }
            #expect(result.summary.contains("for process \(try await holder.backendPID)"))
            #expect(result.remedy?.contains("pg_terminate_backend(\(try await holder.backendPID))") == true)
            try await holder.executeScript("ROLLBACK")
            try? await waiting
            await holder.close()
        }
    }

    @Test("finds a database whose transactions are read-only") func readOnly() async throws {
        try await withDatabase { database in
            try await database.execute(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$")
            let result = try #require(await checkup(database.url)["server"])
            #expect(result.status == .fail)
            #expect(result.summary.contains("read-only"))
        }
    }

    @Test(
        "finds what others put into the schema",
        arguments: [
            ("CREATE TRIGGER spy BEFORE INSERT ON refinery.imports EXECUTE FUNCTION public.spy()", "trigger imports.spy"),
            ("CREATE RULE spy AS ON INSERT TO refinery.events DO ALSO NOTIFY spied", "rule events.spy"),
            (
                "CREATE FUNCTION refinery.pause_import(text) RETURNS int LANGUAGE sql SET search_path = 'public' AS 'SELECT 1'",
                "function pause_import without its search_path"
            ),
            ("ALTER FUNCTION refinery_internal.record_event(uuid, text, jsonb) RESET ALL", "function record_event without its search_path"),
            ("CREATE TABLE refinery.mine (id int)", "table mine"), ("CREATE VIEW refinery.mine AS SELECT 1", "view mine"),
            ("ALTER TABLE refinery.imports ADD CONSTRAINT spy CHECK (public.checked())", "constraint imports.spy"),
            ("GRANT CREATE ON SCHEMA refinery TO refinery_worker", "right of refinery_worker to create objects in the schema"),
            ("ALTER TABLE refinery.duplicates OWNER TO refinery_worker", "owner refinery_worker of duplicates"),
            ("ALTER DEFAULT PRIVILEGES IN SCHEMA refinery GRANT ALL ON TABLES TO PUBLIC", "default privileges of"),
        ])
    func foreign(statement: String, found: String) async throws {
        try await withDatabase { database in
            #expect(await checkup(database.url)["foreign"]?.status == .ok)
            try await database.execute(
                """
                CREATE FUNCTION public.spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
                CREATE FUNCTION public.checked() RETURNS boolean LANGUAGE sql AS 'SELECT true';
                \(statement)
                """)
            let result = try #require(await checkup(database.url)["foreign"])
            #expect(result.status == .fail)
            #expect(result.summary.contains(found), "\(result.summary)")
        }
    }

    @Test("has no false alarm beside a fleet, idle and busy", .timeLimit(.minutes(10))) func fleet() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let rows = "business_name,business_phone\n" + (0..<20_000).map { "Firm \($0),(415) 555-\(1000 + $0 % 9000)\n" }.joined()
            let id = try await fleet.submit(rows) { $0.batchSize = 25 }
            let alarms = try await fleet.run(workers: 2) {
                var alarms: [CheckResult] = []
                for _ in 0..<50 {
                    // The disk and the connections are those of all tests that run at the same time.
                    alarms += await checkup(database.url).values.filter {
                        $0.status == .fail && !["disk", "connections"].contains($0.name)
                    }
                }
                return alarms
            }
            #expect(alarms.isEmpty)
            #expect(try await database.progress(of: id).status == .completed)
        }
    }

    @Test("an unreachable database is one failed check, not an error") func unreachable() async {
        let results = await Checkup(url: "host=/nonexistent", version: "test", poolSize: 1, isPrivate: false).run()
        #expect(results.map(\.status) == [.fail])
        #expect(results.first?.remedy != nil)
    }
}
