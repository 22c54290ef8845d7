@testable import CSV

/// The meaning of CSV, written for clarity alone and apart from the product's code: the judge in randomized tests.
struct ReferenceCSV {
    struct Record: Equatable {
        var start: Int
        /// After the record's last byte, before its line end.
        var contentEnd: Int
        var fields: [[UInt8]]
        var droppedNUL = false
        var textAfterQuote = false
    }
    enum Line {
        case blank(end: Int)
        case record(Record, end: Int)
        case unreadable(start: Int, end: Int, CSVSplit.Reason)
    }

    let delimiter: UInt8
    let quote: UInt8
    let isSingleColumn: Bool
    let escapesWithBackslash: Bool
    let allowsBlanks: Bool
    let maxRecordBytes: Int
    let lookBytes: Int

    init(_ format: CSVFormat = CSVFormat(), maxRecordBytes: Int = .max / 2, lookBytes: Int = 16 << 20) {
        delimiter = format.delimiter
        quote = format.quote
        isSingleColumn = format.isSingleColumn
        escapesWithBackslash = format.escapesWithBackslash
        allowsBlanks = format.leadIn == .blanks
        self.maxRecordBytes = maxRecordBytes
        self.lookBytes = lookBytes
    }

    /// All lines of `bytes`, in order.
    func lines(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var position = 0
        while position < bytes.count {
            if let end = lineEnd(bytes, position), !isSingleColumn {
                lines.append(.blank(end: end))
                position = end
                continue
            }
            switch record(bytes, from: position) {
            case .success(let record):
                let start = position
                position = lineEnd(bytes, record.contentEnd) ?? record.contentEnd
                let isTooLong = record.contentEnd - start > maxRecordBytes
                lines.append(isTooLong ? .unreadable(start: start, end: position, .tooLong) : .record(record, end: position))
            case .failure(let failure):
                let start = position
                position = failure.reason == .tooLong ? start + maxRecordBytes + lookBytes : start
                while position < bytes.count, lineEnd(bytes, position) == nil { position += 1 }
                position = lineEnd(bytes, position) ?? position
                lines.append(.unreadable(start: start, end: position, failure.reason))
            }
        }
        return lines
    }

    /// The records of `bytes`, which must all be readable.
    func records(_ bytes: [UInt8]) -> [Record] {
        lines(bytes).compactMap { if case .record(let record, _) = $0 { record } else { nil } }
    }

    /// The splits of `bytes`.
    func splits(_ bytes: [UInt8], recordsPerGroup: Int, maxGroupBytes: Int) -> [CSVSplit] {
        var splits: [CSVSplit] = []
        var next: Int64 = 1
        var start = 0
        var count = 0
        func close(at end: Int) {
            if count > 0 {
                splits.append(.group(offset: Int64(start), length: end - start, firstRecord: next, recordCount: count))
                next += Int64(count)
            }
            start = end
            count = 0
        }
        for line in lines(bytes) {
            switch line {
            case .blank(let end), .record(_, let end):
                if case .record = line { count += 1 }
                if count == 0 || count == recordsPerGroup || end - start >= maxGroupBytes { close(at: end) }
            case .unreadable(let from, let end, let reason):
                close(at: from)
                splits.append(
                    .unreadable(offset: Int64(from), length: Int64(end - from), record: next, reason: reason, excerpt: ""))
                next += 1
                start = end
            }
        }
        close(at: bytes.count)
        return splits
    }

    private struct Failure: Error { let reason: CSVSplit.Reason }

    /// The end of the line end at `position`; `nil` when none stands there.
    private func lineEnd(_ bytes: [UInt8], _ position: Int) -> Int? {
        guard position < bytes.count else { return nil }
        if bytes[position] == 0x0A { return position + 1 }
        guard bytes[position] == 0x0D else { return nil }
        return position + 1 < bytes.count && bytes[position + 1] == 0x0A ? position + 2 : position + 1
    }

    private func record(_ bytes: [UInt8], from start: Int) -> Result<Record, Failure> {
        var record = Record(start: start, contentEnd: start, fields: [])
        var position = start
        func isPastLimit() -> Bool { position - start >= maxRecordBytes + lookBytes }
        while true {
            var field: [UInt8] = []
            func add(_ byte: UInt8) {
                if byte == 0 { record.droppedNUL = true } else { field.append(byte) }
            }
            var opening = position
            while allowsBlanks, opening < bytes.count, bytes[opening] == 0x20 { opening += 1 }
            if opening < bytes.count, bytes[opening] == quote {
                while position < opening {
                    if isPastLimit() { return .failure(Failure(reason: .tooLong)) }
                    position += 1
                }
                if isPastLimit() { return .failure(Failure(reason: .tooLong)) }
                position += 1
                let opened = position
                while true {
                    guard position < bytes.count, !isPastLimit() else { return .failure(Failure(reason: .unclosedQuote)) }
                    let byte = bytes[position]
                    position += 1
                    if escapesWithBackslash, byte == 0x5C {
                        guard position < bytes.count, !isPastLimit() else { return .failure(Failure(reason: .unclosedQuote)) }
                        if bytes[position] != quote && bytes[position] != 0x5C { add(0x5C) }
                        add(bytes[position])
                        position += 1
                    } else if byte != quote {
                        add(byte)
                    } else if position < bytes.count, bytes[position] == quote {
                        if isPastLimit() { return .failure(Failure(reason: .tooLong)) }
                        add(quote)
                        position += 1
                    } else {
                        break
                    }
                }
                let isClosed = allowsBlanks && position < bytes.count && bytes[position] == 0x20
                while allowsBlanks, position < bytes.count, bytes[position] == 0x20 {
                    if isPastLimit() { return .failure(Failure(reason: .tooLong)) }
                    position += 1
                }
                if position < bytes.count, bytes[position] != delimiter, lineEnd(bytes, position) == nil {
                    if !isClosed, bytes[opened..<position].contains(where: { $0 == 0x0A || $0 == 0x0D }) {
                        return .failure(Failure(reason: .unclosedQuote))
                    }
                    record.textAfterQuote = true
                }
            }
            while position < bytes.count, bytes[position] != delimiter, lineEnd(bytes, position) == nil {
                if isPastLimit() { return .failure(Failure(reason: .tooLong)) }
                add(bytes[position])
                position += 1
            }
            record.fields.append(field)
            guard position < bytes.count, bytes[position] == delimiter else {
                record.contentEnd = position
                return .success(record)
            }
            if isPastLimit() { return .failure(Failure(reason: .tooLong)) }
            position += 1
        }
    }
}
