import Foundation
import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore
@testable import SQLCatalog

@Suite("Migrator", .timeLimit(.minutes(10))) struct MigratorTests {
    private static let everything = Migrator.Plan(migrations: SQLCatalog.migrations.map(\.name), views: SQLCatalog.views.map(\.name))

    @Test("says what it would do and changes nothing") func dryRun() async throws {
        try await withDatabase(isMigrated: false) { database in
            let connection = try await database.connect()
            #expect(try await Migrator().plan(on: connection) == Self.everything)
            await #expect(throws: StoreError.schemaMissing(pending: SQLCatalog.migrations.count)) {
                try await Migrator().check(on: connection)
            }
            await connection.close()
            #expect(try await database.number("SELECT count(*) FROM pg_namespace WHERE nspname = 'refinery'") == 0)
        }
    }

    @Test("applies everything once and nothing the second time") func twice() async throws {
        try await withDatabase(isMigrated: false) { database in
            let connection = try await database.connect()
            #expect(try await Migrator().migrate(on: connection) == Self.everything)
            #expect(try await Migrator().migrate(on: connection).isEmpty)
            #expect(try await Migrator().plan(on: connection).isEmpty)
            try await Migrator().check(on: connection)
            await connection.close()
        }
    }

    @Test("applies everything once when eight processes migrate at the same time") func concurrently() async throws {
        try await withDatabase(isMigrated: false) { database in
            let done = try await withThrowingTaskGroup(of: Migrator.Plan.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let connection = try await database.connect()
                        let plan = try await Migrator().migrate(on: connection)
                        await connection.close()
                        return plan
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(done.flatMap(\.migrations).sorted() == Self.everything.migrations)
            #expect(done.flatMap(\.views).sorted() == Self.everything.views)
        }
    }

    @Test("refuses a migration whose text changed after it was applied") func changedText() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            let changed = SQLCatalog.migrations.map { SQLCatalog.File(name: $0.name, text: $0.text + "\n") }
            await #expect(throws: StoreError.migrationChanged(name: changed[0].name)) {
                try await Migrator(migrations: changed).migrate(on: connection)
            }
            await connection.close()
        }
    }

    @Test("refuses a schema that a newer program made") func newerSchema() async throws {
        try await withDatabase { database in
            try await database.execute("INSERT INTO refinery.schema_migrations (number, name, sha256) VALUES (9999, 'future', '\\x00')")
            let connection = try await database.connect()
            await #expect(throws: StoreError.schemaTooNew(found: 9999, known: Migrator().version)) {
                try await Migrator().migrate(on: connection)
            }
            await connection.close()
        }
    }

    @Test("lets a program of the release before go on beside a newer schema that says so, but not migrate it") func releaseBefore()
        async throws
    {
        try await withDatabase { database in
            let connection = try await database.connect()
            let before = Migrator()
            let after = Migrator(
                migrations: SQLCatalog.migrations + [SQLCatalog.File(name: "9000_next", text: "CREATE TABLE refinery.next ();")])
            try await after.migrate(on: connection)
            try await before.check(on: connection)
            await #expect(throws: StoreError.schemaTooNew(found: 9000, known: before.version)) { try await before.migrate(on: connection) }
            try await database.execute(
                "CREATE OR REPLACE FUNCTION refinery_internal.oldest_program() RETURNS integer LANGUAGE sql AS 'SELECT 9000'")
            await #expect(throws: StoreError.schemaTooNew(found: 9000, known: before.version)) { try await before.check(on: connection) }
            try await after.check(on: connection)
            await connection.close()
        }
    }

    @Test("applies only what is new, and views again when their text changed") func onward() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            let next = Migrator(
                migrations: SQLCatalog.migrations + [SQLCatalog.File(name: "9000_next", text: "CREATE TABLE refinery.next ();")],
                views: SQLCatalog.views + [SQLCatalog.File(name: "next", text: "CREATE OR REPLACE VIEW refinery.n AS SELECT 1 AS one;")])
            let done = try await next.migrate(on: connection)
            #expect(done.migrations == ["9000_next"])
            #expect(done.views == ["next"])
            await connection.close()
        }
    }

    @Test("refuses a database that is not UTF8 before it changes anything", arguments: ["SQL_ASCII", "LATIN1"])
    func encoding(name: String) async throws {
        try await withDatabase(isMigrated: false) { database in
            let other = "\(try await database.text("SELECT current_database()") ?? "test")_\(name.lowercased())"
            try await database.execute("CREATE DATABASE \(other) TEMPLATE template0 ENCODING '\(name)' LC_COLLATE 'C' LC_CTYPE 'C'")
            let url =
                database.url.contains("://")
                ? "\(database.url)\(database.url.contains("?") ? "&" : "?")dbname=\(other)" : "\(database.url) dbname=\(other)"
            let connection = try await PostgresConnection.connect(ConnectionConfiguration(url: url))
            await #expect(throws: StoreError.wrongEncoding(name)) { try await Migrator().migrate(on: connection) }
            #expect(try await Migrator().plan(on: connection) == Self.everything)
            await connection.close()
            try await database.execute("DROP DATABASE \(other)")
        }
    }

    @Test(
        "keeps in the schema of users what docs/sql.md says, also of a database that had all functions there, and waits for its fleet to end"
    )
    func internalFunctions() async throws {
        let root = URL(filePath: #filePath).pathComponents.prefix { $0 != "Tests" }.joined(separator: "/")
        let page = try String(contentsOfFile: "\(root)/docs/sql.md", encoding: .utf8).split(separator: "| function | returns |")[1]
        let documented =
            page.split(separator: "\n\n")[0].matches(of: /\n\| `(\w+)\(/).map { String($0.1) }
            + [
                "grant_privileges", "take_lookup_permits_v1", "settle_lookup_permits_v1", "refund_lookup_permits_v1", "report_lookups_v1",
                "lookup_share_v1",
            ]
        try await withDatabase(isMigrated: false) { database in
            let names = "SELECT proname FROM pg_proc WHERE pronamespace = 'refinery'::regnamespace ORDER BY proname"
            let connection = try await database.connect()
            try await Migrator(migrations: Array(SQLCatalog.migrations.prefix(10)), views: []).migrate(on: connection)
            try await connection.executeScript(
                """
                CREATE FUNCTION refinery.utc_time(instant timestamptz) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
                CREATE FUNCTION refinery.lock_import(import uuid) RETURNS refinery.imports LANGUAGE sql AS 'SELECT NULL::refinery.imports';
                """)
            try await database.execute(
                """
                INSERT INTO refinery.workers (id, role, host, pid, version, lease_until)
                VALUES (gen_random_uuid(), 'worker', 'test', 1, 'test', now() + interval '1 minute')
                """)
            await #expect(throws: PostgresError.self) { try await Migrator().migrate(on: connection) }
            try await database.execute("DELETE FROM refinery.workers")
            try await Migrator().migrate(on: connection)
            await connection.close()
            #expect(try await database.select(names).map { $0[0] } == documented.sorted())
        }
    }

    @Test("makes functions whose bodies Postgres accepts, though it does not look at them while it makes them") func functionBodies()
        async throws
    {
        try await withDatabase { database in
            for file in SQLCatalog.views.map(ColumnLists.expand) {
                await #expect(throws: Never.self, "\(file.name)") { try await database.execute(file.text) }
            }
        }
    }

    @Test("leaves nothing of a migration that fails") func failure() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            let broken = Migrator(
                migrations: SQLCatalog.migrations + [
                    SQLCatalog.File(name: "9000_broken", text: "CREATE TABLE refinery.half (); SELECT 1 / 0;")
                ])
            await #expect(throws: PostgresError.self) { try await broken.migrate(on: connection) }
            await connection.close()
            #expect(try await database.text("SELECT to_regclass('refinery.half')") == nil)
            #expect(try await database.number("SELECT max(number) FROM refinery.schema_migrations") == Migrator().version)
        }
    }
}
