import Foundation
import RefineryTestSupport
import Testing

@Suite("Bad input", .timeLimit(.minutes(6))) struct BadInputTests {
    private static let header = "Company Name,Email,Phone\n"

    /// A name, what the file holds, and what the message has to name.
    struct Case: CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let says: String
        var testDescription: String { name }
        init(_ name: String, _ text: String, says: String) { (self.name, bytes, self.says) = (name, Array(text.utf8), says) }
        init(_ name: String, _ bytes: [UInt8], says: String) { (self.name, self.bytes, self.says) = (name, bytes, says) }
    }

    @Test("is refused with exit code 65 and a message that says what to do, and nothing is stored") func files() async throws {
        let cases = [
            Case("empty", "", says: "empty"), Case("blank lines", "\n\n\r\n", says: "blank"),
            Case("header only", Self.header, says: "header"),
            Case("zip", [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 300), says: "broken"),
            Case("executable", [0x7F, 0x45, 0x4C, 0x46] + (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 37) }, says: "binary"),
            Case("no known header", "Foo,Bar\n1,2\n3,4\n", says: "--map"),
            Case(
                "headers that look like what is missing", "Trading label,Fax phone,Cell no.\na,1,2\nb,3,4\n",
                says: "--map \"trading label=business_name\""),
            Case("no phone column", "Company Name,Email\nAcme,a@b.example\n", says: "--without-phone"),
            Case("no business name", "Email,Phone\na@b.example,6175550123\n", says: "--without-name"),
        ]
        try await withProgram { program in
            for bad in cases {
                let path = try program.file("\(bad.name).csv", bad.bytes)
                let outcome = try await program.run("submit", path)
                #expect(outcome.status == 65, "\(bad.name): \(outcome.status) \(outcome.errors)")
                #expect(outcome.errors.hasPrefix("error: "), "\(bad.name): \(outcome.errors)")
                #expect(outcome.errors.lowercased().contains(bad.says), "\(bad.name): \(outcome.errors)")
                #expect(outcome.output.isEmpty)
            }
            try await expectNothing(program)
        }
    }

    @Test("that is no readable file has exit code 66") func noFile() async throws {
        try await withProgram { program in
            let missing = try await program.run("submit", program.path("missing.csv"))
            #expect(missing.status == 66)
            #expect(missing.errors.contains("There is no file"))
            let directory = try await program.run("run", program.folder.path)
            #expect(directory.status == 66)
            #expect(directory.errors.contains("is a directory"))
            if getuid() != 0 {
                let path = try program.file("secret.csv", Self.header + "Acme,a@b.example,6175550123\n")
                chmod(path, 0)
                #expect(try await program.run("submit", path).status == 66)
            }
            try await expectNothing(program)
        }
    }

    @Test("at the command line has exit code 64, in the configuration 78") func usage() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", Self.header + "Acme,a@b.example,6175550123\n")
            #expect(try await program.run("submit").status == 64)
            #expect(try await program.run("submit", path, "--no-such-option").status == 64)
            #expect(try await program.run("run", path, "--workers", "0").status == 64)
            let wrong = [
                ("--delimiter", "ab"), ("--delimiter", "\""), ("--delimiter", "\n"), ("--region", "XX"), ("--require", "business_name,foo"),
                ("--priority", "1001"),
            ]
            for (option, value) in wrong {
                let outcome = try await program.run("submit", path, option, value)
                #expect(outcome.status == 64, "\(option) \(value): \(outcome.errors)")
            }
            #expect(try await program.run("status", "ffffffff").status == 64)
            let batch = try await program.run("submit", path, environment: ["BATCH_SIZE": "many"])
            #expect(batch.status == 78)
            #expect(batch.errors.contains("BATCH_SIZE"))
            #expect(try await program.run("submit", path, environment: ["SOURCE_STORAGE": "ftp://x"]).status == 78)
            let map = try await program.run("submit", path, "--map", "Nowhere=city")
            #expect(map.status == 64 || map.status == 65)
            #expect(map.errors.contains("Nowhere"), "\(map.errors)")
            try await expectNothing(program)
        }
    }

    @Test("of a database that cannot be reached has exit code 69") func unreachable() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", Self.header + "Acme,a@b.example,6175550123\n")
            let url = "postgresql://nobody@/nothing?host=\(program.folder.path)"
            let outcome = try await program.run("submit", path, environment: ["DATABASE_URL": url])
            #expect(outcome.status == 69, "\(outcome.errors)")
        }
    }

    @Test("with ten thousand columns, a row too long and an unclosed quote still gives every readable row") func monsters() async throws {
        try await withProgram { program in
            let wide = "Company Name,Email,Phone," + (4...10_000).map { "column \($0)" }.joined(separator: ",") + "\n"
            let row = "Acme,a@b.example,6175550123" + String(repeating: ",", count: 9_997) + "\n"
            let first = try await program.run("run", try program.file("wide.csv", wide + row), "--workers", "1", "--json")
            #expect(first.status == 0, "\(first.errors)")
            #expect(try first.counts() == [1, 1, 0, 0])

            let long = "Long," + String(repeating: "x", count: 3 << 20) + ",6175550199\n"
            let text =
                Self.header + "One,one@a.example,6175550101\n" + long + "Two,two@a.example,6175550102\n\"Open,o@a.example,6175550103\n"
                + (0..<60).map { "Firm \($0),f\($0)@a.example,617555\(2000 + $0)\n" }.joined()
            let second = try await program.run("run", try program.file("long.csv", text), "--workers", "1", "--json")
            #expect(second.status == 0, "\(second.errors)")
            #expect(try second.counts() == [64, 62, 0, 2])
            let codes = try await program.database.select("SELECT row_number, code FROM refinery.rejects ORDER BY 1")
            #expect(codes == [["2", "row_too_many_bytes"], ["4", "unclosed_quote"]])
        }
    }

    private func expectNothing(_ program: Program) async throws {
        for table in ["imports", "jobs", "source_chunks", "records", "events"] {
            #expect(try await program.database.number("SELECT count(*) FROM refinery.\(table)") == 0, "\(table)")
        }
    }
}
