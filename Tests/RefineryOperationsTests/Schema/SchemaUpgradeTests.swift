import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import SQLCatalog
import Testing
@testable import RefineryOperations

@Suite("Schema upgrade", .timeLimit(.minutes(2))) struct SchemaUpgradeTests {
    private static let rows = """
        business_name,contact_name,business_email,business_phone,business_address,city,state,zip_code,my_own_Note
        Acme,Ann Lee,ann@acme.example,(415) 555-2100,1 Main St,Salem,OR,97301,a
        Acme,Bob Ray,,(415) 555-2100,1 Main St,Salem,OR,97301,b
        Café Zoë,,,(415) 555-2101,,,,,
        ÅNGSTRÖM & Söhne,,,,2 Straße 5,Zürich,,,
        First Church,,,,,Dover,,,
        First Church,,,,,,,,"x ""y"" ü"
        東京 株式会社,,,,,,,,
        """

    @Test("computes stored fingerprints as refining would: the same file in another dialect stores nothing new") func again() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let first = try await fleet.submit(Self.rows + "\n")
            #expect(try await fleet.run(first, workers: 1).stored == 7)
            let wanted = try await database.select("SELECT id, fingerprint::text FROM refinery.records ORDER BY id")
            // As a program of the version before left them.
            try await database.execute(
                """
                UPDATE refinery.fingerprints f SET fingerprint = md5(f.fingerprint::text)::uuid
                  FROM refinery.records r WHERE r.id = f.record_id AND r.business_email IS NULL;
                UPDATE refinery.records r SET fingerprint = f.fingerprint FROM refinery.fingerprints f WHERE f.record_id = r.id;
                INSERT INTO refinery.pending_steps (name) VALUES ('fingerprints');
                """)
            let connection = try await database.connect()
            await #expect(throws: StoreError.schemaMissing(pending: 1)) { try await SchemaUpgrade().check(on: connection) }
            try await SchemaUpgrade().run(on: connection)
            try await SchemaUpgrade().check(on: connection)
            await connection.close()
            #expect(try await database.select("SELECT id, fingerprint::text FROM refinery.records ORDER BY id") == wanted)
            #expect(try await database.contradictions().isEmpty)
            let lines = Self.rows.split(separator: "\n").map { $0.replacing("x \"\"y\"\" ü", with: "x \"\"y\"\" ü") }
            let shuffled = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n").replacing(",", with: ";") + "\r\n"
            let second = try await fleet.submit(shuffled)
            let progress = try await fleet.run(second, workers: 1)
            #expect([progress.stored, progress.duplicates, progress.rejected] == [0, 7, 0])
        }
    }

    @Test("is refused while a worker of the version before lives, when records would be told anew") func living() async throws {
        try await withDatabase(isMigrated: false) { database in
            let connection = try await database.connect()
            let before = Migrator(migrations: Array(SQLCatalog.migrations.prefix(6)), views: [])
            try await before.migrate(on: connection)
            try await connection.executeScript(
                """
                INSERT INTO refinery.records (id, import_id, row_number, fingerprint, phone_status, phone_e164)
                VALUES (1, gen_random_uuid(), 1, decode(repeat('00', 16), 'hex'), 'valid', '+14155552100');
                INSERT INTO refinery.fingerprints VALUES (decode(repeat('00', 16), 'hex'), 1);
                INSERT INTO refinery.workers (id, role, host, pid, version, lease_until)
                VALUES (gen_random_uuid(), 'worker', 'test', 1, 'before', now() + interval '1 minute');
                """)
            let error = await #expect(throws: PostgresError.self) { try await SchemaUpgrade().run(on: connection) }
            #expect(error?.sqlState == .objectInUse)
            try await connection.executeScript("DELETE FROM refinery.workers")
            try await SchemaUpgrade().run(on: connection)
            #expect(
                try await database.text("SELECT replace(fingerprint::text, '-', '') FROM refinery.fingerprints")
                    != String(repeating: "0", count: 32)
            )
            await connection.close()
        }
    }
}
