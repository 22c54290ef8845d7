import Foundation
import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore
@testable import SQLCatalog

@Suite("Every statement", .timeLimit(.minutes(10))) struct StatementTests {
    /// Scripts, COPY and CREATE cannot be prepared; each is run by another test.
    private static let unprepared: Set = [
        "bootstrap_schema", "copy_company_phones", "copy_link_keys", "copy_persona_emails", "copy_persona_phones", "copy_records",
        "copy_registry_batch", "copy_source_chunks", "create_fill_rows", "create_fill_rows_once", "create_registry_batch",
    ]

    @Test("is understood by Postgres against the migrated schema") func prepares() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            try await connection.executeScript(SQLCatalog.query("create_fill_rows"))
            for file in SQLCatalog.queries where !Self.unprepared.contains(file.name) {
                await #expect(throws: Never.self, "\(file.name)") {
                    try await connection.executeScript(
                        "PREPARE \(file.name) AS\n\(ColumnLists.expand(file.text).replacing("{owner}", with: "persona"))")
                }
            }
            await connection.close()
        }
    }

    /// The statements of a release are written down when its last migration is: `REFINERY_RECORD_STATEMENTS=0024`.
    private static let recorded = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "Fixtures")

    @Test("of a release that may work beside this schema is understood by it") func statementsOfReleases() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            try await connection.executeScript(SQLCatalog.query("create_fill_rows"))
            if let release = ProcessInfo.processInfo.environment["REFINERY_RECORD_STATEMENTS"] {
                let texts = SQLCatalog.queries.filter { !Self.unprepared.contains($0.name) }
                    .map { "\($0.name)\n\(ColumnLists.expand($0.text).replacing("{owner}", with: "persona"))" }
                try texts.joined(separator: "\n\u{C}\n")
                    .write(to: Self.recorded.appending(path: "statements-\(release).txt"), atomically: true, encoding: .utf8)
            }
            let oldest = try await database.number("SELECT refinery_internal.oldest_program()")
            let files = try FileManager.default.contentsOfDirectory(at: Self.recorded, includingPropertiesForKeys: nil)
                .filter { $0.lastPathComponent.hasPrefix("statements-") }
            let releases = files.compactMap { Int64($0.deletingPathExtension().lastPathComponent.suffix(4)) }
            #expect(releases.contains { $0 >= oldest }, "nothing is recorded of a release that may go on")
            for (file, release) in zip(files, releases) where release >= oldest {
                let statements = try String(contentsOf: file, encoding: .utf8).split(separator: "\n\u{C}\n")
                #expect(statements.count > 100)
                for statement in statements {
                    let name = statement.prefix { $0 != "\n" }
                    await #expect(throws: Never.self, "\(name) of \(release)") {
                        try await connection.executeScript("PREPARE r\(release)_\(name) AS\(statement.dropFirst(name.count))")
                    }
                }
            }
            await connection.close()
        }
    }

    @Test("that claims reads the index of ready jobs, whatever else the table holds") func claimPlan() async throws {
        try await withDatabase { database in
            try await Self.fillQueue(database)
            let connection = try await database.connect()
            try await connection.executeScript("PREPARE claim AS \(SQLCatalog.query("claim_jobs"))")
            try await connection.executeScript("SET plan_cache_mode = force_generic_plan")
            let plan = try await connection.rows(
                Explain(statement: "EXECUTE claim('refine', 16, '\(UUID())', (-32768)::smallint, -9223372036854775808, '')")
            ).joined(separator: "\n")
            await connection.close()
            #expect(plan.contains("jobs_ready_index"), "\(plan)")
            #expect(plan.contains(#/Index Cond: .*provider.*priority/#), "\(plan)")
            #expect(plan.contains("jobs_pkey"), "\(plan)")
            #expect(!plan.contains("Seq Scan on jobs"), "\(plan)")
            #expect(!plan.contains("Sort"), "\(plan)")
        }
    }

    @Test(
        "that is run for each group of batches is planned once, and not at each call",
        arguments: [
            ("claim_jobs", "'refine', 1, gen_random_uuid(), 100::smallint, 0, ''"),
            ("finish_jobs", "ARRAY[1], ARRAY[1], ARRAY[gen_random_uuid()], ARRAY[gen_random_uuid()], ARRAY[1], ARRAY[0], ARRAY[0]"),
        ])
    func plannedOnce(name: String, parameters: String) async throws {
        try await withDatabase { database in
            try await Self.fillQueue(database)
            let connection = try await database.connect()
            try await connection.executeScript("PREPARE hot AS \(SQLCatalog.query(name))")
            // Postgres compares the plans after the fifth call.
            for _ in 1...7 { try await connection.executeScript("EXECUTE hot(\(parameters))") }
            try await connection.executeScript("CREATE TABLE test.plans AS SELECT name, generic_plans FROM pg_prepared_statements")
            #expect(try await database.number("SELECT generic_plans FROM test.plans WHERE name = 'hot'") == 2)
            await connection.close()
        }
    }

    private static let uuids = "ARRAY[gen_random_uuid(), gen_random_uuid()]"

    @Test(
        "that is run often reads no whole table",
        arguments: [
            ("finish_jobs", "ARRAY[1, 2], ARRAY[1, 2], \(uuids), \(uuids), ARRAY[1, 1], ARRAY[0, 0], ARRAY[0, 0]"),
            ("release_jobs", "ARRAY[1, 2], ARRAY[1, 2], \(uuids), \(uuids)"),
            ("fail_jobs", "ARRAY[1, 2], ARRAY[1, 2], \(uuids), \(uuids), ARRAY[10, 10], 'code', 'message', false"),
            ("promote_waiting_jobs", ""),
            ("rescue_jobs", "ARRAY[gen_random_uuid()], ARRAY['worker_died']"),
            ("release_worker_jobs", "gen_random_uuid(), 'refine'"),
            ("load_split", "gen_random_uuid()"),
            ("find_fingerprints", "ARRAY[gen_random_uuid()]"),
            ("list_records", "1, 1000000, 500, NULL, NULL, NULL, NULL"),
            ("list_records", "1, 1000000, 500, NULL, NULL, NULL, true"),
        ])
    func plans(name: String, parameters: String) async throws {
        try await withDatabase { database in
            try await Self.fillQueue(database)
            let connection = try await database.connect()
            try await connection.executeScript("PREPARE hot AS \(ColumnLists.query(name))")
            let execute = parameters.isEmpty ? "EXECUTE hot" : "EXECUTE hot(\(parameters))"
            let plan = try await connection.rows(Explain(statement: execute)).joined(separator: "\n")
            await connection.close()
            for table in ["jobs", "records", "fingerprints"] {
                #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)")
            }
        }
    }

    @Test(
        "that the HTTP interface runs reads no whole table, and no more of an index than it needs",
        arguments: [
            ("list_batches", "gen_random_uuid(), 100, 500", "jobs_run_id_stage_seq_key"),
            ("list_claimed_batches", "50", "jobs_claimed_index"),
            ("count_jobs", "gen_random_uuid()", "jobs_run_id_stage_seq_key"),
            ("list_events", "4000, NULL, 1000", "events_pkey"),
            ("list_events", "4000, gen_random_uuid(), 1000", "events_run_id_seq_index"),
            ("find_interrupted_imports", uuids, "events_interruptions_index"),
            ("list_rejects", "gen_random_uuid(), 100, 500", "rejects_pkey"),
            ("list_duplicates", "gen_random_uuid(), 100, 500", "duplicates_pkey"),
        ])
    func interfacePlans(name: String, parameters: String, index: String) async throws {
        try await withDatabase { database in
            try await Self.fillQueue(database)
            try await database.execute(
                """
                INSERT INTO refinery.events (run_id, kind, data) SELECT id, 'import_progress', '{}' FROM refinery.runs, generate_series(1, 20000);
                INSERT INTO refinery.runs (id, kind, status, counters) SELECT md5(n::text)::uuid, 'link', 'completed', '{}' FROM generate_series(1, 2000) AS n;
                INSERT INTO refinery.rejects (import_id, row_number, code, message, raw) SELECT md5((n % 10)::text)::uuid, n, 'c', 'm', 'r' FROM generate_series(1, 5000) AS n;
                INSERT INTO refinery.duplicates (import_id, row_number, record_id) SELECT md5((n % 10)::text)::uuid, n, n FROM generate_series(1, 5000) AS n;
                ANALYZE refinery.events, refinery.runs, refinery.rejects, refinery.duplicates;
                """)
            let connection = try await database.connect()
            try await connection.executeScript("PREPARE hot AS \(ColumnLists.query(name))")
            let execute = parameters.isEmpty ? "EXECUTE hot" : "EXECUTE hot(\(parameters))"
            let plan = try await connection.rows(Explain(statement: execute)).joined(separator: "\n")
            await connection.close()
            #expect(plan.contains(index), "\(plan)")
            for table in ["jobs", "records", "events", "rejects", "duplicates"] {
                #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)")
            }
        }
    }

    @Test(
        "that lists imports and runs, or tells the pace, looks at no job, record or event of thousands of imports but what it needs",
        arguments: [
            ("list_progress", "NULL, 50, NULL, NULL, NULL, NULL", "runs_created_at_index"),
            ("list_progress", "NULL, 50, NULL, NULL, md5('900')::uuid, NULL", "runs_created_at_index"),
            ("find_progress", "md5('900')::uuid", "runs_pkey"),
            ("list_runs", "NULL, 50, true, NULL", "runs_created_at_index"),
            ("list_runs", "NULL, 50, true, md5('900')::uuid", "runs_created_at_index"),
            ("read_realtime", "", "runs_active_index"),
            ("find_requested_undos", "20", "runs_requested_undo_index"),
        ], ["force_custom_plan", "force_generic_plan"])
    func listPlans(statement: (name: String, parameters: String, index: String), mode: String) async throws {
        try await withDatabase { database in
            try await Self.fillQueue(database)
            try await database.execute(
                """
                INSERT INTO refinery.runs (id, kind, status, counters, created_at, finished_at)
                SELECT md5(n::text)::uuid, 'import', 'completed', '{"stored": 30, "rows": 30}', now() - n * interval '1 h', now() - n * interval '1 h' FROM generate_series(1, 3000) AS n;
                INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options, split_rows, split_at, split_offset)
                SELECT md5(n::text)::uuid, 'f' || n, 'postgres:', 10, sha256('x'), '{}', 30, now(), 10 FROM generate_series(1, 3000) AS n;
                INSERT INTO refinery.jobs (run_id, stage, seq, state, row_count, stored, duplicates, rejected)
                SELECT md5(n::text)::uuid, 'refine', s, 'done', 10, 10, 0, 0 FROM generate_series(1, 3000) AS n, generate_series(1, 3) AS s;
                INSERT INTO refinery.events (run_id, kind, data) SELECT md5((n % 3000 + 1)::text)::uuid, 'import_progress', '{}' FROM generate_series(1, 20000) AS n;
                ANALYZE refinery.runs, refinery.imports, refinery.jobs, refinery.events;
                """)
            let connection = try await database.connect()
            try await connection.executeScript("SET plan_cache_mode = \(mode); PREPARE hot AS \(ColumnLists.query(statement.name))")
            let execute = statement.parameters.isEmpty ? "EXECUTE hot" : "EXECUTE hot(\(statement.parameters))"
            let plan = try await connection.rows(Explain(statement: execute)).joined(separator: "\n")
            await connection.close()
            #expect(plan.contains(statement.index), "\(plan)")
            for table in ["jobs", "records", "events"] { #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)") }
            // One page of imports: nothing of all of them is read or sorted.
            if statement.name.hasSuffix("_progress") {
                for table in ["runs", "imports"] { #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)") }
            }
        }
    }

    /// 20,000 finished jobs, 2,000 ready ones and 500 that wait.
    private static func fillQueue(_ database: TestDatabase) async throws {
        let id = try await database.makeImport(jobs: 1)
        try await database.execute(
            """
            INSERT INTO refinery.jobs (run_id, stage, seq, state, row_count, stored, duplicates, rejected, ready_at)
            SELECT '\(id)', 'refine', n, CASE WHEN n <= 20000 THEN 'done' WHEN n <= 22000 THEN 'ready' ELSE 'waiting' END,
                   10, 10, 0, 0, CASE WHEN n > 22000 THEN now() + interval '1 hour' END
              FROM generate_series(2, 22500) AS n;
            INSERT INTO refinery.records (id, import_id, row_number, fingerprint, phone_status)
            SELECT n, '\(id)', n, md5(n::text)::uuid, 'missing' FROM generate_series(1, 5000) AS n;
            INSERT INTO refinery.fingerprints SELECT md5(n::text)::uuid, n FROM generate_series(1, 5000) AS n;
            ANALYZE refinery.jobs, refinery.records, refinery.fingerprints, refinery.imports;
            """)
    }
}
