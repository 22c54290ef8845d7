import Foundation
import RefineryTestSupport
import SampleFiles
import Testing

@Suite("Partitioned schema") struct PartitionedSchemaTests {
    private static let all = ["run", "--all", "--json", "--workers", "1", "--no-lookup"]
    private static let tables = """
        SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND relname ~ '^records_'
        """
    private static let unfound = """
        SELECT count(*) FROM refinery.records r FULL JOIN refinery.fingerprints f ON f.record_id = r.id
         WHERE r.id IS NULL OR f.record_id IS NULL OR f.fingerprint <> r.fingerprint
        """

    private func run(_ program: Program, _ path: String) async throws -> [Int?] {
        let outcome = try await program.binary.run(Self.all + [path], environment: program.environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try outcome.counts()
    }

    @Test("what is stored stays, imports get tables of their own, a row is still one record, and undo takes a table away")
    func partitions() async throws {
        try await withProgram { program in
            let first = SampleGenerator(rows: 300, seed: 1)
            let counts = first.expected
            #expect(try await run(program, try program.file("first.csv", first)) == counts.asPrinted)
            let migrate = try await program.run("migrate", "--partitioned")
            #expect(migrate.status == 0, "\(migrate.errors)")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.records") == counts.stored)
            #expect(try await program.database.number(Self.unfound) == 0)
            let again = try await program.run("migrate", "--partitioned")
            #expect(again.errors.contains("nothing is missing"), "\(again.errors)")

            // The same rows once more are all duplicates, of records in another table.
            let header = String(decoding: first.bytes, as: UTF8.self)
            let second = try program.file("second.csv", header + "\n")
            #expect(try await run(program, second) == [counts.rows, 0, counts.stored + counts.duplicates, counts.rejects])
            let third = SampleGenerator(rows: 200, seed: 3)
            #expect(try await run(program, try program.file("third.csv", third)) == third.expected.asPrinted)
            #expect(try await program.database.text(Self.tables) == "records_2 records_3 records_before")
            #expect(try await program.database.number(Self.unfound) == 0)
            let doctor = try await program.run("doctor")
            #expect(!doctor.lines.contains { $0.hasPrefix("FAIL") && !$0.contains("leader") }, "\(doctor.output)")

            let id = try await program.database.text("SELECT id FROM refinery.imports WHERE number = 3")
            let undo = try await program.run("undo", try #require(id), "--yes")
            #expect(undo.status == 0, "\(undo.errors)")
            #expect(try await program.database.text(Self.tables) == "records_2 records_before")
            #expect(try await program.database.number(Self.unfound) == 0)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.usbizdata_records") == counts.stored)
        }
    }

    @Test("an empty database can begin with partitions; a fleet that runs forbids them") func empty() async throws {
        try await withProgram { program in
            try await program.database.execute(
                """
                INSERT INTO refinery.workers (id, role, host, pid, version, lease_until)
                VALUES (gen_random_uuid(), 'worker', 'h', 1, '1', clock_timestamp() + interval '1 hour')
                """)
            let refused = try await program.run("migrate", "--partitioned")
            #expect(refused.status != 0 && refused.errors.contains("Processes of the fleet are running."), "\(refused.errors)")
            try await program.database.execute("DELETE FROM refinery.workers")
            #expect(try await program.run("migrate", "--partitioned").status == 0)
            let sample = SampleGenerator(rows: 100, seed: 4)
            #expect(try await run(program, try program.file("leads.csv", sample)) == sample.expected.asPrinted)
            #expect(try await program.database.text(Self.tables) == "records_1")
        }
    }
}
