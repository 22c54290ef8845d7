import Testing

@testable import CSV

@Suite("CSVSniffer") struct CSVSnifferTests {
    private func preview(_ text: String, isWholeFile: Bool = true) throws -> CSVPreview {
        try CSVSniffer.preview(Array(text.utf8), isWholeFile: isWholeFile)
    }

    @Test(
        "finds the delimiter",
        arguments: [
            ("a,b\n1,2\n", ","), ("a;b\n1,5;2,5\n3,5;4,5\n", ";"), ("a\tb\nSmith, J\t1\nDoe, K\t2\n", "\t"), ("a|b|c\n1,2|2|3\n", "|"),
            ("name;address;city\nAcme;\"12 Main St; Suite 4, Floor 2\";Rome\nBeta;1 Low Rd, Unit 2;Oslo\n", ";"),
            ("Company\tPhone\tNote\nA, B, C\t1\tx; y\nD\t2\tz\nE, F\t3\t\n", "\t"),
            ("\"a\";\"b\"\n\"1,2,3\";\"4\"\n\"5\";\"6,7\"\n", ";"),
            ("id,list\n1,a;b;c\n2,d;e;f\n3,g;h;i\n", ","), ("when|what\n2020-01-01 10:00:00|a, b\n2020-01-02 11:00:00|c, d\n", "|"),
            ("Report of sales, 2024\nMade on Monday\n\nname;amount\nAcme;1.200,50\nBeta;3.100,00\nGamma;17,20\n", ";"),
        ])
    func delimiters(text: String, delimiter: String) throws {
        #expect(try preview(text).format.delimiter == delimiter.utf8.first)
    }

    @Test("a sep= line tells the delimiter and is no record", arguments: ["sep=;\r\n", "SEP=;\n", "\"sep=;\"\r\n"])
    func separatorHint(line: String) throws {
        let preview = try preview(line + "a;b,c\n1;2,3\n")
        #expect(preview.format.delimiter == UInt8(ascii: ";"))
        #expect(preview.format.recordsStart == line.utf8.count)
        #expect(preview.records.map(\.fields) == [["a", "b,c"], ["1", "2,3"]])
        #expect(preview.records.map(\.line) == [2, 3])
    }

