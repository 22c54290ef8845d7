import Foundation
import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Reading a source") struct SourceCellsTests {
    private func cells(_ bytes: [UInt8], _ change: (inout ReadingChoices) -> Void = { _ in }) throws -> [[String]] {
        var choices = ReadingChoices()
        change(&choices)
        let source = try SourceCells(choices) { Array(bytes.prefix($0)) }
        var rows: [[String]] = []
        try source.forEachRow(read: { Array(bytes.dropFirst(Int($0)).prefix($1)) }) { rows.append($0) }
        return rows
    }

    private func inspect(_ text: String) throws -> SourceInspection {
        var choices = ReadingChoices()
        choices.requiresPhone = false
        return try SourceInspection(beginning: Array(text.utf8), choices)
    }

    @Test("gives every row as its cells, preamble and header too")
    func rows() throws {
        let text = "Made on Monday\n\n\"Company\", \"Phone\"\n\"Acme, Inc\", \"1\"\n\"Beta\", \"2\"\n\"Gamma\", \"x\ny\"\n"
        let expected = [["Made on Monday"], ["Company", "Phone"], ["Acme, Inc", "1"], ["Beta", "2"], ["Gamma", "x\ny"]]
        #expect(try cells(Array(text.utf8)) == expected)
        // Also of a file that no import can be made of, and in another encoding.
        #expect(try cells(Array("1;2\n3;4\n".utf8)) == [["1", "2"], ["3", "4"]])
        #expect(try cells([0xCF, 0xE8, 0x2C, 0x31, 0x0A]) { $0.encoding = "windows-1251" } == [["Пи", "1"]])
        // A row that cannot be read is its beginning.
        #expect(try cells(Array("a,b\n1,2\n\"open,3\n4,5\n".utf8)) == [["a", "b"], ["1", "2"], ["\"open,3"], ["4", "5"]])
    }

    @Test("gives as many rows of a long file as it has")
    func longFile() throws {
        let lines = "Company,Phone\n" + (0..<60_000).map { "\"Firm, \($0)\",312-555-0101\n" }.joined()
        let rows = try cells(Array(lines.utf8))
        #expect(rows.count == 60_001)
        #expect(rows.last == ["Firm, 59999", "312-555-0101"])
    }

    @Test("what is found of a dialect is stored, and read again as it was")
    func stored() throws {
        for text in [
            "'Company','Phone'\n'Acme, Inc','1'\n'Beta','2'\n", "\"Company\", \"Phone\"\n\"Acme, Inc\", \"1\"\n\"B\", \"2\"\n",
            "\"Company,Phone\"\n\"\"\"Acme, Inc\"\",1\"\n\"Beta,2\"\n", "Company,Phone\n=\"Slate, Stone\",=\"1\"\n=\"Beta\",=\"2\"\n",
            "Company,Phone\nCafÃ©,1\nBeta,2\n",
        ] {
            let format = try inspect(text).format
            let again = try JSONDecoder().decode(SourceFormat.self, from: JSONEncoder().encode(format))
            #expect(again == format)
            #expect(try again.csv() == format.csv())
            #expect(
                try format.csv()
                    != SourceFormat(encoding: "utf-8", delimiter: ",", firstRowOffset: format.firstRowOffset, isSingleColumn: false).csv())
        }
    }

    @Test("imports of older programs are read as they were")
    func olderPrograms() throws {
        let stored = #"{"encoding":"utf-8","delimiter":";","first_row_offset":7,"is_single_column":false,"escapes_with_backslash":true}"#
        let format = try JSONDecoder().decode(SourceFormat.self, from: Data(stored.utf8))
        #expect(
            format
                == SourceFormat(
                    encoding: "utf-8", delimiter: ";", firstRowOffset: 7, isSingleColumn: false, escapesWithBackslash: true))
    }

    @Test("a column that counts the rows needs no header, and a header without a column is left out")
    func indexColumns() throws {
        let numbered = try inspect("Company,Phone\n1,Acme,312-555-0101\n2,Beta,312-555-0102\n3,Gamma,312-555-0103\n")
        #expect(numbered.headers == ["column_1", "Company", "Phone"])
        let unnumbered = try inspect(",Company,Phone\nAcme,312-555-0101\nBeta,312-555-0102\n")
        #expect(unnumbered.headers == ["Company", "Phone"])
        #expect(try inspect(",Company,Phone\n0,Acme,312-555-0101\n1,Beta,312-555-0102\n").headers.count == 3)
    }

    @Test("a doubtful encoding is told with cells by which a person can tell")
    func doubt() throws {
        #expect(try inspect("Company,City\nCafé,Rome\n").encodingDoubt == nil)
        var choices = ReadingChoices()
        choices.requiresPhone = false
        // ß, and the same byte as a letter of Windows-1250, Mac Roman and others: one letter is little evidence.
        let bytes = Array("Company,City\nPa".utf8) + [0xB3, 0xBF] + Array(",Rome\nX".utf8) + [0xE6] + Array(",Rome\n".utf8)
        if let doubt = try SourceInspection(beginning: bytes, choices).encodingDoubt {
            #expect(doubt.encoding != doubt.rival)
            #expect(doubt.cells.count == 2)
        }
        choices.encoding = "windows-1252"
        #expect(try SourceInspection(beginning: bytes, choices).encodingDoubt == nil)
    }
}
