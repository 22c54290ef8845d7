import Foundation
import RefineryTestSupport
import Testing

@Suite("Personas on the command line", .timeLimit(.minutes(4))) struct PersonaCommandTests {
    /// One person in five lists: three spellings, two phones, no title but in one.
    private static let lists = [
        "Company,First Name,Last Name,Email,Phone,City,State\nAcme Plumbing LLC,Robert,Fairweather,bob.fairweather@acmeplumbing.com,(415) 555-2671,Oakland,CA\n",
        "Company,First Name,Last Name,Email,Phone,City,State\nAcme Plumbing,Bob,Fairweather,bob.fairweather@acmeplumbing.com,,Oakland,CA\n",
        "Company,First Name,Last Name,Email,Phone,City,State\nACME PLUMBING L.L.C.,Rob,Fairweather,bob.fairweather@acmeplumbing.com,(415) 555-2672,Oakland,CA\n",
        "Company,First Name,Last Name,Title,Email,Phone,City,State\nAcme Plumbing LLC,Robert,Fairweather,Owner,,(415) 555-2672,Oakland,CA\n",
        "Company,First Name,Last Name,Email,Phone,City,State\nAcme Plumbing LLC,Robert,Fairweather,,(415) 555-2671,Oakland,CA\nBell Roofing,Carla,Quintero,carla@bellroofing.com,(512) 555-0142,Austin,TX\n",
    ]

    private func importLists(_ program: Program) async throws {
        for (number, text) in Self.lists.enumerated() {
            let path = try program.file("list\(number).csv", text)
            let run = try await program.run("run", path, "--workers", "1", "--no-lookup")
            try #require(run.status == 0, "\(run.errors)")
        }
    }

    private func personas(_ program: Program, _ arguments: String...) async throws -> [[String: PrintedJSON]] {
        let listed = try await program.binary.run(["personas", "list", "--json"] + arguments, environment: program.environment)
        try #require(listed.status == 0, "\(listed.errors)")
        return try listed.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
    }

    @Test("the same person of five lists is one persona with all of it") func oneOfFive() async throws {
        try await withProgram { program in
            try await importLists(program)
            let found = try await personas(program, "--query", "fairweather")
            #expect(found.count == 1, "\(found)")
            let persona = try #require(found.first)
            #expect(persona["title"]?.text == "Owner" && persona["seniority"]?.text == "owner", "\(persona)")
            #expect(persona["likely_decision_maker"] == .bool(true))
            let id = try #require(persona["id"]?.text)
            let phones = try await program.database.select(
                "SELECT e164 FROM refinery.persona_phones WHERE persona_id = '\(id)' ORDER BY e164")
            #expect(phones == [["+14155552671"], ["+14155552672"]])
            #expect(try await personas(program, "--query", "bob.fairweather@ACMEplumbing.com").count == 1)
            #expect(try await personas(program, "--query", "(415) 555-2672").count == 1)
            #expect(try await personas(program, "--company", "acmeplumbing.com").count == 1)
            #expect(try await personas(program, "--decision-makers").count == 1)
            #expect(try await program.run("export", "--everything", "--decision-makers", "--json").lines.count >= 4)
            let shown = try await program.run("personas", "show", String(id.prefix(13)))
            #expect(
                shown.status == 0 && shown.output.contains("list0.csv, row 1") && shown.output.contains("+14155552672"),
                "\(shown.output)\(shown.errors)")
            let company = try await program.run("companies", "show", "acmeplumbing.com")
            #expect(company.status == 0 && company.output.contains("to call: "), "\(company.output)\(company.errors)")
            let linked = try await program.run("link", "--json")
            #expect(try linked.lastObject()["status"]?.text == "completed", "\(linked.output)\(linked.errors)")
        }
    }

    @Test("a merge holds, is undone by a refusal, and merged again; a split holds") func corrections() async throws {
        try await withProgram { program in
            try await importLists(program)
            let all = try await personas(program).compactMap { $0["id"]?.text }
            #expect(all.count == 2, "\(all)")
            let merged = try await program.run("personas", "merge", all[0], all[1], "--json")
            #expect(merged.status == 0, "\(merged.errors)")
            let pair = try await program.database.text(
                "SELECT 'persona:' || record_id || ':' || other_id FROM refinery.links WHERE rule = 'merge'")
            let name = try #require(pair)
            #expect(try await personas(program).count == 1)
            #expect(
                try await program.database.number("SELECT count(*) FROM refinery.links WHERE state = 'confirmed' AND decided_by LIKE '%@%'")
                    >= 1)
            // More of one of them comes before it is undone: it goes with its own side.
            let more = try program.file(
                "more.csv",
                "Company,First Name,Last Name,Title,Email,Phone\nBell Roofing,Carla,Quintero,CEO,carla@bellroofing.com,(512) 555-0143\n")
            #expect(try await program.run("run", more, "--workers", "1", "--no-lookup").status == 0)
            let refused = try await program.run("candidates", "refuse", name)
            #expect(refused.status == 0 && refused.errors.contains("2 personas now"), "\(refused.errors)")
            let carla = try await personas(program, "--query", "quintero")
            #expect(carla.count == 1 && carla.first?["records"] == .number(2), "\(carla)")
            #expect(try await program.run("candidates", "confirm", name).status == 0)
            #expect(try await program.run("candidates", "refuse", name).status == 0)

            let id = try #require(carla.first?["id"]?.text)
            let first = try await program.database.text("SELECT min(record_id) FROM refinery.persona_records WHERE persona_id = '\(id)'")
            let split = try await program.run("personas", "split", id, "--records", first ?? "")
            #expect(split.status == 0 && split.errors.contains("personas merge"), "\(split.errors)")
            #expect(try await personas(program, "--query", "quintero").count == 2)
            let again = try program.file(
                "again.csv",
                "Company,First Name,Last Name,Title,Email,Phone,City\nBell Roofing,Carla,Quintero,CEO,carla@bellroofing.com,(512) 555-0142,Dallas\n"
            )
            #expect(try await program.run("run", again, "--workers", "1", "--no-lookup").status == 0)
            #expect(try await personas(program, "--query", "quintero").count == 2, "what was put apart stays apart")
        }
    }

    @Test("what cannot be is said with a code") func refusals() async throws {
        try await withProgram { program in
            func code(_ outcome: ProgramOutcome) throws -> String? {
                guard case .object(let error) = try outcome.lastObject()["error"] else { return nil }
                return error["code"]?.text
            }
            let persona = try code(await program.run("personas", "show", "0b9f1c2a", "--json"))
            let company = try code(await program.run("companies", "show", "nowhere.com", "--json"))
            let pair = try code(await program.run("candidates", "confirm", "persona:1:2", "--json"))
            #expect([persona, company, pair] == ["persona_not_found", "company_not_found", "link_not_found"])
            #expect(try await program.run("candidates", "confirm", "persona:1").status == 64)
            #expect(try await program.run("personas", "merge", "0b9f1c2a").status == 64)
            let listed = try await program.run("candidates", "list")
            #expect(listed.errors.contains("nothing to decide"), "\(listed.errors)")
            #expect(try await program.run("link", "--json").lastObject()["records"] == .number(0))
        }
    }
}
