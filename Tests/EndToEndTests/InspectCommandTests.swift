import Foundation
import RefineryTestSupport
import Testing

@Suite("refinery inspect", .timeLimit(.minutes(6))) struct InspectCommandTests {
    /// No database, and none that could be made by itself.
    private let alone = ["DATABASE_URL": "", "REFINERY_HOME": "/nonexistent/refinery"]

    @Test("says without a database how a file is written and what its columns are, in one object") func object() async throws {
        try await withProgram { program in
            let rows = (0..<30).map { "Firm \($0) Inc;617-555-01\($0 + 10);Note \($0)\r\n" }.joined()
            let file = try program.file("a.csv", "List of October\r\n\r\nCompany Name;Mobile Phone;Remarks\r\n" + rows)
            let outcome = try await program.run("inspect", file, "--json", environment: alone)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let object = try outcome.lastObject()
            #expect(outcome.lines.count == 1)
            #expect(object["format"]?.text == "csv" && object["encoding"]?.text == "utf-8" && object["delimiter"]?.text == ";")
            #expect(object["quote"]?.text == "\"" && object["header_row"]?.number == 3 && object["sheet"] == .null)
            let columns = try outcome.columns()
            #expect(columns.map { $0["index"]?.number } == [0, 1, 2])
            #expect(columns.map { $0["header"]?.text } == ["Company Name", "Mobile Phone", "Remarks"])
            #expect(columns[0]["field"]?.text == "business_name" && columns[2]["field"]?.text == "extra")
            for key in ["confidence", "runner_up", "role", "evidence", "fill", "distinct", "examples", "use"] {
                #expect(columns.allSatisfy { $0[key] != nil }, "\(key)")
            }
            guard case .object(let sample) = object["sample"] else { return #expect(Bool(false), "no sample") }
            #expect(sample["rows"]?.number == 30 && sample["records"]?.number == 30 && sample["is_whole_file"] == .bool(true))
        }
    }

    @Test("prints each row as its cells, the header too: an array a line, or a clean CSV") func cells() async throws {
        try await withProgram { program in
            let file = try program.file("a.csv", "Company;Phone;Notes\nAcme;617-555-0101;\"a;b \"\"c\"\"\nd\"\nBell;617-555-0102;\n")
            let json = try await program.run("inspect", file, "--cells", "--json", environment: alone)
            #expect(
                json.lines == [#"["Company","Phone","Notes"]"#, #"["Acme","617-555-0101","a;b \"c\"\nd"]"#, #"["Bell","617-555-0102",""]"#])
            let csv = try await program.run("inspect", file, "--cells", environment: alone)
            #expect(csv.output == "Company,Phone,Notes\r\nAcme,617-555-0101,\"a;b \"\"c\"\"\nd\"\r\nBell,617-555-0102,\r\n")
        }
    }

    @Test("JSON is JSON whatever the cells hold, and a terminal is safe") func controlCharacters() async throws {
        try await withProgram { program in
            let cells = ["Ac\u{202E}me", "617-555-0101", "a\u{85}b\u{200F}\u{7F}c\u{2066}"]
            let file = try program.file("a.csv", "Company,Phone,Notes\n\(cells.joined(separator: ","))\n")
            let outcome = try await program.run("inspect", file, "--cells", "--json", environment: alone)
            let rows = try outcome.lines.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
            #expect(rows == [["Company", "Phone", "Notes"], cells])
            #expect(outcome.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value < 0x7F }, "\(outcome.output)")
            let text = try await program.run("inspect", file, environment: alone)
            #expect(text.output.contains("Ac\\u{202E}me"), "people see what is there: \(text.output)")
        }
    }

    @Test("looks at a file that submit refuses, and says what submit would say") func refused() async throws {
        try await withProgram { program in
            let file = try program.file("a.csv", "Company Name,City\nAcme,Boston\nBell,Salem\n")
            let inspected = try await program.run("inspect", file, environment: alone)
            #expect(inspected.status == 0 && inspected.output.contains("business_name"), "\(inspected.errors)")
            let submitted = try await program.run("submit", file, environment: alone)
            #expect(submitted.status == 65)
            for said in ["No column was recognized as a phone number", "accepted with --without-phone"] {
                #expect(inspected.errors.contains(said) && submitted.errors.contains(said), "\(inspected.errors) \(submitted.errors)")
            }
            #expect(!submitted.errors.contains("--map"), "nothing else is advised: \(submitted.errors)")
            let document = try await program.run("inspect", file, "--json", environment: alone).lastObject()
            guard case .object(let refusal) = document["refusal"] else { return #expect(Bool(false), "no refusal") }
            #expect(refusal["code"]?.text == "columns_missing")
        }
    }

    @Test("takes the reading options, and stops at 10,000 rows") func options() async throws {
        try await withProgram { program in
            let rows = (0..<10_500).map { "x|Firm \($0)|617-555-\(1000 + $0 % 9000)\n" }.joined()
            let file = try program.file("a.csv", "skip me\n" + rows)
            let outcome = try await program.run(
                "inspect", file, "--skip-lines", "1", "--no-header", "--delimiter", "|", "--map", "#2=business_name", "--map",
                "#3=business_phone", "--map", "#1=ignore", "--json", environment: alone)
            let object = try outcome.lastObject()
            #expect(object["header_row"] == .null && object["refusal"] == .null, "\(outcome.errors)")
            #expect(try outcome.columns().map { $0["field"]?.text } == ["ignore", "business_name", "business_phone"])
            guard case .object(let sample) = object["sample"] else { return #expect(Bool(false), "no sample") }
            #expect(sample["rows"]?.number == 10_000 && sample["is_whole_file"] == .bool(false))
        }
    }
}
