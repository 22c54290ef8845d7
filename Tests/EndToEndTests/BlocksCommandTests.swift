import Foundation
import RefineryTestSupport
import SampleFiles
import Testing

@Suite("Campaign blocks on the command line", .timeLimit(.minutes(4))) struct BlocksCommandTests {
    private func objects(_ outcome: ProgramOutcome) throws -> [[String: PrintedJSON]] {
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try outcome.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
    }

    private func withContacts(_ body: (Program) async throws -> Void) async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", SampleGenerator(rows: 400, seed: 3))
            let run = try await program.run("run", path, "--workers", "1", "--no-lookup")
            try #require(run.status == 0, "\(run.errors)")
            try await body(program)
        }
    }

    @Test("from a file to contacts that are ready to call; who opts out is in none of them") func wholeWay() async throws {
        try await withContacts { program in
            let preview = try await program.run("blocks", "generate", "--by", "state", "--max", "500", "--dry-run", "--json").lastObject()
            #expect(try objects(try await program.run("blocks", "list", "--json")).isEmpty)
            let made = try await program.run("blocks", "generate", "--by", "state", "--max", "500", "--json").lastObject()
            #expect(made["contacts"] == preview["contacts"] && made["excluded"] == preview["excluded"])
            let blocks = try objects(try await program.run("blocks", "list", "--json"))
            #expect(!blocks.isEmpty)
            guard case .array(let printed) = made["blocks"] else {
                Issue.record("no blocks: \(made)")
                return
            }
            let ids = printed.compactMap { block -> String? in
                if case .object(let block) = block { block["id"]?.text } else { nil }
            }
            #expect(Set(ids) == Set(blocks.compactMap { $0["id"]?.text }), "ids are written in one way")
            let block = try #require(blocks.max { ($0["contacts"]?.number ?? 0) < ($1["contacts"]?.number ?? 0) })
            guard case .object(let criteria) = block["criteria"] else {
                Issue.record("criteria are no object: \(block)")
                return
            }
            #expect(criteria["by"] == .array([.text("state")]))

            let id = try #require(block["id"]?.text)
            let contacts = try objects(try await program.run("blocks", "contacts", String(id.prefix(8)), "--format", "jsonl"))
            #expect(contacts.count == block["contacts"]?.number)
            #expect(contacts.allSatisfy { $0["phone_e164"]?.text?.hasPrefix("+1") == true && $0["call_from_local"]?.text != nil })
            let first = try #require(contacts.first?["phone_e164"]?.text)
            let second = try #require(contacts.first { $0["phone_e164"]?.text != first }?["phone_e164"]?.text)

            let added = try await program.run("suppress", "add", "--number", first, "--json").lastObject()
            #expect((added["withdrawn"]?.number ?? 0) >= 1)
            #expect(try await program.run("suppress", "check", first, "--json").lastObject()["status"]?.text == "listed")
            let calls = try program.file("calls.csv", "phone,disposition,called_at\n\(second),sale,2026-11-27T15:00:00Z\n\(second),sold,\n")
            let results = try await program.run("blocks", "results", calls, "--json").lastObject()
            #expect((results["stored"]?.number ?? 0) >= 1 && results["rejected"]?.number == 1, "\(results)")
            let left = try await program.run("blocks", "contacts", id, "--format", "csv")
            #expect(left.status == 0 && !left.output.contains(first) && !left.output.contains(second))

            #expect(try await program.run("blocks", "scrub", id).status == 0)
            #expect(try await program.run("blocks", "cancel", id).status == 0)
            let closed = try await program.run("blocks", "contacts", id)
            #expect(closed.status != 0 && closed.errors.contains("is cancelled"), "\(closed.errors)")
            let again = try await program.run("blocks", "generate", "--by", "state", "--json").lastObject()
            #expect((again["contacts"]?.number ?? 0) < contacts.count)
        }
    }

    @Test("a registry's file with a bad line counts but for that line, and its numbers are left out") func registry() async throws {
        try await withContacts { program in
            let numbers = try await program.database.select(
                "SELECT DISTINCT substring(phone_e164 FROM 3) FROM refinery.callable_contacts ORDER BY 1")
            let file = try program.file("dnc.txt", numbers.compactMap { $0[0] }.joined(separator: "\n") + "\njunk\n")
            let imported = try await program.run("suppress", "import", file, "--list", "national", "--json").lastObject()
            #expect(imported["accepted"]?.number == numbers.count && imported["rejected"]?.number == 1, "\(imported)")
            let plan = try await program.run("blocks", "generate", "--dry-run", "--json").lastObject()
            #expect(plan["contacts"]?.number == 0, "\(plan)")
        }
    }
}
