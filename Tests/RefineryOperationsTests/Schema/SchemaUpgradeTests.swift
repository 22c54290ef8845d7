import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import SQLCatalog
import Testing
@testable import RefineryOperations

@Suite("Schema upgrade", .timeLimit(.minutes(10))) struct SchemaUpgradeTests {
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

    @Test("is refused while a worker of the version before lives, when records would be told again") func living() async throws {
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

    @Test("tells who was asked, of numbers and jobs of a version that knew only whether lookups were pretended") func providers()
        async throws
    {
        try await withDatabase(isMigrated: false) { database in
            let connection = try await database.connect()
            try await Migrator(migrations: Array(SQLCatalog.migrations.prefix(11)), views: []).migrate(on: connection)
            try await connection.executeScript(
                """
                CREATE FUNCTION refinery_internal.is_settled(number refinery.numbers, for_simulated boolean) RETURNS boolean LANGUAGE sql
                    AS $$ SELECT NOT number.is_simulated OR for_simulated $$;
                CREATE VIEW refinery.usbizdata_records AS SELECT r.id, n.is_simulated FROM refinery.records r JOIN refinery.numbers n ON true;
                INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options)
                SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'made', 'postgres:made', 1, sha256('made'), o::jsonb
                  FROM (VALUES (1, '{"looks_up_numbers": true, "simulates_lookups": true}'), (2, '{"looks_up_numbers": true}')) AS v (n, o);
                INSERT INTO refinery.jobs (import_id, stage, seq, state, row_count, stored, duplicates, rejected)
                SELECT i.id, stage, seq, CASE stage WHEN 'refine' THEN 'done' ELSE 'ready' END, 1, 1, 0, 0
                  FROM refinery.imports i,
                       (VALUES (1, 'refine', 1), (1, 'lookup', 1), (1, 'lookup', 2), (1, 'simulated_lookup', 1), (1, 'simulated_lookup', 2),
                               (2, 'lookup', 1)) AS j (n, stage, seq)
                 WHERE right(i.id::text, 1) = j.n::text;
                INSERT INTO refinery.numbers (e164, possible, valid, number_type, status, fresh_until, is_simulated)
                VALUES ('+14155552001', true, true, 'mobile', 'pending', NULL, false), ('+14155552002', true, true, 'mobile', 'answered', now(), false),
                       ('+14155552003', true, true, 'mobile', 'failed', now(), true);
                """)
            try await SchemaUpgrade().run(on: connection)
            await connection.close()
            #expect(
                try await database.select("SELECT stage, provider, seq FROM refinery.jobs ORDER BY provider, seq, id") == [
                    ["refine", "", "1"], ["lookup", "simulator", "3"], ["lookup", "simulator", "4"], ["lookup", "twilio", "1"],
                    ["lookup", "twilio", "1"], ["lookup", "twilio", "2"],
                ])
            #expect(
                try await database.select("SELECT provider, is_simulated FROM refinery.numbers ORDER BY e164") == [
                    [nil, "false"], ["twilio", "false"], ["simulator", "true"],
                ])
            #expect(
                try await database.select(
                    "SELECT options ->> 'lookup_provider', options ? 'simulates_lookups' FROM refinery.imports ORDER BY id") == [
                        ["simulator", "false"], [nil, "false"],
                    ])
            let worker = try await database.makeWorker()
            let claim = ClaimJobs(stage: .lookup, limit: 10, worker: worker, provider: .simulator)
            #expect(try await database.rows(claim).map(\.seq).sorted() == [3, 4])
        }
    }
}
