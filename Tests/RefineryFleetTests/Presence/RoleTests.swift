import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet
import RefineryOperations

@Suite("Roles", .timeLimit(.minutes(10))) struct RoleTests {
    @Test("a whole import runs with workers and coordinators that are refinery_worker only") func worker() async throws {
        try await withDatabase { database in
            let url = try await database.url(as: "refinery_worker")
            let restricted = TestDatabase(url: url)
            let fleet = try TestFleet(restricted)
            var rows = "business_name,business_phone,city\n"
            for number in 0..<60 {
                let name = number % 10 == 9 ? "" : "Firm \(number % 40)"
                rows += "\(name),(415) 555-2\(100 + number % 40),\(number < 40 ? "" : "Oakland")\n"
            }
            let id = try await fleet.submit(rows) { options in
                options.batchSize = 5
                options.onDuplicate = .fill
            }
            let progress = try await fleet.run(id, workers: 2)
            #expect(progress.status == .completed)
            #expect([progress.stored, progress.duplicates, progress.rejected] == [36, 18, 6])
            #expect(try await database.contradictions().isEmpty)
            // What an operator with this login does to an import works as well.
            let second = try await fleet.submit(rows)
            #expect(try await restricted.first(PauseRun(second)) == .paused)
            #expect(try await restricted.first(ResumeRun(second, rows: nil)) == .running)
            #expect(try await restricted.first(SetPriority(second, priority: 5)) == 5)
            #expect(try await restricted.first(CancelRun(second)) == .cancelled)
            #expect(try await restricted.first(LookUpImport(importID: id, provider: .twilio)) == 36)
            let results = await Checkup(url: url, version: "test", poolSize: 2, isPrivate: false).run()
            #expect(results.first { $0.name == "privileges" }?.status == .ok)
            await restricted.close()
        }
    }

    @Test("an undo that refinery_web asks for is done by a coordinator that is refinery_worker, and neither takes away more") func undo()
        async throws
    {
        try await withDatabase { database in
            let worker = TestDatabase(url: try await database.url(as: "refinery_worker"))
            let web = TestDatabase(url: try await database.url(as: "refinery_web"))
            let fleet = try TestFleet(worker)
            let header = "business_name,business_phone,contact_name\n"
            let firms = { (range: Range<Int>) in range.map { "Firm \($0),(415) 555-2\(100 + $0),Jo Doe\n" }.joined() }
            let wrong = try await fleet.submit(header + firms(0..<40) + ",,\n")
            try await fleet.run(wrong, workers: 1)
            let right = try await fleet.submit(header + firms(20..<50))
            // Linked to the end: rows that become records are linked again.
            try await fleet.run(workers: 1) {
                _ = try await fleet.waitForEnd(of: right)
                try await database.waitForLinks()
            }
            #expect(try await database.progress(of: right).duplicates == 20)
            let records = try await database.number("SELECT count(*) FROM refinery.records")
            let owned = try await database.number("SELECT count(*) FROM refinery.persona_records")
            // Of an import that is not being undone nothing goes, whoever asks.
            for restricted in [worker, web] {
                for statement in [
                    "DELETE FROM refinery.records", "DELETE FROM refinery.fingerprints", "DELETE FROM refinery.duplicates",
                    "DELETE FROM refinery.rejects WHERE false", "DELETE FROM refinery.links",
                ] {
                    let error = await #expect(throws: PostgresError.self) { try await restricted.execute(statement) }
                    #expect(error?.sqlState == .insufficientPrivilege, "\(statement)")
                }
            }
            _ = try await worker.rows(DeleteImportRows(importID: wrong, rows: 0..<100))
            try await worker.execute("SELECT refinery_internal.forget_records(ARRAY(SELECT id FROM refinery.records))")
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == records)
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_records") == owned && records == 50)
            await #expect(throws: PostgresError.self) { try await web.rows(DeleteImportRows(importID: wrong, rows: 0..<100)) }

            let undoer = Undoer(database: web.database, sources: try web.sources())
            try await undoer.request(wrong)
            #expect(try await database.progress(of: wrong).statusReason == "requested")
            try await fleet.run(workers: 0) {
                _ = try await database.wait(for: wrong) { $0.statusReason == nil }
            }
            #expect(try await database.progress(of: wrong).status == .undone)
            #expect(try await database.number("SELECT count(*) FROM refinery.rejects") == 0)
            let progress = try await database.progress(of: right)
            #expect([progress.stored, progress.duplicates] == [30, 0])
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 30)
            #expect(try await database.contradictions().isEmpty)
            // Asked again, it stays as it is.
            try await undoer.request(wrong)
            #expect(try await database.progress(of: wrong).statusReason == nil)
            await worker.close()
            await web.close()
        }
    }

    @Test(
        "refinery_worker may do no DDL, and delete no record",
        arguments: [
            "CREATE TABLE refinery.mine (id int)", "DROP TABLE refinery.jobs", "TRUNCATE refinery.jobs",
            "ALTER TABLE refinery.jobs ADD COLUMN x int",
            "DELETE FROM refinery.records", "DELETE FROM refinery.imports", "UPDATE refinery.schema_migrations SET number = 9",
            "CREATE OR REPLACE VIEW refinery.job_counts AS SELECT 1",
        ])
    func noMore(statement: String) async throws {
        try await refused(statement, as: "refinery_worker")
    }

    @Test(
        "refinery_reader reads the views and nothing personal",
        arguments: [
            "SELECT * FROM refinery.records", "SELECT raw FROM refinery.rejects", "SELECT * FROM refinery.source_chunks",
            "SELECT * FROM refinery.persona_overview", "SELECT * FROM refinery.decision_makers", "SELECT * FROM refinery.personas",
            "SELECT * FROM refinery.company_overview", "SELECT * FROM refinery.persona_provenance", "SELECT * FROM refinery.links",
            "SELECT * FROM refinery.imports", "DELETE FROM refinery.events", "INSERT INTO refinery.workers (id) VALUES (NULL)",
        ])
    func reader(statement: String) async throws {
        try await refused(statement, as: "refinery_reader")
    }

    @Test("refinery_reader reads every view") func views() async throws {
        try await withDatabase { database in
            let reader = TestDatabase(url: try await database.url(as: "refinery_reader"))
            for view in [
                "import_progress", "import_summaries", "job_counts", "lookup_budget_state", "processing_batches", "worker_activity",
            ] {
                try await reader.execute("SELECT * FROM refinery.\(view)")
            }
            await reader.close()
        }
    }

    @Test("refinery_web makes webhooks, replays deliveries, and reads no secret") func webhooks() async throws {
        try await refused("SELECT secret FROM refinery.webhooks", as: "refinery_web")
        try await refused("UPDATE refinery.webhooks SET url = 'https://elsewhere.example/'", as: "refinery_web")
        try await refused("SELECT url FROM refinery.webhooks", as: "refinery_reader")
        try await refused("SELECT refinery_internal.announce('worker.lost', '{}')", as: "refinery_reader")
        try await withDatabase { database in
            let web = TestDatabase(url: try await database.url(as: "refinery_web"))
            let operations = Operations(database: web.database, sources: try web.sources())
            let (webhook, secret) = try await operations.addWebhook(WebhookRequest(url: "https://ops.example/hook"))
            await #expect(throws: PostgresError.self) { try await operations.secret(of: webhook) }
            let delivery = try await operations.testWebhook(webhook.url)
            try await database.execute("UPDATE refinery.webhook_deliveries SET state = 'failed', ended_at = now()")
            #expect(try await operations.replay([delivery]) == [delivery])
            #expect(try await operations.deliveries(limit: 5).count == 1)
            #expect(try await operations.alerts().isEmpty)
            _ = try await operations.removeWebhook(webhook.url)
            #expect(try await operations.webhooks().isEmpty && secret != nil)
            await web.close()
        }
    }

    @Test("refinery_reader runs what the commands that only look run") func looks() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2)
            _ = try await database.first(PauseRun(id))
            try await database.execute("UPDATE refinery.jobs SET state = 'dead', finished_at = now() WHERE state = 'waiting'")
            let reader = TestDatabase(url: try await database.url(as: "refinery_reader"))
            let connection = try await reader.connect()
            try await SchemaUpgrade().check(on: connection)
            await connection.close()
            #expect(try await reader.rows(FindImport(text: "")) == [id])
            #expect(try await reader.progress(of: id).status == .paused)
            #expect(try await reader.rows(CountJobs(runID: id)).count == 2)
            #expect(try await reader.rows(ListDeadJobs(runID: id)).count == 2)
            #expect(try await reader.rows(ListDeadLetters(runID: nil)).count == 2)
            #expect(try await reader.rows(ListEvents(after: 0, runID: id)).isEmpty == false)
            #expect(try await reader.first(WatchTotals(rescuedWithin: .seconds(60))) != nil)
            #expect(try await reader.rows(WatchWorkers()).isEmpty)
            #expect(try await reader.rows(CountWorkers()).isEmpty)
            #expect(try await reader.rows(ListBudgets()).isEmpty)
            await reader.close()
        }
    }

    @Test("a member of refinery_owner migrates") func owner() async throws {
        try await withDatabase { database in
            let url = try await database.url(as: "refinery_owner")
            try await database.execute("DELETE FROM refinery.schema_views")
            let connection = try await PostgresConnection.connect(ConnectionConfiguration(url: url))
            let plan = try await Migrator().migrate(on: connection)
            #expect(plan.views.contains("control"))
            try await connection.executeScript("ALTER TABLE refinery.records ADD COLUMN extra_column int")
            await connection.close()
        }
    }

    /// What a login makes that wants to run code with the owner's rights: types, tables, functions, operators and casts under the
    /// names that functions of the product use, where the session's own path finds them first.
    private static let traps = """
        CREATE FUNCTION pg_temp.evil(v anyelement) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            IF current_user <> session_user THEN RAISE EXCEPTION 'runs as %', current_user USING ERRCODE = 'XX999'; END IF;
            RETURN true;
        END $$;
        DO $$ DECLARE name text; BEGIN
            FOREACH name IN ARRAY ARRAY['date', 'text', 'uuid', 'jsonb', 'int4', 'int8', 'bool', 'float8', 'numeric', 'timestamptz', 'interval',
                                        '_text'] LOOP
                EXECUTE format('CREATE DOMAIN pg_temp.%I AS pg_catalog.%I CHECK (pg_temp.evil(value))', name, name);
                EXECUTE format('GRANT USAGE ON TYPE pg_temp.%I TO public', name);
            END LOOP;
        END $$;
        CREATE TEMPORARY TABLE workers (id pg_catalog.int4);
        CREATE TEMPORARY TABLE lookup_budgets (id pg_catalog.int4);
        """

    @Test(
        "refinery_worker runs no code of its own with the rights of the owner",
        arguments: [
            "SELECT granted FROM refinery.take_lookup_permits_v1('ACx', gen_random_uuid(), null, array['line_type_intelligence'], 1, 1)",
            "SELECT refinery.settle_lookup_permits_v1(1, 1)", "SELECT refinery.report_lookups_v1('ACx', 1, 'ok')",
            "SELECT refinery.report_lookups_v1('ACx', 1, 'throttled', 1000, 5, 7)",
            "SELECT in_flight FROM refinery.lookup_share_v1('ACx', gen_random_uuid())",
            "SELECT refinery.set_import_spending_limit_v1(gen_random_uuid(), 5)", "SELECT * FROM refinery.lookup_budget_state",
        ])
    func escalation(statement: String) async throws {
        try await withDatabase { database in
            let restricted = TestDatabase(url: try await database.url(as: "refinery_worker"))
            try await restricted.execute("RESET search_path;" + Self.traps)
            do {
                try await restricted.execute("SET search_path = pg_temp, public, pg_catalog; " + statement)
            } catch let error as PostgresError {
                #expect(error.sqlState?.rawValue != "XX999", "it ran as the owner")
                #expect(error.sqlState != .undefinedFunction && error.sqlState != .syntaxError, "\(error)")
            }
            await restricted.close()
        }
    }

    private func refused(_ statement: String, as role: String) async throws {
        try await withDatabase { database in
            let restricted = TestDatabase(url: try await database.url(as: role))
            let error = await #expect(throws: PostgresError.self) { try await restricted.execute(statement) }
            #expect(error?.sqlState == .insufficientPrivilege)
            await restricted.close()
        }
    }
}

extension TestDatabase {
    /// The database for a login of its own that is a member of one role; made once, for logins belong to the server.
    func url(as role: String) async throws -> String {
        let login = "refinery_test_login_\(role.dropFirst("refinery_".count))"
        try await execute(
            """
            DO $$ BEGIN
                CREATE ROLE \(login) LOGIN IN ROLE \(role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """)
        return url.contains("://") ? "\(url)\(url.contains("?") ? "&" : "?")user=\(login)" : "\(url) user=\(login)"
    }
}
