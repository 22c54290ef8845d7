extension CSVSniffer {
    /// Splits the start of a file into single records, at most `limit`; a last record that may be cut is left out.
    static func forEachSplit(
        of bytes: UnsafeBufferPointer<UInt8>, _ format: CSVFormat, isWholeFile: Bool, limit: Int, _ body: (CSVSplit) -> Void
    ) {
        // A header of many columns may be longer than a row may be.
        var splitter = CSVSplitter(
            format: format, recordsPerGroup: 1, maxRecordBytes: max(1, bytes.count), startingAt: Int64(format.recordsStart))
        var left = limit
        let count: (CSVSplit) throws(LimitReached) -> Void = { split throws(LimitReached) in
            body(split)
            left -= 1
            if left == 0 { throw LimitReached() }
        }
        do {
            try splitter.consume(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[format.recordsStart...])), count)
            if isWholeFile { try splitter.finish(count) }
        } catch {}
    }

    private struct LimitReached: Error {}

    static func firstRecords(of prefix: [UInt8], _ format: CSVFormat, isWholeFile: Bool, limit: Int) -> [CSVPreview.Record] {
        let decoder = CSVBatchDecoder(format: format)
        let reader = CSVReader(format: format)
        var records: [CSVPreview.Record] = []
        var lines = LineCounter(encoding: format.encoding)
        prefix.withUnsafeBufferPointer { bytes in
            forEachSplit(of: bytes, format, isWholeFile: isWholeFile, limit: limit) { split in
                guard case .group(let offset, let length, _, _) = split else { return }
                let raw = UnsafeBufferPointer(rebasing: bytes[Int(offset)..<Int(offset) + length])
                decoder.decode(raw) { text in
                    reader.read(text.utf8) { record in
                        let fields = (0..<record.count).map { String(decoding: record[$0], as: UTF8.self) }
                        let line = lines.line(at: Int(offset), of: bytes)
                        records.append(.init(fields: fields, offset: offset, end: offset + Int64(length), line: line))
                    }
                }
            }
        }
        return records
    }

    /// The first few cells with letters outside ASCII; of lines, since it matters little here where a record begins.
    static func foreignCells(of bytes: [UInt8], _ format: CSVFormat, limit: Int = 3) -> [String] {
        let reader = CSVReader(format: format)
        var cells: [String] = []
        for line in bytes.split(whereSeparator: Byte.isLineEnd) where line.contains(where: { $0 >= 0x80 }) {
            var text: [UInt8] = []
            line.withUnsafeBufferPointer { _ = format.encoding.decode($0, into: &text) }
            text.withUnsafeBufferPointer { text in
                reader.read(text) { record in
                    for index in 0..<record.count where record[index].contains(where: { $0 >= 0x80 }) {
                        let cell = String(decoding: record[index], as: UTF8.self)
                        if !cells.contains(cell) { cells.append(cell) }
                    }
                }
            }
            if cells.count >= limit { break }
        }
        return Array(cells.prefix(limit))
    }

    /// Why no record could be read.
    static func failure(_ prefix: [UInt8], _ format: CSVFormat, isWholeFile: Bool) -> CSVError {
        if !isWholeFile { return .firstRecordTooLong(limitBytes: prefix.count) }
        var failure = CSVError.noRecords
        prefix.withUnsafeBufferPointer { bytes in
            forEachSplit(of: bytes, format, isWholeFile: true, limit: 1) { split in
                guard case .unreadable(let offset, _, _, let reason, _) = split else { return }
                var lines = LineCounter(encoding: format.encoding)
                failure =
                    reason == .tooLong
                    ? .firstRecordTooLong(limitBytes: prefix.count) : .unclosedQuote(line: lines.line(at: Int(offset), of: bytes))
            }
        }
        return failure
    }
}
