import Foundation
import RefineryModel
import Testing

@testable import RefineryStages

@Suite("SourceFormat") struct SourceFormatTests {
    private func inspect(_ text: String) throws -> SourceInspection {
        var choices = ReadingChoices()
        choices.requiresPhone = false
        return try SourceInspection(beginning: Array(text.utf8), choices)
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
        // The first letters that tell anything may stand far below.
        let far =
            Array(("Company,City\n" + String(repeating: "Acme,Rome\n", count: 10_000)).utf8) + [0xCF, 0xE8, 0xE2, 0xEE]
            + Array(",Rome\n".utf8)
        #expect(try SourceInspection(beginning: far, choices).format.encoding == "windows-1251")
        choices.encoding = "windows-1252"
        #expect(try SourceInspection(beginning: bytes, choices).encodingDoubt == nil)
    }
}
