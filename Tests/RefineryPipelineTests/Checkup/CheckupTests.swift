import Postgres
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryPipeline

@Suite("Checkup", .timeLimit(.minutes(2))) struct CheckupTests {
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
                DROP TABLE refinery.duplicates;
                CREATE OR REPLACE FUNCTION refinery.pause_import(import uuid) RETURNS text LANGUAGE sql AS $$ SELECT 'paused' $$;
                """)
            let result = try #require(await checkup(database.url)["objects"])
            #expect(result.status == .fail)
            for name in ["rejects.byte_offset", "jobs.jobs_outcome_check", "table duplicates", "function pause_import"] {
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
            try await analyst.executeScript("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1; SELECT pg_sleep(1.1)")
            let result = try #require(await checkup(database.url)["xmin"])
            #expect(result.status == .fail)
            #expect(result.summary.contains("process \(try await analyst.backendPID)"))
            #expect(result.remedy?.contains("pg_terminate_backend(\(try await analyst.backendPID))") == true)
            try await analyst.executeScript("ROLLBACK")
            await analyst.close()
            #expect(await checkup(database.url)["xmin"]?.summary.contains("test/test") != true)
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
            _ = try await database.makeImport(jobs: 1)
            let result = try #require(await checkup(database.url)["leader"])
            #expect(result.status == .fail)
            #expect(result.remedy?.contains("refinery coordinator") == true)
        }
    }

    @Test("an unreachable database is one failed check, not an error") func unreachable() async {
        let results = await Checkup(url: "host=/nonexistent", version: "test", poolSize: 1, isPrivate: false).run()
        #expect(results.map(\.status) == [.fail])
        #expect(results.first?.remedy != nil)
    }
}
