import Foundation
import RefineryTestSupport
import SampleFiles
import Testing

@Suite("Commands that ask a server", .timeLimit(.minutes(3))) struct ServerCommandTests {
    /// A web process with a key for all.
    private func withServer(_ body: (Program, _ environment: [String: String]) async throws -> Void) async throws {
        try await withProgram { program in
            let running = try program.start("web", "--port", "0")
            var address: String?
            while address == nil {
                try #require(running.isRunning)
                address = running.outputSoFar.firstMatch(of: #/listening on (http:\S+)\n/#).map { String($0.output.1) }
                await Task.yield()
            }
            let key = try await program.run("keys", "create", "--name", "all", "--scopes", "admin", "--json").lastObject()["key"]?.text
            try await body(program, ["REFINERY_SERVER": try #require(address), "REFINERY_API_KEY": try #require(key)])
            running.send(SIGTERM)
            #expect(try await running.end().status == 0)
        }
    }

    @Test("say the same as when they ask the database, and end the same") func parity() async throws {
        try await withServer { program, server in
            let path = try program.file("leads.csv", SampleGenerator(rows: 600, seed: 3))
            let submitted = try await program.run("submit", path, "--all", environment: server)
            #expect(submitted.status == 0, "\(submitted.errors)")
            let id = submitted.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(submitted.errors.contains("Submitted leads.csv. Next: refinery watch \(id.prefix(8))"))
            #expect(try await program.database.text("SELECT submitted_by FROM refinery.runs WHERE id = '\(id)'") == "all")

            // What is refused is refused alike.
            for arguments in [
                ["submit", path, "--json"], ["status", "0000", "--json"], ["retry", id, "--batch", "9", "--json"],
                ["export", id, "--columns", "business_nam", "--json"], ["export", id, "--for", "salesfroce", "--json"],
            ] {
                let (here, there) = (try await Self.run(program, arguments, [:]), try await Self.run(program, arguments, server))
                #expect(here.status == there.status && here.status != 0, "\(arguments)")
                guard case .object(let ours)? = try here.lastObject()["error"], case .object(let theirs)? = try there.lastObject()["error"]
                else {
                    Issue.record("\(arguments): no error in \(there.output)")
                    continue
                }
                #expect(ours["code"] == theirs["code"] && ours["message"] == theirs["message"], "\(arguments): \(there.output)")
            }
            let paused = try await program.run("pause", id, environment: server)
            #expect(paused.status == 0 && paused.errors == "Paused. Go on: refinery resume \(id.prefix(8))\n")
            #expect(try await program.run("watch", id, environment: server).status == 75)
            #expect(try await program.run("resume", id, environment: server).errors.hasPrefix("Running. Next: refinery watch"))

            let fleet = [try program.start("coordinator"), try program.start("worker")]
            let watched = try await program.run("watch", id, "--json", environment: server)
            for process in fleet { process.send(SIGTERM) }
            for process in fleet { #expect(try await process.end().status == 0) }
            #expect(watched.status == 0, "\(watched.errors)")
            #expect(try watched.lastObject()["status"]?.text == "completed")

            let commands = [
                ["status", id], ["status", id, "--json"], ["watch", id], ["watch", id, "--json"], ["status"], ["imports"],
                ["imports", "--json", "--limit", "1"], ["imports", "--status", "paused"], ["rejects", id], ["rejects", id, "--json"],
                ["duplicates", id], ["duplicates", id, "--json"], ["export", id], ["export", id, "--json", "--valid"],
                ["export", id, "--with-duplicates", "--state", "TX"], ["export", "--everything"], ["cancel", id], ["retry", id],
                ["export", id, "--columns", "business_phone, business_name"],
                ["export", "--everything", "--columns", "import_id,title", "--json"],
                ["export", id, "--for", "salesforce"], ["export", id, "--as-submitted"],
                ["export", id, "--as-submitted", "--append", "--json"],
                ["export", id, "--as-submitted", "--append", "--spreadsheet-safe"],
                ["export", id, "--output", program.path("all.xlsx")], ["rejects", id, "--output", program.path("rejects.xlsx")],
                ["export", id, "--as-submitted", "--output", program.path("table.xlsx")],
            ]
            for arguments in commands {
                let (here, there) = (try await Self.run(program, arguments, [:]), try await Self.run(program, arguments, server))
                #expect(here.status == there.status, "\(arguments): \(there.errors)")
                #expect(here.output == there.output, "\(arguments)")
                #expect(here.errors == there.errors, "\(arguments)")
            }
        }
    }

    @Test("submit several files, patterns and archives as one submission, as without a server") func severalFiles() async throws {
        try await withServer { program, server in
            func csv(_ name: String) -> String { "Company,Phone\n\(name),617-555-0123\n\(name) North,617-555-0124\n" }
            _ = try program.file("june-a.csv", csv("Acme"))
            let known = try program.file("june-b.csv", csv("Bolt"))
            _ = try program.file("june-c.csv", "no header that anybody knows\n1\n")
            let archive = try program.file(
                "all.zip", try await ZipFile.bytes([("x.csv", Array(csv("Crow").utf8)), ("y.csv", Array(csv("Dove").utf8))]))
            let files = [program.path("june-?.csv"), archive]

            // A name that is mistyped is said before anything is sent.
            let mistyped = try await Self.run(program, ["submit", program.path("jnue.csv")] + files, server)
            #expect(mistyped.status == 66, "\(mistyped.errors)")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.imports") == 0)

            let sent = try await Self.run(program, ["submit"] + files, server)
            #expect(sent.status == 65, "\(sent.errors)")
            #expect(sent.errors.contains("june-c.csv: "))
            let ids = sent.output.split(separator: "\n").map(String.init)
            let last = try #require(sent.errors.firstMatch(of: #/4 imports. Next: refinery imports --submission (\S+)\n$/#)?.output.1)
            let stored = try await program.database.select(
                "SELECT id::text FROM refinery.imports WHERE submission_id = '\(last)' ORDER BY number")
            #expect(stored == ids.map { [$0] } && ids.count == 4)
            let listed = try await Self.run(program, ["imports", "--submission", String(last)], server)
            let here = try await Self.run(program, ["imports", "--submission", String(last)], [:])
            #expect(listed.status == 0 && listed.output == here.output && listed.output.contains("4 imports: "), "\(listed.errors)")

            // What was submitted before is said of each file by itself, and the others are taken.
            let fresh = try program.file("fresh.csv", csv("Echo"))
            let objects = try await Self.run(program, ["submit", known, fresh, "--json"], server).lines.map {
                try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8))
            }
            #expect(objects.count == 2 && objects.last?["import_id"]?.text != nil, "\(objects)")
            guard case .object(let error)? = objects.first?["error"] else { return #expect(Bool(false), "\(objects)") }
            #expect(error["code"]?.text == "already_submitted")

            // An archive alone.
            let alone = try await Self.run(program, ["submit", archive, "--again"], server)
            #expect(alone.status == 0 && alone.output.split(separator: "\n").count == 2, "\(alone.errors)")
            #expect(alone.errors.contains("Submitted x.csv. Next: refinery watch "))
            let group = try #require(alone.errors.firstMatch(of: #/2 imports. Next: refinery imports --submission (\S+)\n$/#)?.output.1)
            #expect(group != last)
        }
    }

    private static func run(_ program: Program, _ arguments: [String], _ server: [String: String]) async throws -> ProgramOutcome {
        try await program.binary.run(arguments, environment: program.environment.merging(server) { $1 })
    }

    @Test("send what comes through a pipe, and write a file") func pipes() async throws {
        try await withServer { program, server in
            let path = try program.file("leads.csv", SampleGenerator(rows: 100, seed: 5))
            let sent = try await RefineryBinary(path: "/bin/sh").run(
                ["-c", "cat \"$1\" | \"$2\" submit - --json", "sh", path, program.binary.path],
                environment: program.environment.merging(server) { $1 })
            #expect(sent.status == 0, "\(sent.errors)")
            let id = try #require(try sent.lastObject()["import_id"]?.text)
            #expect(
                try await program.database.number("SELECT source_bytes FROM refinery.imports WHERE id = '\(id)'")
                    == Int64(SampleGenerator(rows: 100, seed: 5).bytes.count))
            let target = program.path("out.csv")
            let exported = try await program.run("export", id, "--output", target, environment: server)
            #expect(exported.status == 0 && exported.errors.contains("0 records of import \(id.prefix(8)) written to \(target)"))
            let again = try await program.run("export", id, "--output", target, "--no-clobber", environment: server)
            #expect(again.status == 73)
        }
    }

    @Test("say what is wrong with the server, and with the key") func failures() async throws {
        try await withServer { program, server in
            let wrong = try await program.run("imports", "--json", environment: server.merging(["REFINERY_API_KEY": "rfk_x"]) { $1 })
            #expect(wrong.status == 77 && wrong.errors.contains("REFINERY_API_KEY"), "\(wrong.errors)")
            let address = try await program.run("imports", "--server", "refinery.example", environment: server)
            #expect(address.status == 78 && address.errors.contains("REFINERY_SERVER"))
            let elsewhere = try await program.run(
                "imports", "--server", (server["REFINERY_SERVER"] ?? "") + "/elsewhere", environment: server)
            #expect(elsewhere.status != 0)
            let missing = try await program.run("submit", program.path("none.csv"), environment: server)
            #expect(missing.status == 66, "\(missing.errors)")
            let away = try await program.run("imports", "--server", "http://127.0.0.1:1", environment: server)
            #expect(away.status == 69 && away.errors.contains("127.0.0.1:1"), "\(away.errors)")
        }
    }
}
