import Testing

@testable import CSV

@Suite("CSVReader") struct CSVReaderTests {
    private func rows(_ text: String, reader: CSVReader = CSVReader(delimiter: 0x2C)) -> [[String]] {
        reader.records(Array(text.utf8)).map { $0.fields.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("a quote that is not first in the field is data")
    func literalQuotes() {
        #expect(rows("1,5\"7,x\r\n a , \"b\" ,c") == [["1", "5\"7", "x"], [" a ", " \"b\" ", "c"]])
    }

    @Test("text after a closing quote is appended and reported")
    func textAfterQuote() {
        let records = CSVReader(delimiter: 0x2C).records(Array("\"ab\"cd,e\nf,g\n".utf8))
        #expect(records.map(\.textAfterQuote) == [true, false])
        #expect(records[0].fields == [Array("abcd".utf8), Array("e".utf8)])
    }

    @Test("NUL bytes are dropped and reported")
    func nulBytes() {
        let records = CSVReader(delimiter: 0x2C).records(Array("a,b\n1,\u{0}2\n".utf8))
        #expect(records.map(\.droppedNUL) == [false, true])
        #expect(records[1].fields[1] == Array("2".utf8))
    }

    @Test("backslash escapes are undone where the format has them")
    func backslash() {
        let reader = CSVReader(delimiter: 0x2C, escapesWithBackslash: true)
        #expect(rows(#""he said \"hi\"","a\\b","c\d",e\"#, reader: reader) == [["he said \"hi\"", "a\\b", "c\\d", "e\\"]])
    }

    @Test("the raw record is the line without its end")
    func raw() {
        let text = Array("a,\"b\nc\"\r\nd\r\n".utf8)
        var raws: [String] = []
        text.withUnsafeBufferPointer { CSVReader(delimiter: 0x2C).read($0) { raws.append(String(decoding: $0.raw, as: UTF8.self)) } }
        #expect(raws == ["a,\"b\nc\"", "d"])
    }

    @Test("a field may be asked for twice and in any order")
    func repeatedAccess() {
        let text = Array("\"a\"\"b\",\"c\"\"d\",e".utf8)
        text.withUnsafeBufferPointer { text in
            CSVReader(delimiter: 0x2C).read(text) { record in
                let last = record[1]
                let first = record[0]
                #expect(Array(last) == Array("c\"d".utf8) && Array(record[1]) == Array(last) && Array(first) == Array("a\"b".utf8))
            }
        }
    }

    @Test("thousands of fields in a record are no matter")
    func manyFields() {
        let reader = CSVReader(delimiter: 0x2C)
        #expect(rows(String(repeating: ",", count: 100_000), reader: reader)[0].count == 100_001)
        #expect(rows("a,b", reader: reader) == [["a", "b"]])
    }

    @Test("agrees with the reference on adversarial bytes, by blocks and byte by byte")
    func fuzz() {
        let seed = SeededGenerator.seed("CSVReader fuzz")
        for round in 0..<6_000 {
            var random = SeededGenerator(state: seed &+ UInt64(round))
            let bytes = random.adversarialBytes()
            let isSingleColumn = Bool.random(using: &random)
            let escapes = Int.random(in: 0..<6, using: &random) == 0
            let format = CSVFormat(
                isSingleColumn: isSingleColumn, escapesWithBackslash: escapes,
                quote: Int.random(in: 0..<6, using: &random) == 0 ? Byte.apostrophe : Byte.quote,
                leadIn: Int.random(in: 0..<6, using: &random) == 0 ? .blanks : [])
            let reference = ReferenceCSV(format)
            // A reader is given whole records only: leave out what the splitter would not hand on.
            let readable = reference.lines(bytes).reduce(into: [UInt8]()) { readable, line in
                if case .record(let record, let end) = line { readable += bytes[record.start..<end] }
                if case .blank(let end) = line { readable += bytes[..<end].suffix(1) }
            }
            guard reference.lines(readable).allSatisfy({ if case .unreadable = $0 { false } else { true } }) else { continue }
            for usesBlocks in [true, false] {
                let reader = CSVReader(format: format, usesBlocks: usesBlocks)
                guard reader.records(readable) == reference.records(readable) else {
                    Issue.record(
                        "seed \(seed) round \(round) blocks \(usesBlocks): \(String(decoding: readable, as: UTF8.self).debugDescription)\n\(reader.records(readable))\n\(reference.records(readable))"
                    )
                    return
                }
            }
        }
    }

    @Test("yields as many records as the splitter counted")
    func counts() {
        let seed = SeededGenerator.seed("CSVReader counts")
        for round in 0..<2_000 {
            var random = SeededGenerator(state: seed &+ UInt64(round))
            let bytes = random.adversarialBytes()
            let format = CSVFormat(isSingleColumn: .random(using: &random))
            var splitter = CSVSplitter(
                format: format, recordsPerGroup: Int.random(in: 1...5, using: &random), maxRecordBytes: 150, startingAt: 0)
            let reader = CSVReader(format: format)
            for case .group(let offset, let length, _, let recordCount) in splitter.splits(bytes) {
                let records = reader.records(Array(bytes[Int(offset)..<Int(offset) + length]))
                #expect(records.count == recordCount, "seed \(seed) round \(round)")
            }
        }
    }
}
