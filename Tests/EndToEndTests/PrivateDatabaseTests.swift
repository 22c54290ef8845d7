import Foundation
import Postgres
import PrivatePostgres
import RefineryTestSupport
import Testing

@Suite("A fleet on the private Postgres", .timeLimit(.minutes(6))) struct PrivateDatabaseTests {
    @Test("starts the server again that ended by itself, and completes the import") func revives() async throws {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        try await withOwnServer { server, database in
            let environment = ["REFINERY_HOME": server.home, "LOG_LEVEL": "warning", "NO_COLOR": "1"]
            let file = URL(filePath: server.home).appending(path: "leads.csv").path
            let text = "Company,Phone\n" + (0..<400).map { "Firm \($0),617555\(1000 + $0)\n" }.joined()
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let submit = try await binary.run(
                ["submit", file, "--no-lookup"], environment: environment.merging(["BATCH_SIZE": "10"]) { $1 })
            #expect(submit.status == 0, "\(submit.errors)")
            // The source is a copy of the file, beside the server: what becomes of the file changes nothing.
            #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 0)
            let uri = try await database.text("SELECT source_uri FROM refinery.imports")
            #expect(uri?.hasPrefix("file://\(server.home)/sources/raw_uploads/") == true, "\(uri ?? "")")
            try "Gone".write(toFile: file, atomically: false, encoding: .utf8)
            let slow = ["REFINERY_TEST_BATCH_DELAY_MS": "100", "MAX_CONCURRENT_BATCHES": "1"]
            let fleet = try ["coordinator", "worker"].map { try binary.start([$0], environment: environment.merging(slow) { $1 }) }
            while try await database.number("SELECT count(*) FROM refinery.jobs WHERE stage = 'refine' AND state = 'done'") == 0 {
                for process in fleet { try #require(process.isRunning) }
                await Task.yield()
            }
            // As a PANIC does, when there is no room for the write-ahead log: nobody shuts anything down.
            try await crash(server)
            // Until it is back there is no answer.
            while (try? await database.text("SELECT status FROM refinery.runs")) != "completed" {
                for process in fleet { try #require(process.isRunning) }
                await Task.yield()
            }
            #expect(try await database.contradictions().isEmpty)
            for process in fleet { process.send(SIGTERM) }
            var errors = ""
            for process in fleet {
                let outcome = try await process.end()
                #expect(outcome.status == 0)
                errors += outcome.errors
            }
            #expect(errors.contains("the private Postgres had ended by itself and was started again"), "\(errors)")
        }
    }

    @Test(
        "is not made by a command that only looks: 69, and what to do first",
        arguments: [
            "imports", "status", "watch", "top --once", "dead", "export", "rejects", "duplicates", "lookup --all", "pause abc", "undo abc",
        ]) func onlyLooks(words: String) async throws
    {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        let home = FileManager.default.temporaryDirectory.appending(path: "refinery-none-\(UUID())").path
        let outcome = try await binary.run(words.split(separator: " ").map(String.init), environment: ["REFINERY_HOME": home])
        #expect(outcome.status == 69 && outcome.errors.contains("Next: refinery run FILE"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: home))
    }

    @Test("`db url --plain` is a URL of user, database, socket and port alone, and leads to the same database") func plainURL() async throws
    {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        try await withOwnServer { server, _ in
            let outcome = try await binary.run(["db", "url", "--plain"], environment: ["REFINERY_HOME": server.home])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let url = try #require(outcome.lines.first.map(String.init))
            #expect(url.hasPrefix("postgresql://refinery@/refinery?"))
            #expect(url.split(separator: "?").last?.split(separator: "&").map { $0.prefix { $0 != "=" } } == ["host", "port"])
            let plain = TestDatabase(url: url)
            #expect(try await plain.first(CurrentDatabase()) == "refinery")
            await plain.close()
        }
    }

    @Test("`db psql` makes a new one with the schema in it, and meets every other as it is") func psql() async throws {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        let server = try PrivatePostgres.temporary()
        let arguments = ["db", "psql", "-Atc", "SELECT count(*) FROM refinery.imports"]
        let made = try await binary.run(arguments, environment: ["REFINERY_HOME": server.home])
        try await server.erase()
        #expect(made.status == 0 && made.lines.first == "0", "\(made.errors)")
        try await withDatabase(isMigrated: false) { database in
            let given = try await binary.run(["db", "psql", "-Atc", "SELECT 7"], environment: ["DATABASE_URL": database.url])
            #expect(given.status == 0 && given.lines.first == "7", "\(given.errors)")
        }
    }

    private struct CurrentDatabase: Query {
        static let sql = "SELECT current_database()::text"
        static func decode(_ row: Row) throws -> String { try row[0] }
    }

    /// Kills the server. This process started it and takes no notice, as a command does not that has something else to do.
    private func crash(_ server: PrivatePostgres) async throws {
        guard case .running(let processID) = server.status() else { throw CancellationError() }
        kill(processID, SIGKILL)
    }
}
