import RefineryTestSupport
import Testing

@Suite("A program older than the schema", .timeLimit(.minutes(5))) struct SchemaVersionTests {
    @Test(
        "refuses to start, says which versions do not fit, and touches nothing", arguments: ["worker", "coordinator", "imports", "migrate"])
    func refuses(command: String) async throws {
        try await withProgram { program in
            try await program.database.execute(
                "INSERT INTO refinery.schema_migrations (number, name, sha256) VALUES (9000, '9000_of_tomorrow', sha256('tomorrow'))")
            // It would work beside one that only added.
            try await program.database.execute(
                "CREATE OR REPLACE FUNCTION refinery_internal.oldest_program() RETURNS integer LANGUAGE sql AS 'SELECT 9000'")
            let outcome = try await program.run(command)
            #expect(outcome.status == 78)
            #expect(outcome.errors.contains("error: The database has schema version 9000, this program knows versions up to"))
            #expect(outcome.errors.contains("Start the newer program; this one must not touch the data."))
            #expect(outcome.output.isEmpty)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.workers") == 0)
        }
    }
}
