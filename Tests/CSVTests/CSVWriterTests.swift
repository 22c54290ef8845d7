import Testing

@testable import CSV

@Suite("CSVWriter") struct CSVWriterTests {
    private func text(_ records: [[String?]], _ writer: CSVWriter = CSVWriter()) -> String {
        var writer = writer
        for record in records { writer.append(record: record) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("quotes only where a field needs them")
    func quotes() {
        #expect(
            text([["a", "b c", nil], ["x,y", "he said \"hi\"", "l1\nl2"]]) == "a,b c,\r\n\"x,y\",\"he said \"\"hi\"\"\",\"l1\nl2\"\r\n")
    }

    @Test("a record of one empty field is no blank line")
    func singleEmpty() { #expect(text([[""], [nil], ["", ""]]) == "\"\"\r\n\"\"\r\n,\r\n") }

    @Test("formulas are disarmed only when asked for, and plain numbers never")
    func formulas() {
        let fields = ["=1+1", "+13125550123", "-2.5", "-1+cmd|' /C calc'!A0", "@x", "=HYPERLINK(\"a\",\"b\")", "a=b"]
        #expect(text([fields]) == "=1+1,+13125550123,-2.5,-1+cmd|' /C calc'!A0,@x,\"=HYPERLINK(\"\"a\"\",\"\"b\"\")\",a=b\r\n")
        #expect(
            text([fields], CSVWriter(guardsFormulas: true))
                == "'=1+1,+13125550123,-2.5,'-1+cmd|' /C calc'!A0,'@x,\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\",a=b\r\n")
    }

    @Test("the reader gives back what was written, with any delimiter and line end")
    func roundTrip() {
        let seed = SeededGenerator.seed("CSVWriter round trip")
        var random = SeededGenerator(state: seed)
        for _ in 0..<2_000 {
            let delimiter = [Byte.comma, Byte.tab, Byte.semicolon].randomElement(using: &random)!
            var writer = CSVWriter(delimiter: delimiter, newline: ["\r\n", "\n"].randomElement(using: &random)!)
            var rows: [[[UInt8]]] = []
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let row = (0..<Int.random(in: 1...4, using: &random)).map { _ in random.adversarialBytes().prefix(20).filter { $0 != 0 } }
                for field in row { field.withUnsafeBufferPointer { writer.append(field: $0) } }
                writer.endRecord()
                rows.append(row)
            }
            #expect(CSVReader(delimiter: delimiter).records(writer.bytes).map(\.fields) == rows, "seed \(seed)")
        }
    }
}
