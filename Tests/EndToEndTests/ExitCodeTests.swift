import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Exit codes", .timeLimit(.minutes(6))) struct ExitCodeTests {
    @Test("tell a database that is not there, a wrong setting and a missing right apart") func database() async throws {
        try await withProgram { program in
            let name = "refinery_e2e_\(UInt32.random(in: 0 ... .max))"
            try await program.database.execute("CREATE ROLE \(name) LOGIN")
            func with(_ key: String, _ value: String) -> String { program.url(with: key, value) }
            let cases: [(url: String, code: Int32, says: String)] = [
                (with("dbname", "absent_\(name)"), 69, "Create the database"),
                ("postgres://127.0.0.1:9/none", 69, "host and port"),
                ("mysql://x/y", 78, "postgres://"),
                ("postgres://[", 78, "postgres://"),
                (with("user", "nobody_\(name)"), 77, "user"),
                (with("user", name), 77, "right"),
            ]
            for (url, code, says) in cases {
                let outcome = try await program.run("imports", environment: ["DATABASE_URL": url])
                #expect(outcome.status == code, "\(url): \(outcome.errors)")
                #expect(outcome.errors.contains(says), "\(url): \(outcome.errors)")
            }
            try await program.database.execute("DROP ROLE \(name)")
            let file = try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")
            let storage = try await program.run("submit", file, environment: ["SOURCE_STORAGE": "file:///proc"])
            #expect(storage.status == 78, "\(storage.errors)")
            #expect(storage.errors.contains("/proc"), "\(storage.errors)")
        }
    }

    @Test("of answers that do not arrive is 73, of small ones too", .enabled(if: getuid() == 0, "device nodes are made by root"))
    func fullOutput() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")
            _ = try await program.run("run", file, "--no-lookup", "--workers", "1")
            // The device that is always full, under a name of our own.
            let full = program.path("full")
            try #require(mknod(full, S_IFCHR | 0o600, 1 << 8 | 7) == 0)
            for words in ["imports --json", "imports", "status", "status --json", "submit \(file) --dry-run", "export"] {
                let outcome = try await program.shell("\(words) > '\(full)'")
                #expect(outcome.status == 73, "\(words): \(outcome.status) \(outcome.errors)")
            }
            #expect(try await program.shell("imports | true; exit 0").status == 0)
        }
    }

    @Test("all stand in docs/cli.md") func documented() throws {
        let page = try page("cli.md")
        let table = page.split(separator: "| exit code | meaning |")[1].split(separator: "\n\n")[0]
        let codes = Set(table.matches(of: /\n\| (\d+)/).compactMap { Int32($0.1) })
        #expect(codes.isSuperset(of: FaultKind.allCases.map(\.exitCode) + [0, 1, 130]))
    }

    @Test("and codes of errors stand in docs/errors.md, each with its exit code") func documentedErrors() throws {
        let rows = try page("errors.md").matches(of: /\n\| `(\w+)` \| (\d+)/).map { "\($0.1) \($0.2)" }
        #expect(rows == FaultCode.allCases.map { "\($0.rawValue) \($0.kind.exitCode)" })
    }

    @Test("come with an object for programs where --json is said, and with words in any case") func json() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")
            let phoneless = try program.file("firms.csv", "Company,Town\nAcme,Boston\n")
            #expect(try await program.run("submit", file, "--json").status == 0)
            let id = try #require(try await program.database.text("SELECT id::text FROM refinery.imports"))
            #expect(try await program.run("cancel", id).status == 0)
            let cases: [(words: [String], code: Int32, error: String, details: [String: String])] = [
                (["submit", file, "--json"], 65, "already_submitted", ["existing_import_id": id, "existing_status": "cancelled"]),
                (["submit", phoneless, "--json"], 65, "columns_missing", ["fields": "business_phone"]),
                (["submit", "absent.csv", "--json"], 66, "file_not_found", [:]),
                (["status", "ffffffff", "--json"], 64, "import_not_found", [:]),
                (["prioritize", id, "99999", "--json"], 64, "usage_invalid", [:]),
                (["pause", id, "--json"], 75, "state_conflict", [:]),
            ]
            for (words, code, error, details) in cases {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == code, "\(words): \(outcome.errors)")
                let document = try JSONDecoder().decode(ErrorDocument.self, from: Data((outcome.lines.last ?? "").utf8)).error
                #expect(document.code == error && document.details == details, "\(words): \(document)")
                #expect(outcome.errors.contains("error: \(document.message)"), "\(words): \(outcome.errors)")
                #expect(try await program.binary.run(words.filter { $0 != "--json" }, environment: program.environment).output.isEmpty)
            }
        }
    }

    @Test("of a wrong command line is 64, with what was probably meant") func usage() async throws {
        try await withProgram { program in
            let cases: [(words: [String], says: String)] = [
                ([], "No command is named."),
                (["expotr"], "There is no command “expotr”.\n       Did you mean “export”?"),
                (["rn", "f.csv"], "Did you mean “run”?"),
                (["db", "stpo"], "Did you mean “stop”?"),
                (["help", "nosuch"], "There is no command “nosuch”."),
                (["zzzzzz"], "There is no command “zzzzzz”.\n       `refinery --help` lists all."),
                (["run", "a.csv", "--max-records", "-1"], "--max-records has to be 0 or more"),
                (["budget", "set", "--money", "-5"], "has to be 0 or more"),
                (["imports", "--limit", "-1"], "--limit has to be 1 or more"),
                (["run", "a.csv", "--resume", "9e52"], "not both."),
                (["resume"], "Usage: refinery resume"),
                (["imports", "--nonsense"], "Unknown option '--nonsense'"),
            ]
            for (words, says) in cases {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == 64 && outcome.output.isEmpty, "\(words): \(outcome.output)")
                #expect(outcome.errors.hasPrefix("error: ") && outcome.errors.contains(says), "\(words): \(outcome.errors)")
            }
            for words in [["help"], ["--help"], ["help", "budget", "set"], ["run", "--help"], ["--version"]] {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == 0 && !outcome.output.isEmpty && outcome.errors.isEmpty, "\(words): \(outcome.errors)")
            }
        }
    }

    private struct ErrorDocument: Decodable {
        struct Fields: Decodable {
            let code: String
            let message: String
            let details: [String: String]
        }

        let error: Fields
    }

    private func page(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
    }
}

extension Program {
    /// The database's URL with a parameter more.
    func url(with key: String, _ value: String) -> String {
        let url = database.url
        return url.contains("://") ? url + (url.contains("?") ? "&" : "?") + "\(key)=\(value)" : url + " \(key)=\(value)"
    }

    /// Runs the program as a shell does, with its redirections.
    func shell(_ words: String) async throws -> ProgramOutcome {
        try await RefineryBinary(path: "/bin/sh").run(["-c", "'\(binary.path)' \(words)"], environment: environment)
    }
}