    @Test(
        "lines that are to be skipped are no records, whatever ends them", arguments: ["\n", "\r\n", "\r"], [CSVEncoding.utf8, .utf16LE])
    func skippedLines(end: String, encoding: CSVEncoding) throws {
        let text = ["a \"stray quote", "", "x,y", "1,2"].joined(separator: end) + end
        let bytes = encoding == .utf8 ? Array(text.utf8) : text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let preview = try CSVSniffer.preview(bytes, isWholeFile: true, encoding: encoding, skippedLines: 2)
        #expect(preview.records.map(\.fields) == [["x", "y"], ["1", "2"]])
        #expect(preview.records.map(\.line) == [3, 4])
        #expect(throws: CSVError.tooFewLines(skipped: 4)) {
            try CSVSniffer.preview(bytes, isWholeFile: true, encoding: encoding, skippedLines: 4)
        }
    }

    @Test("a delimiter and an encoding given are not doubted")
    func overrides() throws {
        let preview = try CSVSniffer.preview(
            Array("a,b;c\n1,2;3\n".utf8) + [0xE9], isWholeFile: true, delimiter: UInt8(ascii: ";"), encoding: .windows1252)
        #expect(preview.format.delimiter == UInt8(ascii: ";"))
        #expect(preview.records.map(\.fields) == [["a,b", "c"], ["1,2", "3"], ["é"]])
    }

    @Test("records know their bytes and their line")
    func positions() throws {
        let records = try preview("\u{FEFF}\n\"a\r\nb\",c\r\n\r\nd,e\n").records
        #expect(records.map(\.offset) == [4, 16])
        #expect(records.map(\.end) == [14, 20])
        #expect(records.map(\.line) == [2, 5])
    }

    @Test("a record that the prefix cuts is left out")
    func cutRecord() throws {
        #expect(try preview("a,b\n1,2\n3", isWholeFile: false).records.map(\.fields) == [["a", "b"], ["1", "2"]])
        #expect(try preview("a,b\n1,\"2\n3", isWholeFile: false).records.count == 1)
    }

    @Test("a character that the prefix cuts does not change the encoding")
    func cutCharacter() throws {
        let bytes = Array("name\nJosé\n".utf8.prefix(9))
        #expect(try CSVSniffer.preview(bytes, isWholeFile: false).format.encoding == .utf8)
        #expect(try CSVSniffer.preview(bytes, isWholeFile: true).format.encoding == .windows1252)
    }

    @Test("an open quote on the first line does not hide the rest")
    func openQuote() throws {
        let preview = try preview("\"a,b\n1,2\n3,4\n5", isWholeFile: false)
        #expect(preview.records.map(\.fields) == [["1", "2"], ["3", "4"]])
    }

    @Test("backslash escapes are told from RFC 4180")
    func backslash() throws {
        #expect(try preview(#"a,b"# + "\n" + #""he said \"hi\"",x"#).format.escapesWithBackslash)
        #expect(try !preview(#"dir,b"# + "\n" + #""C:\temp\",x"#).format.escapesWithBackslash)
    }

    @Test(
        "what is no CSV file is named",
        arguments: [
            (Array("PK\u{3}\u{4}....xl/workbook.xml".utf8), FileKind.excelWorkbook), (Array("PK\u{3}\u{4}....".utf8), .zipArchive),
            ([0x1F, 0x8B, 0x08, 0], .compressed), (Array("%PDF-1.7\n".utf8), .pdf), (Array("<!DOCTYPE html><html>".utf8), .webPage),
            (Array("\n<?xml version=\"1.0\"?><Workbook>".utf8), .xml), (Array("[{\"a\": 1}]".utf8), .json),
            (Array("{\"a\": 1}\n".utf8), .json),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], .oldExcelWorkbook), ((0..<2000).map { UInt8($0 % 251) }, .binary),
        ])
    func otherFiles(bytes: [UInt8], kind: FileKind) {
        #expect(throws: CSVError.notText(kind)) { try CSVSniffer.preview(bytes, isWholeFile: true) }
    }

    @Test("files without a record are told apart")
    func nothing() {
        #expect(throws: CSVError.empty) { try preview("") }
        #expect(throws: CSVError.empty) { try preview("\u{FEFF}") }
        #expect(throws: CSVError.noRecords) { try preview("\n\r\n\n") }
        #expect(throws: CSVError.unclosedQuote(line: 2)) { try preview("\n\"open,1") }
        #expect(throws: CSVError.firstRecordTooLong(limitBytes: 9)) { try preview("aaaaaaaaa", isWholeFile: false) }
    }

    @Test("every error has a summary and a remedy")
    func errors() {
        let errors: [CSVError] =
            [.empty, .noRecords, .firstRecordTooLong(limitBytes: 1), .unclosedQuote(line: 1)] + FileKind.allCases.map(CSVError.notText)
        #expect(errors.allSatisfy { $0.summary.hasSuffix(".") && $0.remedy?.hasSuffix(".") == true })
    }

    @Test("any bytes give a preview or an error, never a trap")
    func noise() {
        let seed = SeededGenerator.seed("CSVSniffer noise")
        for round in 0..<2_000 {
            var random = SeededGenerator(state: seed &+ UInt64(round))
            var bytes = random.adversarialBytes()
            if Bool.random(using: &random) { bytes = bytes.map { _ in .random(in: 0...255, using: &random) } }
            let marks: [[UInt8]] = [[], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]]
            bytes.insert(contentsOf: marks.randomElement(using: &random)!, at: 0)
            for isWholeFile in [true, false] { _ = try? CSVSniffer.preview(bytes, isWholeFile: isWholeFile) }
            _ = try? WholeFile(bytes, chunkSize: 5)
        }
    }
}
