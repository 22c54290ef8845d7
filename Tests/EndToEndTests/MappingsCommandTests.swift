import Foundation
import RefineryTestSupport
import Testing

@Suite("Remembered mappings", .timeLimit(.minutes(6))) struct MappingsCommandTests {
    private func file(_ head: String, _ firms: Range<Int>) -> String {
        head + "\n" + firms.map { "Boston,Firm \($0),617-555-0\($0 + 100)\n" }.joined()
    }

    private func run(_ program: Program, _ path: String, _ options: [String] = []) async throws -> ProgramOutcome {
        try await program.binary.run(
            ["run", path, "--workers", "1", "--no-lookup", "--json"] + options, environment: program.environment)
    }

    @Test("what --map said of a file holds for the next with the same headers, in any order, and is said") func remembered() async throws {
        try await withProgram { program in
            let maps = ["--map", "Aaa=city", "--map", "Bbb=business_name", "--map", "Ccc=business_phone"]
            let first = try await run(program, try program.file("one.csv", file("Aaa,Bbb,Ccc", 0..<5)), maps)
            #expect(try first.counts() == [5, 5, 0, 0], "\(first.errors)")
            let moved = "CCC,_aaa_,bbb\n617-555-0190,Boston,Moved\n"
            let next = try await run(program, try program.file("two.csv", moved))
            #expect(try next.counts() == [1, 1, 0, 0], "\(next.errors)")
            #expect(next.errors.contains("remembered of one.csv"), "\(next.errors)")
            #expect(
                try await program.database.select("SELECT business_name, city, phone_e164 FROM refinery.records ORDER BY id DESC LIMIT 1")
                    == [["Moved", "Boston", "+16175550190"]])
            // Looked at, it is told in the same way.
            let inspected = try await program.run("inspect", program.path("two.csv"), "--json")
            guard case .object(let origin) = try inspected.lastObject()["mapping"] else {
                return #expect(Bool(false), "\(inspected.output)")
            }
            #expect(origin["kind"]?.text == "remembered" && origin["name"]?.text == "one.csv")
        }
    }

    @Test("is overruled by --map, which is remembered in its place, and left out with --no-remembered") func overruled() async throws {
        try await withProgram { program in
            let names = ["--map", "Bbb=business_name", "--map", "Ccc=business_phone"]
            #expect(try await run(program, try program.file("one.csv", file("Aaa,Bbb,Ccc", 0..<2)), names).status == 0)
            let second = try await run(program, try program.file("two.csv", file("Aaa,Bbb,Ccc", 2..<4)), ["--map", "Aaa=city"])
            #expect(try second.counts() == [2, 2, 0, 0], "the rest is as remembered: \(second.errors)")
            let shown = try await program.run("mappings", "show", "two.csv")
            #expect(shown.output.contains("Aaa  → city") && shown.output.contains("Bbb  → business_name"), "\(shown.output)\(shown.errors)")
            #expect(try await program.run("mappings", "show", "one.csv").status == 64)
            let without = try await run(program, try program.file("three.csv", file("Aaa,Bbb,Ccc", 4..<6)), ["--no-remembered"])
            #expect(!without.errors.contains("remembered of"), "\(without.errors)")
            let forgotten = try await program.run("mappings", "forget", "two.csv")
            #expect(forgotten.status == 0, "\(forgotten.errors)")
            #expect(try await program.run("mappings", "forget", "two.csv").status == 64)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.mappings") == 0)
        }
    }

    @Test("is confirmed of an import that needed no --map, exported, and imported again as it was") func confirmed() async throws {
        try await withProgram { program in
            let run = try await run(program, try program.file("one.csv", "Company,Phone,Remarks\nAcme,617-555-0101,x\n"))
            let id = try #require(try run.lastObject()["import_id"]?.text)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.mappings") == 0, "nobody confirmed it")
            let confirmed = try await program.run("mappings", "confirm", String(id.prefix(8)), "--name", "Monthly")
            #expect(confirmed.status == 0, "\(confirmed.errors)")
            let exported = try await program.run("mappings", "export")
            #expect(exported.output.contains(#"{"field":"extra","header":"Remarks"}"#), "\(exported.output)")
            #expect(try await program.run("mappings", "forget", "monthly").status == 0)
            #expect(try await program.run("mappings", "import", try program.file("m.json", exported.output)).status == 0)
            #expect(try await program.run("mappings", "export").output == exported.output)
            let listed = try await program.run("mappings", "list", "--json")
            let first = try JSONDecoder().decode([String: PrintedJSON].self, from: Data((listed.lines.first ?? "").utf8))
            #expect(first["name"]?.text == "Monthly" && first["kind"]?.text == "remembered" && first["id"]?.text?.count == 16)
        }
    }

    @Test("what cannot be kept or forgotten is named, without a word of options that nobody gave") func refused() async throws {
        try await withProgram { program in
            let listed = try await program.run("mappings", "list", "--json")
            let shipped = try listed.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            let name = try #require(shipped.first?["name"]?.text)
            let forgotten = try await program.run("mappings", "forget", name)
            #expect(forgotten.status == 64 && forgotten.errors.contains("comes with the program"), "\(forgotten.errors)")
            let wrong = #"{"name": "Mine", "columns": [{"header": "Firm", "field": "bussiness_name"}]}"#
            let imported = try await program.run("mappings", "import", try program.file("m.json", wrong))
            #expect(imported.status == 64, "\(imported.errors)")
            for part in ["Firm", "Mine", "bussiness_name"] { #expect(imported.errors.contains(part), "\(imported.errors)") }
            #expect(!imported.errors.contains("--map"), "\(imported.errors)")
            let both = try await program.run("inspect", program.path("m.json"), "--header", "--no-header")
            #expect(both.status == 64 && both.errors.contains("--no-header"), "\(both.errors)")
        }
    }

    @Test("is none of a file without header, nor of a list of rejects") func nothingToTell() async throws {
        try await withProgram { program in
            let plain = try await run(
                program, try program.file("one.csv", "Acme,617-555-0101\n,617-555-0102\n"),
                ["--no-header", "--map", "#1=business_name", "--map", "#2=business_phone"])
            #expect(plain.status == 0, "\(plain.errors)")
            let id = try #require(try plain.lastObject()["import_id"]?.text)
            let confirmed = try await program.run("mappings", "confirm", id)
            #expect(confirmed.status == 64 && confirmed.errors.contains("no header"), "\(confirmed.errors)")
            let rejects = try await program.run("rejects", id).output.replacing(",,617", with: ",Bell,617")
            #expect(try await run(program, try program.file("r.csv", rejects), ["--map", "#6=business_name"]).status == 0)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.mappings") == 0)
        }
    }

    @Test("a template of one's own counts for the files it requires, also where the program has one") func ownTemplate() async throws {
        try await withProgram { program in
            let template = #"""
                {
                  "name": "Our shop",
                  "requires": ["Kunde", "Rufnr"],
                  "columns": [
                    { "header": "Kunde", "field": "business_name" },
                    { "header": "Rufnr", "field": "business_phone" },
                    { "header": "Betreuer", "field": "ignore" }
                  ]
                }
                """#
            let imported = try await program.run("mappings", "import", try program.file("shop.json", template))
            #expect(imported.status == 0, "\(imported.errors)")
            let path = try program.file("a.csv", "Betreuer,Rufnr,Kunde,Zusatz\nIch,617-555-0101,Acme,y\nIch,617-555-0102,Bell,z\n")
            let run = try await run(program, path)
            #expect(try run.counts() == [2, 2, 0, 0], "\(run.errors)")
            #expect(run.errors.contains("template Our shop"), "\(run.errors)")
            #expect(try await program.database.select("SELECT extra FROM refinery.records ORDER BY id LIMIT 1") == [[#"{"Zusatz": "y"}"#]])
            let wrong = try await program.run(
                "mappings", "import", try program.file("w.json", template.replacing("business_phone", with: "telefon")))
            #expect(wrong.status == 64 && wrong.errors.contains("telefon"), "\(wrong.errors)")
        }
    }
}
