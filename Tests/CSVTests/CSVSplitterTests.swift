import Testing

@testable import CSV

@Suite("CSVSplitter") struct CSVSplitterTests {
    private func split(
        _ text: String, recordsPerGroup: Int = 2, maxRecordBytes: Int = 1 << 20, maxGroupBytes: Int = 8 << 20, format: CSVFormat = .init()
    ) -> [CSVSplit] {
        var splitter = CSVSplitter(
            format: format, recordsPerGroup: recordsPerGroup, maxRecordBytes: maxRecordBytes, maxGroupBytes: maxGroupBytes, startingAt: 0)
        return splitter.splits(text.utf8)
    }

    @Test("groups hold whole records, and quoted newlines split none")
    func groups() {
        #expect(
            split("a,b\r\n\"1\r\n2\",3\r\n4,5") == [
                .group(offset: 0, length: 15, firstRecord: 1, recordCount: 2),
                .group(offset: 15, length: 3, firstRecord: 3, recordCount: 1),
            ])
    }

    @Test("blank lines are no records, before, between and after")
    func blankLines() {
        #expect(
            split("\n\r\na\n\n\nb\n\nc\n\n") == [
                .group(offset: 3, length: 6, firstRecord: 1, recordCount: 2), .group(offset: 10, length: 3, firstRecord: 3, recordCount: 1),
            ])
        #expect(split("\n\r\n\r\r").isEmpty)
    }

    @Test("in a single-column file blank lines are records")
    func singleColumn() {
        let format = CSVFormat(isSingleColumn: true)
        #expect(
            split("a\r\n\r\nb\r\n", recordsPerGroup: 9, format: format) == [.group(offset: 0, length: 8, firstRecord: 1, recordCount: 3)])
    }

    @Test("a record over the limit is skipped to its line end, and the rest goes through")
    func tooLong() {
        let long = String(repeating: "x", count: 300)
        #expect(
            split("a\n\(long)\nb\n", maxRecordBytes: 100) == [
                .group(offset: 0, length: 2, firstRecord: 1, recordCount: 1),
                .unreadable(offset: 2, length: 301, record: 2, reason: .tooLong, excerpt: String(long.prefix(200))),
                .group(offset: 303, length: 2, firstRecord: 3, recordCount: 1),
            ])
    }

    @Test("a closed record over the limit is one unreadable record, however many lines it has and wherever its quotes are")
    func closedTooLong() {
        let lines = String(repeating: "x,y\n", count: 50)
        for long in ["\"\(lines)\",b\n", "\(String(repeating: "z", count: 150)),\"\(lines)\"\n", "\"\(lines)\",c,\"\(lines)\"\n"] {
            let length = long.utf8.count
            #expect(
                split("a\n\(long)b\n", maxRecordBytes: 100).map(\.place) == [
                    .group(offset: 0, length: 2, firstRecord: 1, recordCount: 1),
                    .unreadable(offset: 2, length: Int64(length), record: 2, reason: .tooLong, excerpt: ""),
                    .group(offset: Int64(length + 2), length: 2, firstRecord: 3, recordCount: 1),
                ])
        }
    }

    @Test("a quote that is still open far behind the limit costs its own line only")
    func unclosedFarBehindTheLimit() {
        let lines = String(repeating: "x,y\n", count: 6 << 20)
        let splits = split("\"a\n\(lines)", recordsPerGroup: 1000)
        #expect(splits.first == .unreadable(offset: 0, length: 3, record: 1, reason: .unclosedQuote, excerpt: "\"a"))
        #expect(splits.last?.nextRecord == Int64(6 << 20) + 2)
    }

    @Test("an unclosed quote costs its own line only")
    func unclosedQuote() {
        #expect(
            split("a,b\r\n\"x,y\r\n1,2\r\n") == [
                .group(offset: 0, length: 5, firstRecord: 1, recordCount: 1),
                .unreadable(offset: 5, length: 6, record: 2, reason: .unclosedQuote, excerpt: "\"x,y"),
                .group(offset: 11, length: 5, firstRecord: 3, recordCount: 1),
            ])
    }

    @Test("a stray opening quote does not merge its line with the next quoted one")
    func strayOpeningQuote() {
        #expect(
            split("1,\"x,2\n3,4\n\"y\",5\n", recordsPerGroup: 9) == [
                .unreadable(offset: 0, length: 7, record: 1, reason: .unclosedQuote, excerpt: "1,\"x,2"),
                .group(offset: 7, length: 10, firstRecord: 2, recordCount: 2),
            ])
        // A field that stays on its line is only mended: nothing is lost by that.
        #expect(split("\"a\"b,1\n", recordsPerGroup: 9) == [.group(offset: 0, length: 7, firstRecord: 1, recordCount: 1)])
    }

    @Test("a group ends early when it has reached its limit of bytes")
    func groupBytes() {
        #expect(
            split("aaaa\nbbbb\ncccc\n", recordsPerGroup: 9, maxGroupBytes: 8) == [
                .group(offset: 0, length: 10, firstRecord: 1, recordCount: 2),
                .group(offset: 10, length: 5, firstRecord: 3, recordCount: 1),
            ])
    }

    @Test("UTF-16 and UTF-32 are split at the same records", arguments: [CSVEncoding.utf16LE, .utf16BE, .utf32LE, .utf32BE])
    func wide(encoding: CSVEncoding) {
        let text = "naïve,\"a\n😀\"\r\nŁódź,2\r\n\"open\nlast,1"
        var splitter = CSVSplitter(format: CSVFormat(encoding: encoding), recordsPerGroup: 1, startingAt: 0)
        var size = 0
        let splits = splitter.splits(encoding.encoded(text)) {
            size = size % 7 + 1
            return size
        }
        let width = Int64(encoding.unitWidth)
        // The emoji is two units of UTF-16.
        let first = 13 + (encoding.unitWidth == 2 ? 1 : 0)
        #expect(
            splits == [
                .group(offset: 0, length: first * Int(width), firstRecord: 1, recordCount: 1),
                .group(offset: Int64(first) * width, length: 8 * Int(width), firstRecord: 2, recordCount: 1),
                .unreadable(offset: Int64(first + 8) * width, length: 6 * width, record: 3, reason: .unclosedQuote, excerpt: "\"open"),
                .group(offset: Int64(first + 14) * width, length: 6 * Int(width), firstRecord: 4, recordCount: 1),
            ])
    }

    @Test("agrees with the reference on adversarial bytes, in chunks of any size, by blocks and byte by byte")
    func fuzz() {
        let seed = SeededGenerator.seed("CSVSplitter fuzz")
        for round in 0..<6_000 {
            var random = SeededGenerator(state: seed &+ UInt64(round))
            let bytes = random.adversarialBytes()
            let format = CSVFormat(
                isSingleColumn: .random(using: &random), escapesWithBackslash: Int.random(in: 0..<6, using: &random) == 0,
                quote: Int.random(in: 0..<6, using: &random) == 0 ? Byte.apostrophe : Byte.quote,
                leadIn: Int.random(in: 0..<6, using: &random) == 0 ? .blanks : [])
            let recordsPerGroup = [1, 2, 3, 10, 1000].randomElement(using: &random)!
            let maxRecordBytes = [3, 20, 64, 65, 130, 1000].randomElement(using: &random)!
            let lookBytes = [0, 5, 100, 1 << 20].randomElement(using: &random)!
            let maxGroupBytes = [1, 70, 200, 8 << 20].randomElement(using: &random)!
            let expected = ReferenceCSV(format, maxRecordBytes: maxRecordBytes, lookBytes: lookBytes).splits(
                bytes, recordsPerGroup: recordsPerGroup, maxGroupBytes: maxGroupBytes)
            for usesBlocks in [true, false] {
                let chunkMax = [1, 7, 100, 1 << 16].randomElement(using: &random)!
                var splitter = CSVSplitter(
                    format: format, recordsPerGroup: recordsPerGroup, maxRecordBytes: maxRecordBytes, maxGroupBytes: maxGroupBytes,
                    startingAt: 0, nextRecord: 1, usesBlocks: usesBlocks, lookBytes: lookBytes)
                let splits = splitter.splits(bytes) { Int.random(in: 1...chunkMax, using: &random) }
                guard splits.map(\.place) == expected else {
                    Issue.record(
                        "seed \(seed) round \(round) blocks \(usesBlocks): \(String(decoding: bytes, as: UTF8.self).debugDescription) \(format) N=\(recordsPerGroup) max=\(maxRecordBytes)/\(maxGroupBytes)\n\(splits)\n\(expected)"
                    )
                    return
                }
            }
        }
    }

    @Test("splitting from any emitted boundary gives the same splits as in one go")
    func resume() {
        let seed = SeededGenerator.seed("CSVSplitter resume")
        for round in 0..<1_000 {
            var random = SeededGenerator(state: seed &+ UInt64(round))
            let bytes = random.adversarialBytes()
            let format = CSVFormat(isSingleColumn: .random(using: &random))
            let maxRecordBytes = [20, 64, 200].randomElement(using: &random)!
            func splitter(_ offset: Int64, _ record: Int64) -> CSVSplitter {
                CSVSplitter(
                    format: format, recordsPerGroup: 2, maxRecordBytes: maxRecordBytes, maxGroupBytes: 100, startingAt: offset,
                    nextRecord: record)
            }
            var whole = splitter(0, 1)
            let splits = whole.splits(bytes)
            for (index, split) in splits.enumerated() {
                var rest = splitter(split.end, split.nextRecord)
                let tail = rest.splits(bytes[Int(split.end)...])
                #expect(tail == Array(splits[(index + 1)...]), "seed \(seed) round \(round) split \(index)")
                #expect(rest.nextRecord == splits.last!.nextRecord)
            }
        }
    }

    @Test("a line of 200 MB passes in constant memory", arguments: ["x", "\"x"])
    func hugeLine(start: String) {
        var splitter = CSVSplitter(format: CSVFormat(), recordsPerGroup: 10, startingAt: 0)
        var splits: [CSVSplit] = []
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        Array("a\n\(start)".utf8).withUnsafeBytes { splitter.consume($0) { splits.append($0) } }
        var peak = 0
        for _ in 0..<200 {
            chunk.withUnsafeBytes { splitter.consume($0) { splits.append($0) } }
            peak = max(peak, splitter.bufferedBytes)
        }
        Array("\nb\n".utf8).withUnsafeBytes { splitter.consume($0) { splits.append($0) } }
        splitter.finish { splits.append($0) }
        #expect(splits.count == 3)
        #expect(splits.last?.nextRecord == 4)
        #expect(peak <= (17 << 20) + 2 * 256 * 1024)
    }

    @Test("a stray quote on every line takes linear time")
    func strayQuotes() {
        // Without its memory of failed attempts the splitter would scan 1 MiB again for each of 400,000 lines.
        var splitter = CSVSplitter(format: CSVFormat(), recordsPerGroup: 1000, startingAt: 0)
        let lines = Array(String(repeating: "x\",\"y\n", count: 400_000).utf8)
        let started = ContinuousClock.now
        let splits = splitter.splits(lines)
        #expect(splits.count == 400_000)
        #expect(ContinuousClock.now - started < .seconds(60))
    }
}

extension CSVSplit {
    var end: Int64 {
        switch self {
        case .group(let offset, let length, _, _): offset + Int64(length)
        case .unreadable(let offset, let length, _, _, _): offset + length
        }
    }
    var nextRecord: Int64 {
        switch self {
        case .group(_, _, let first, let count): first + Int64(count)
        case .unreadable(_, _, let record, _, _): record + 1
        }
    }
}

extension CSVEncoding {
    /// `text` in this encoding.
    func encoded(_ text: String) -> [UInt8] {
        switch kind {
        case .utf8, .windows1252, .converted: Array(text.utf8)
        case .utf16LE: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BE: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .utf32LE: text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) } }
        case .utf32BE: text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (24 - 8 * $0)) } }
        }
    }
}
