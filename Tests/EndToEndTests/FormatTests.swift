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
            _ = try program.file("a.csv", Self.csv)
            try FileManager.default.copyItem(atPath: Self.fixture("leads.xlsx"), toPath: program.path("leads.xlsx"))
            let python = "import sys, zipfile; z = zipfile.ZipFile('all.zip', 'w', 8); [z.write(n) for n in sys.argv[1:]]"
            let made = try await RefineryBinary(path: "/bin/sh").run(
                ["-c", "cd '\(program.folder.path)' && python3 -c \"\(python)\" a.csv leads.xlsx"], environment: ["PATH": "/usr/bin:/bin"])
            try #require(made.status == 0, "\(made.errors)")
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
}
