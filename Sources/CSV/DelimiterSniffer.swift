/// Finds how a file sets its fields apart: reads the first records in each way that it may be written in and keeps the one that makes
/// the best table.
///
/// The score is the one of van den Burg et al., "Wrangling messy CSV files by detecting row and type patterns" (2019): how
/// regular the widths of the rows are, times the share of cells that look like data of some kind.
enum DelimiterSniffer {
    static let candidates = [Byte.comma, Byte.tab, Byte.semicolon, Byte.pipe]
    private static let recordsMax = 500

    /// Completes `format`: sets its delimiter (unless `delimiter` gives it), its quotes and escapes, what may stand before quotes, whether
    /// its lines are wrapped and whether it has a single column.
    /// - Parameter text: The first records as UTF-8.
    static func complete(_ format: inout CSVFormat, for text: [UInt8], isWholeFile: Bool, delimiter: UInt8?) {
        let hints = DialectHints(text)
        var best: (score: Double, isSingleColumn: Bool, dialect: CSVFormat)?
        for candidate in delimiter.map({ [$0] }) ?? candidates {
            for dialect in hints.dialects(of: candidate) {
                let table = Table(text, dialect, isWholeFile: isWholeFile, recordsMax: recordsMax)
                let score = table.score(of: dialect)
                guard table.speaks(for: dialect), score > best?.score ?? -1 else { continue }
                best = (score, table.isSingleColumn, dialect)
            }
        }
        guard let best else { return }
        format.delimiter = best.dialect.delimiter
        format.quote = best.dialect.quote
        format.escapesWithBackslash = best.dialect.escapesWithBackslash
        format.leadIn = best.dialect.leadIn
        format.isWrapped = best.dialect.isWrapped
        format.isSingleColumn = best.isSingleColumn
    }

    /// The figures of one reading.
    private struct Table {
        var records = 0
        var faulty = 0
        var cells = 0
        var knownCells = 0
        /// Records with a quoted cell.
        var quoted = 0
        /// The widths of the records that were unwrapped.
        var unwrapped: [Int] = []
        /// The width of the first record.
        var firstWidth = 0
        /// How many records have each width.
        var widths: [Int: Int] = [:]

        init(_ text: [UInt8], _ format: CSVFormat, isWholeFile: Bool, recordsMax: Int) {
            let reader = CSVReader(format: format)
            var inner: [UInt8] = []
            text.withUnsafeBufferPointer { bytes in
                CSVSniffer.forEachSplit(of: bytes, format, isWholeFile: isWholeFile, limit: recordsMax) { split in
                    guard case .group(let offset, let length, _, _) = split else {
                        records += 1
                        faulty += 1
                        return
                    }
                    let line = UnsafeBufferPointer(rebasing: bytes[Int(offset)..<Int(offset) + length])
                    inner.removeAll(keepingCapacity: true)
                    reader.read(line) { record in
                        if !format.isWrapped || !LineWrapping.unwrap(record, into: &inner) { add(record, format) }
                    }
                    if inner.isEmpty { return }
                    inner.withUnsafeBufferPointer { text in
                        reader.read(text) {
                            unwrapped.append($0.count)
                            add($0, format)
                        }
                    }
                }
            }
        }

        private mutating func add(_ record: CSVRecord, _ format: CSVFormat) {
            records += 1
            if records == 1 { firstWidth = record.count }
            if record.faults.contains(.textAfterClosingQuote) { faulty += 1 }
            cells += record.count
            widths[record.count, default: 0] += 1
            var hasQuoted = false
            for index in 0..<record.count {
                let isQuoted = record.isQuoted(index)
                if isQuoted || CellShape.isKnown(record[index]) { knownCells += 1 }
                if isQuoted && (!format.leadIn.contains(.blanks) || format.quote != Byte.quote || record.raw(of: index).first == Byte.space)
                {
                    hasQuoted = true
                }
            }
            if hasQuoted { quoted += 1 }
        }

        private var usualWidth: Int { widths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0 }

        var isSingleColumn: Bool { records > 0 && (widths[1] ?? 0) * 10 >= records * 9 }

        /// Whether the file shows what is peculiar to a dialect often enough; once may be chance.
        func speaks(for dialect: CSVFormat) -> Bool {
            if dialect.isWrapped {
                // Two cells may be a name with a comma in it, more are no chance.
                if usualWidth > 2, !unwrapped.isEmpty, unwrapped.allSatisfy({ $0 == usualWidth }) { return true }
                return unwrapped.count >= 2 && unwrapped.count * 3 >= records && firstWidth == usualWidth && firstWidth > 1
            }
            if dialect.quote != Byte.quote { return quoted >= 2 && faulty == 0 && (isMostlyQuoted || widths.count == 1) }
            if dialect.leadIn.contains(.blanks) { return quoted >= 2 && quoted * 2 >= records }
            return true
        }

        private var isMostlyQuoted: Bool { quoted * 3 >= records * 2 }

        /// Where it is all the same, cells that stand in quotes of any kind are quoted. A file of which nearly every line holds a row is
        /// wrapped, however many empty cells follow.
        func score(of dialect: CSVFormat) -> Double {
            if dialect.isWrapped { return unwrapped.count * 10 >= records * 9 ? score * 2 : score }
            return dialect.quote != Byte.quote && isMostlyQuoted ? score * 1.001 : score
        }

        private var score: Double {
            guard records > 0, cells > 0 else { return 0 }
            let regularity = widths.reduce(0.0) { sum, width in
                sum + Double(width.value) * max(1e-3, Double(width.key - 1) / Double(width.key))
            }
            return regularity / Double(widths.count * records)
                * max(1e-3, Double(knownCells) / Double(cells))
                * max(1e-3, 1 - Double(faulty) / Double(records))
        }
    }
}
