internal import CSV
internal import RefineryStages

/// Reads a damaged file in one go and in small pieces: the same rows, and every byte in one of them.
enum ReadingCheck {
    /// With some that nobody finds out: with shifts, with other bytes for ASCII, with characters of more than two bytes.
    private static let encodings = CSVEncoding.detectable + ["iso-2022-jp", "utf-7", "ibm037", "johab", "big5-hkscs", "euc-tw", "hz"]

    static func run(seed: UInt64, _ counts: inout Counts) throws(Finding) {
        var random = Mutator(seed: seed)
        var bytes = random.damaged(random.choice(Seeds.files), with: Seeds.tokens)
        while random.isOneIn(3) { bytes += random.damaged(random.choice(Seeds.files), with: Seeds.tokens) }
        counts.bytes += bytes.count
        inspect(bytes, &random, &counts)

        let encoding = random.isOneIn(4) ? CSVEncoding(named: random.choice(encodings)) : nil
        let delimiter = random.isOneIn(4) ? random.choice([",", ";", "\t", "|", "^"].map { $0.utf8.first! }) : nil
        guard let preview = try? CSVSniffer.preview(bytes, isWholeFile: true, delimiter: delimiter, encoding: encoding) else { return }
        let limit = random.choice([40, 300, 1 << 20])
        let once = try Reading(bytes, preview.format, recordsPerGroup: 1 << 40, maxRecordBytes: limit, seed) { bytes.count }
        let pieces = try Reading(bytes, preview.format, recordsPerGroup: 1 + random.below(4), maxRecordBytes: limit, seed) {
            1 + random.below(random.isOneIn(2) ? 3 : 70)
        }
        guard once.rows == pieces.rows && once.unreadable == pieces.unreadable else {
            throw Finding(what: "In pieces the file has other rows: \(once.rows) \(pieces.rows)", seed: seed)
        }
        if limit >= bytes.count, !once.rows.starts(with: preview.records.map(\.fields)) {
            throw Finding(
                what: "The first rows are others than those that the format was found by: \(preview.records) \(once.rows)", seed: seed)
        }
        counts.read += 1
        counts.rows += once.rows.count
    }

    /// The detector of headers and columns.
    private static func inspect(_ bytes: [UInt8], _ random: inout Mutator, _ counts: inout Counts) {
        var choices = ReadingChoices()
        (choices.requiresName, choices.requiresPhone) = (false, false)
        if random.isOneIn(4) { choices.hasHeader = random.isOneIn(2) }
        if random.isOneIn(8) { choices.skippedLines = random.below(4) }
        if (try? SourceInspection(beginning: bytes, choices)) != nil { counts.inspected += 1 }
    }

    /// One way through a file.
    private struct Reading {
        var rows: [[String]] = []
        var unreadable: [Int64] = []

        init(
            _ bytes: [UInt8], _ format: CSVFormat, recordsPerGroup: Int, maxRecordBytes: Int, _ seed: UInt64, chunkSize: () -> Int
        ) throws(Finding) {
            var splitter = CSVSplitter(
                format: format, recordsPerGroup: recordsPerGroup, maxRecordBytes: maxRecordBytes, startingAt: Int64(format.recordsStart))
            var splits: [CSVSplit] = []
            var offset = format.recordsStart
            while offset < bytes.count {
                let end = min(bytes.count, offset + max(1, chunkSize()))
                bytes[offset..<end].withUnsafeBytes { splitter.consume($0) { splits.append($0) } }
                offset = end
            }
            splitter.finish { splits.append($0) }

            let (decoder, reader) = (CSVBatchDecoder(format: format), CSVReader(format: format))
            var end = format.recordsStart
            for split in splits {
                let (start, length) = split.place
                try Self.checkGap(bytes, end..<start, seed)
                end = start + length
                guard case .group(_, _, _, let count) = split else {
                    unreadable.append(Int64(start))
                    continue
                }
                let before = rows.count
                bytes[start..<end].withUnsafeBufferPointer { raw in
                    decoder.decode(raw) { text in
                        reader.read(text.utf8) { record in
                            rows.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) })
                        }
                    }
                }
                if rows.count - before != count {
                    throw Finding(what: "\(count) rows were split, \(rows.count - before) were read: \(format)", seed: seed)
                }
            }
            // Half a code unit at the end is no row.
            if bytes.count - end >= format.encoding.unitWidth { try Self.checkGap(bytes, end..<bytes.count, seed) }
        }

        /// Between rows there are blank lines and nothing else.
        private static func checkGap(_ bytes: [UInt8], _ gap: Range<Int>, _ seed: UInt64) throws(Finding) {
            guard !bytes[gap].allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else { return }
            throw Finding(what: "The bytes \(gap) are in no row.", seed: seed)
        }
    }
}

extension CSVSplit {
    fileprivate var place: (start: Int, length: Int) {
        switch self {
        case .group(let offset, let length, _, _): (Int(offset), length)
        case .unreadable(let offset, let length, _, _, _): (Int(offset), Int(length))
        }
    }
}
