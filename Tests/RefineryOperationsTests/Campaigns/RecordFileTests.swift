import CSV
import RefineryTestSupport
import Testing

@testable import RefineryOperations

@Suite("Small tables of other programs") struct RecordFileTests {
    private static let table = "number;company\r\n+14155552671;Müller AG\r\n+14155552672;\"Acme; Sons\"\r\n"

    private func utf16(_ text: String, isBigEndian: Bool, hasMark: Bool) -> [UInt8] {
        ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return isBigEndian ? bytes.reversed() : bytes
        }
    }

    @Test(
        "are read in UTF-16, as spreadsheets save them, with a mark or without one",
        arguments: [(true, true), (true, false), (false, true), (false, false)])
    func utf16(isBigEndian: Bool, hasMark: Bool) throws {
        let file = try RecordFile(utf16(Self.table, isBigEndian: isBigEndian, hasMark: hasMark), names: ["number", "company"])
        #expect(file.lines.map { $0.values["number"] } == ["+14155552671", "+14155552672"])
        #expect(file.lines.map { $0.values["company"] } == ["Müller AG", "Acme; Sons"])
        #expect(file.lines.map(\.number) == [2, 3])
    }

    @Test("are read in an old encoding, with tabs, and with a mark of UTF-8") func others() throws {
        let old = Array("company\tnumber\nM\u{fc}ller\t+14155552671\n".unicodeScalars.map { UInt8($0.value) })
        #expect(try RecordFile(old, names: ["company", "number"]).lines.map { $0.values["company"] } == ["Müller"])
        let marked = [0xEF, 0xBB, 0xBF] + Array("email\nann@example.com\n".utf8)
        #expect(try RecordFile(marked, names: ["email"]).lines.map(\.values) == [["email": "ann@example.com"]])
        let objects = utf16("{\"number\": \"+14155552671\"}\n", isBigEndian: false, hasMark: true)
        #expect(try RecordFile(objects, names: ["number"]).lines.map(\.values) == [["number": "+14155552671"]])
    }

    @Test("are refused when they are no text, before a word of them counts") func binary() {
        var random = SeededGenerator(seed: 5)
        let noise = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(throws: CSVError.self) { try RecordFile(noise, names: ["number"]) }
        #expect(throws: CSVError.self) { try RecordFile(Array("PK\u{3}\u{4}xl/".utf8), names: ["number"]) }
        #expect(throws: Never.self) { try RecordFile([], names: ["number"]) }
    }

    @Test("without a header have a value a line, whatever stands in it") func values() throws {
        let file = try RecordFile(Array("+14155552671\nann@example.com\n".utf8), names: ["number"])
        #expect(file.lines.map(\.values) == [["": "+14155552671"], ["": "ann@example.com"]])
    }
}
