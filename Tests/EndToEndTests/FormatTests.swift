import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Files of other formats", .timeLimit(.minutes(6))) struct FormatTests {
    private static let rows = (0..<40).map { ("Firm \($0) Inc", "312555\(1000 + $0)", "ann\($0)@firm\($0).example") }
    private static let csv = "Company,Phone,Email\n" + rows.map { "\($0),\($1),\($2)\n" }.joined()
    private static let lines = rows.map { #"{"Company":"\#($0)","Phone":\#($1),"Email":"\#($2)"}"# + "\n" }.joined()

    private static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "TablesTests/Fixtures/\(name)")
            .path
    }

    /// The code of an error that was printed; nil for another object.
    private static func code(_ object: [String: PrintedJSON]) -> String? {
        guard case .object(let error) = object["error"] else { return nil }
        return error["code"]?.text
    }

    @Test("run takes several, standard input too, as one submission: an object a line, and the same rows in another format are known")
    func several() async throws {
        try await withProgram { program in
            let csv = try program.file("a.csv", Self.csv)
            let lines = try program.file("b.jsonl", Self.lines)
            let broken = try program.file("c.json", #"[{"Company":"Acme","#)
            let shell = RefineryBinary(path: "/bin/sh")
            let command =
                "gzip -c '\(csv)' | '\(program.binary.path)' run '\(csv)' '\(lines)' '\(broken)' '\(Self.fixture("leads.xls"))' - --workers 1 --no-lookup --json"
            let outcome = try await shell.run(["-c", command], environment: program.environment)
            // One is broken, and one was there before: packed, it is the same file.
            #expect(outcome.status == 65, "\(outcome.errors)")
            let objects = try outcome.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            #expect(objects.count == 5, "\(outcome.output)")
            let imports = objects.filter { $0["import_id"] != nil }
            #expect(imports.map { $0["file_name"]?.text } == ["a.csv", "b.jsonl", "leads.xls"])
            #expect(imports.map { $0["stored"]?.number } == [40, 0, 2])
            #expect(imports.map { $0["duplicates"]?.number } == [0, 40, 0])
            #expect(imports[1]["same_rows_as"] == imports[0]["import_id"])
            #expect(Set(imports.compactMap { $0["submission_id"]?.text }).count == 1)
            let codes = objects.compactMap { Self.code($0) }
            #expect(codes.sorted() == ["already_submitted", "file_broken"])

            let submission = try #require(imports[0]["submission_id"]?.text)
            let listed = try await program.run("imports", "--submission", submission)
            #expect(listed.output.contains("4 imports: 82 rows, 42 stored, 40 duplicates, 0 rejected"), "\(listed.output)")

            // What was submitted is kept beside what was made of it, and is what the same file is known by.
            let kept = try await program.database.select(
                """
                SELECT i.origin ->> 'format', i.original_bytes::text, i.source_file_hash = sha256(string_agg(c.bytes, '' ORDER BY c.seq DESC)), i.origin_lines::text
                  FROM refinery.imports i JOIN refinery.source_chunks c ON c.source_id = i.id AND c.seq < 0
                 WHERE i.file_name = 'b.jsonl' GROUP BY i.id
                """)
            #expect(kept == [["jsonl", "\(Self.lines.utf8.count)", "true", "[[1, 1, 1]]"]])
            #expect(try await program.run("run", lines, "--workers", "1", "--json").status == 65)
        }
    }

    @Test("submit takes the tables of an archive, and says of workbooks which sheet it took") func archives() async throws {
        try await withProgram { program in
            let workbook = Array(try Data(contentsOf: URL(filePath: Self.fixture("leads.xlsx"))))
            let archive = try await ZipFile.bytes([("a.csv", Array(Self.csv.utf8)), ("leads.xlsx", workbook)])
            try Data(archive).write(to: URL(filePath: program.path("all.zip")))
            try Data(workbook).write(to: URL(filePath: program.path("leads.xlsx")))
            let one = try await program.run("inspect", program.path("all.zip"), "--table", "A.csv", "--json").lastObject()
            #expect(one["format"] == .text("csv"))
            let none = try await program.run("inspect", program.path("all.zip"), "--table", "b.csv", "--json")
            #expect(none.status == 65)
            #expect(Self.code(try none.lastObject()) == "table_missing", "\(none.output)")
            let outcome = try await program.run("submit", program.path("all.zip"), "--no-lookup")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.lines.count == 2)
            let names = try await program.database.select("SELECT file_name FROM refinery.imports ORDER BY number")
            #expect(names == [["a.csv"], ["leads.xlsx"]])

            let inspected = try await program.run("inspect", program.path("leads.xlsx"))
            #expect(
                inspected.output.hasPrefix("Excel workbook, sheet “Leads” (there are also “Summary”, “Hidden”), header on row 3\n"),
                "\(inspected.output)")
            let object = try await program.run("inspect", program.path("leads.xlsx"), "--json").lastObject()
            #expect(object["format"] == .text("xlsx"))
            #expect(object["header_row"] == .number(3))
            #expect(object["sheet"] == .text("Leads"))
            let unknown = try await program.run("submit", program.path("leads.xlsx"), "--sheet", "June", "--json")
            #expect(unknown.status == 65)
            #expect(Self.code(try unknown.lastObject()) == "sheet_not_found")
        }
    }

    @Test("rejects say on which line of the file they stand; as a workbook they are mended, submitted again, and go through")
    func mended() async throws {
        let lines = [
            #"{"Company":"Acme Inc","Phone":"312-555-0123","Email":"ann@acme.example"}"#, "",
            #"{"Company":"Bell LLC","Phone":"","Email":"bob@"}"#,
            #"{"Company":"Coil Ltd","Phone":"617-555-0103","Email":"cy@coil.example"}"#,
        ]
        let options = ["--workers", "1", "--all", "--no-lookup", "--json"]
        try await withProgram { program in
            func run(_ file: String) async throws -> [Int?] {
                let outcome = try await program.binary.run(["run", file] + options, environment: program.environment)
                return try outcome.counts()
            }
            #expect(try await run(program.file("leads.jsonl", lines.joined(separator: "\n"))) == [3, 2, 0, 1])
            let json = try await program.run("rejects", "--json").lastObject()
            #expect(json["row"] == .number(2) && json["line"] == .number(3), "\(json)")
            let csv = try await program.run("rejects")
            #expect(csv.lines.first == "row,field,value,code,message,_line,Company,Phone,Email")
            #expect(csv.lines.last?.hasSuffix(",3,Bell LLC,,bob@") == true, "\(csv.output)")
            let table = try await program.run("export", "--as-submitted")
            #expect(table.lines.first?.hasSuffix(",_valid,_line,Company,Phone,Email") == true, "\(table.output)")
            #expect(table.lines[2].contains(",,,,,3,Bell LLC,") && table.lines[3].contains(",true,4,Coil Ltd,"), "\(table.output)")
            let workbook = program.path("rejects.xlsx")
            #expect(try await program.run("rejects", "--output", workbook).status == 0)
            #expect(try await run(program.file("again.csv", table.output)) == [3, 0, 2, 1])

            // Nobody mended it: it is rejected again, on the second row of the sheet, and the leading columns stand there once.
            #expect(try await run(workbook) == [1, 0, 0, 1])
            let again = try await program.run("rejects")
            #expect(again.lines.first == "row,field,value,code,message,_line,Company,Phone,Email", "\(again.output)")
            #expect(again.lines.last?.hasSuffix(",2,Bell LLC,,bob@") == true, "\(again.output)")
            try await Self.mend(workbook, "bob@", "bob@bell.example")
            #expect(try await run(workbook) == [1, 1, 0, 0])
            let stored = try await program.database.select("SELECT business_email FROM refinery.records ORDER BY id DESC LIMIT 1")
            #expect(stored == [["bob@bell.example"]])
        }
    }

    /// Writes another text into the cells of a workbook that have this one, as a person does in a spreadsheet.
    private static func mend(_ workbook: String, _ wrong: String, _ right: String) async throws {
        let script = """
            import sys, zipfile
            path, wrong, right = sys.argv[1:]
            parts = [(part, zipfile.ZipFile(path).read(part)) for part in zipfile.ZipFile(path).namelist()]
            with zipfile.ZipFile(path, 'w', 8) as book:
                for name, text in parts: book.writestr(name, text.replace(f'>{wrong}<'.encode(), f'>{right}<'.encode()))
            """
        let outcome = try await RefineryBinary(path: "/usr/bin/python3").run(["-c", script, workbook, wrong, right])
        try #require(outcome.status == 0, "\(outcome.errors)")
    }
}
