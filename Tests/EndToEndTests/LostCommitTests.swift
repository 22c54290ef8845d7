import Foundation
import PrivatePostgres
import RefineryTestSupport
import Testing

@Suite("A submit whose COMMIT has no answer", .timeLimit(.minutes(6))) struct LostCommitTests {
    private static let rows = "Company,Phone\nAcme,6175550123\n"

    /// The import's id, as the error names it.
    private func named(_ outcome: ProgramOutcome) throws -> String {
        #expect(outcome.status == 69, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        let match = try #require(outcome.errors.firstMatch(of: /`refinery status ([0-9a-f-]{36})`/), "\(outcome.errors)")
        #expect(outcome.errors.contains("import \(match.1)"))
        return String(match.1)
    }

    @Test("names the import, which is not there when the transaction was rolled back") func rolledBack() async throws {
        try await withProgram { program in
            // Ends the session in the middle of its COMMIT.
            try await program.database.execute(
                """
                CREATE FUNCTION test.end_session() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER ends_session AFTER INSERT ON refinery.imports DEFERRABLE INITIALLY DEFERRED
                   FOR EACH ROW EXECUTE FUNCTION test.end_session();
                """)
            let file = try program.file("leads.csv", Self.rows)
            let id = try named(try await program.run("submit", file))
            #expect(try await program.run("status", id).status == 64)
            try await program.database.execute("DROP TRIGGER ends_session ON refinery.imports")
            #expect(try await program.run("submit", file).status == 0)
        }
    }

    @Test("names the import, which is there when the transaction was committed") func committed() async throws {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        try await withOwnServer { server, database in
            let folder = URL(filePath: server.home).appending(path: "files")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let program = Program(binary: binary, database: database, folder: folder)
            // A commit is on disk here and waits for a standby that never comes; the end of its session leaves it without an answer.
            try await database.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
            try await database.execute("SELECT pg_reload_conf()")
            let file = try program.file("leads.csv", Self.rows)
            let submit = try program.start("submit", file)
            let waits = "application_name LIKE 'refinery/submit/%' AND wait_event = 'SyncRep'"
            while try await database.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE \(waits)") == 0 {
                try #require(submit.isRunning)
                await Task.yield()
            }
            let id = try named(try await submit.end())
            let status = try await program.run("status", id, "--json")
            #expect(try status.lastObject()["status"] == .text("running"), "\(status.errors)")
            let again = try await program.run("submit", file)
            #expect(again.status == 65 && again.errors.contains(id))
        }
    }
}
