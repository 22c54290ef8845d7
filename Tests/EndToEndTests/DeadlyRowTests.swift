import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Rows that end the process that refines them", .timeLimit(.minutes(5))) struct DeadlyRowTests {
    private static let lines = (1...60).map {
        "\([7, 8, 43].contains($0) ? "Deadly" : "Firm") \($0),555-0\($0 + 100),firm\($0)@example.com"
    }

    @Test("become rejects at the last attempt of their batch, and everything else is stored once") func isolated() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", "Company,Phone,Email\n" + Self.lines.joined(separator: "\n") + "\n")
            let outcome = try await program.run(
                "run", file, "--workers", "2", "--json",
                environment: ["REFINERY_TEST_DEADLY_TEXT": "Deadly", "BATCH_SIZE": "20", "SWIFT_BACKTRACE": "enable=no"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.counts() == [60, 57, 0, 3])
            let rejects = try await program.database.select("SELECT row_number, code FROM refinery.rejects ORDER BY 1")
            #expect(rejects == [["7", "internal_error"], ["8", "internal_error"], ["43", "internal_error"]])
            #expect(try await program.database.contradictions().isEmpty)
            let attempts = try await program.database.select(
                "SELECT attempt, errors -> 0 ->> 'code', errors -> 1 ->> 'code' FROM refinery.jobs WHERE rejected > 0 AND stage = 'refine'")
            #expect(attempts == [["3", "worker_died", "worker_died"], ["3", "worker_died", "worker_died"]])
            #expect(try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE state <> 'done'") == 0)
        }
    }

    @Test("cost no other batch that its worker held, even where a batch has one attempt") func oneAttempt() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", "Company,Phone,Email\n" + Self.lines.joined(separator: "\n") + "\n")
            let outcome = try await program.run(
                "run", file, "--workers", "1", "--json",
                environment: [
                    "REFINERY_TEST_DEADLY_TEXT": "Deadly", "BATCH_SIZE": "10", "RETRY_ATTEMPTS": "1", "SWIFT_BACKTRACE": "enable=no",
                ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.counts() == [60, 57, 0, 3])
            #expect(try await program.database.contradictions().isEmpty)
        }
    }
}
