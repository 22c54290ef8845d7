import Foundation
import RefineryTestSupport
import Testing

@Suite("A column that is not sure", .timeLimit(.minutes(6))) struct ColumnQuestionTests {
    /// Persons and firms side by side, under headers that say neither.
    private static let headers = ["Party", "Holder", "Payee", "Bidder", "Sponsor", "Who", "Member", "Client", "Tenant", "Partner"]
    private static let rows = [
        "Jordan Taylor", "Morgan Lee & Sons", "Acme", "Taylor Brooks", "Bright Smile Dental", "Parker",
    ].enumerated().map { "\($1),617-555-010\($0)\n" }.joined()

    /// A file that hangs on a column of which it is not sure, the header of that column, and what it is as the best guess.
    private func undecided(_ program: Program) async throws -> (path: String, header: String, guess: String) {
        for header in Self.headers {
            let path = try program.file("\(header).csv", "\(header),Phone\n" + Self.rows)
            let document = try await program.run("inspect", path, "--json").lastObject()
            guard case .object(let refusal) = document["refusal"], refusal["code"]?.text == "columns_undecided",
                case .array(let columns) = document["columns"], case .object(let column) = columns.first,
                let guess = column["runner_up"]?.text
            else { continue }
            return (path, header, guess)
        }
        throw NothingUndecided()
    }

    private struct NothingUndecided: Error {}

    @Test("is named with its candidates, examples and what decides it, and ends a file with 65 where the name hangs on it") func asked()
        async throws
    {
        try await withProgram { program in
            let (path, header, _) = try await undecided(program)
            let refused = try await program.run("submit", path)
            #expect(refused.status == 65)
            for said in [
                "Not sure what the column \"\(header)\" is", "“Jordan Taylor”", "--map \"\(header)=business_name\"",
                "--yes takes the best guess",
                "error: It is not sure enough which column is the business name",
            ] {
                #expect(refused.errors.contains(said), "\(refused.errors)")
            }
            let object = try await program.run("submit", path, "--json").lastObject()
            guard case .object(let error) = object["error"] else { return #expect(Bool(false), "no error") }
            #expect(error["code"]?.text == "columns_undecided")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.imports") == 0)
        }
    }

    @Test("is taken as the best guess with --yes, and as what --map says") func decided() async throws {
        try await withProgram { program in
            let (path, header, guess) = try await undecided(program)
            let guessed = try await program.run("run", path, "--yes", "--workers", "1", "--no-lookup", "--json")
            #expect(try guessed.counts() == [6, 6, 0, 0], "\(guessed.errors)")
            let said = try await program.run(
                "run", path, "--map", "\(header)=\(guess)", "--again", "--workers", "1", "--no-lookup", "--json")
            #expect(try said.counts() == [6, 0, 6, 0], "\(said.errors)")
            #expect(!said.errors.contains("Not sure"), "\(said.errors)")
            let known = try await program.run("inspect", path)
            #expect(known.output.contains("100 %, remembered of \(header).csv"), "\(known.output)")
        }
    }
}
