import Foundation
import RefineryTestSupport
import Testing

@Suite("Headers as files have them", .timeLimit(.minutes(6))) struct HeaderTests {
    private let rows = "Acme,617-555-0101,Boston\nBell,617-555-0102,Salem\n"

    @Test("--skip-lines leaves out lines above the header, even such as look like one") func skippedLines() async throws {
        try await withProgram { program in
            let text = "Company Name,Phone,City\r\nTotal,2,\r\n\r\nCompany Name,Phone,City\r\n" + rows
            let run = try await program.run(
                "run", try program.file("a.csv", text), "--skip-lines", "3", "--workers", "1", "--no-lookup", "--json")
            #expect(try run.counts() == [2, 2, 0, 0], "\(run.errors)")
            let tooMany = try await program.run("submit", try program.file("b.csv", text + rows), "--skip-lines", "90", "--dry-run")
            #expect(tooMany.status == 65)
            #expect(tooMany.errors.contains("behind the first 90 lines"), "\(tooMany.errors)")
            #expect(try await program.run("submit", program.path("a.csv"), "--skip-lines", "-1").status == 64)
        }
    }

    @Test("a column named by --map finds its header however far below, to row 1,000", arguments: [25, 900])
    func farHeader(above: Int) async throws {
        try await withProgram { program in
            let preamble = (1...above).map { "Report line \($0),\($0),617-555-0100\n" }.joined()
            let file = try program.file("a.csv", preamble + "Frm,Fon,Twn\n" + rows)
            let run = try await program.run(
                "run", file, "--map", "Frm=business_name", "--map", "Fon=business_phone", "--workers", "1", "--no-lookup", "--json")
            #expect(try run.counts() == [2, 2, 0, 0], "\(run.errors)")
        }
    }

    @Test("a header that stands in the file again is a reject, also in the list of rejects") func repeatedHeader() async throws {
        try await withProgram { program in
            let head = "Company Name,Phone,City\n"
            let file = try program.file(
                "a.csv", head + rows + "\u{FEFF}" + head + "Coil,617-555-0103,Lynn\n" + "\"Company Name\",Phone,City,\n")
            let run = try await program.run("run", file, "--workers", "1", "--no-lookup", "--json")
            #expect(try run.counts() == [5, 3, 0, 2], "\(run.errors)")
            let rejects = try await program.run("rejects")
            #expect(rejects.lines.dropFirst().allSatisfy { $0.contains(",repeated_header,") }, "\(rejects.output)")
            let again = try await program.run(
                "run", try program.file("r.csv", rejects.output), "--workers", "1", "--no-lookup", "--json")
            #expect(try again.counts() == [2, 0, 0, 2], "\(again.errors)")
        }
    }

    @Test(
        "rejects of a list without a header, or with one nobody knows, go back in without a word",
        arguments: [
            ("", ["--no-header", "--map", "#1=business_name", "--map", "#2=business_phone", "--map", "#3=city"]),
            ("Alpha,Beta,Gamma\n", ["--map", "Alpha=business_name", "--map", "Beta=business_phone", "--map", "Gamma=city"]),
            ("City,Phone,State\n", ["--map", "City=business_name", "--map", "Phone=business_phone", "--map", "State=city"]),
        ])
    func rejectsGoBack(head: String, options: [String]) async throws {
        try await withProgram { program in
            let file = try program.file("a.csv", head + rows + ",617-555-0103,Lynn\n")
            let run = try await program.binary.run(
                ["run", file, "--workers", "1", "--no-lookup", "--json"] + options, environment: program.environment)
            #expect(try run.counts() == [3, 2, 0, 1], "\(run.errors)")
            let rejects = try await program.run("rejects")
            let fixed = rejects.output.replacing(",,617-555-0103", with: ",Coil,617-555-0103")
            // As if the columns were still those of the rejected file.
            let counted = try await program.run("run", try program.file("c.csv", fixed), "--map", "#1=business_name", "--no-lookup")
            #expect(counted.status == 64 && counted.errors.contains("“row” of a list that was exported"), "\(counted.errors)")
            let again = try await program.run("run", try program.file("r.csv", fixed), "--workers", "1", "--no-lookup", "--json")
            #expect(try again.counts() == [1, 1, 0, 0], "\(fixed) \(again.errors)")
            #expect(
                try await program.database.select("SELECT business_name, phone_e164, city FROM refinery.records ORDER BY id").last
                    == ["Coil", "+16175550103", "Lynn"])
        }
    }

    @Test("rejects of a list of phone numbers go back in without --without-name") func rejectsOfNumbers() async throws {
        try await withProgram { program in
            let run = try await program.run(
                "run", try program.file("a.csv", "617-555-0101,x\n,y\n617-555-0102,z\n"), "--no-header", "--without-name", "--map",
                "#1=business_phone", "--workers", "1", "--no-lookup", "--json")
            #expect(try run.counts() == [3, 2, 0, 1], "\(run.errors)")
            let rejects = try await program.run("rejects")
            let fixed = rejects.output.replacing(",,y", with: ",617-555-0103,y")
            let again = try await program.run("run", try program.file("r.csv", fixed), "--workers", "1", "--no-lookup", "--json")
            #expect(try again.counts() == [1, 1, 0, 0], "\(fixed) \(again.errors)")
        }
    }

    @Test("a header and one row of 100,000 columns are read") func manyColumns() async throws {
        try await withProgram { program in
            let names = ["Company Name", "Phone"] + (3...100_000).map { "Column number \($0)" }
            let cells = ["Acme", "617-555-0101"] + (3...100_000).map { _ in "" }
            let file = try program.file("a.csv", names.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n")
            let run = try await program.run("run", file, "--workers", "1", "--no-lookup", "--json")
            #expect(try run.counts() == [1, 1, 0, 0], "\(run.errors)")
        }
    }
}
