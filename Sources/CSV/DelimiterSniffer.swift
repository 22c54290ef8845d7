/// Finds the delimiter: reads the first records with each candidate and keeps the one that makes the best table.
///
/// The score is the one of van den Burg et al., "Wrangling messy CSV files by detecting row and type patterns" (2019): how
/// regular the widths of the rows are, times the share of cells that look like data of some kind.
enum DelimiterSniffer {
    static let candidates = [Byte.comma, Byte.tab, Byte.semicolon, Byte.pipe]
    private static let recordsMax = 500

    /// Completes `format`: sets its delimiter (unless `delimiter` gives it), its escapes and whether it has a single column.
    /// - Parameter text: The first records as UTF-8.
    static func complete(_ format: inout CSVFormat, for text: [UInt8], isWholeFile: Bool, delimiter: UInt8?) {
        let mayEscape = zip(text, text.dropFirst()).contains { $0 == Byte.backslash && $1 == Byte.quote }
        var best = (score: -1.0, isSingleColumn: false)
        for candidate in delimiter.map({ [$0] }) ?? candidates {
            for escapes in mayEscape ? [false, true] : [false] {
                let tried = CSVFormat(delimiter: candidate, escapesWithBackslash: escapes)
                let table = Table(text, tried, isWholeFile: isWholeFile, recordsMax: recordsMax)
                guard table.score > best.score else { continue }
                best = (table.score, table.isSingleColumn)
                format.delimiter = candidate
                format.escapesWithBackslash = escapes
            }
        }
        format.isSingleColumn = best.isSingleColumn
    }

    /// The figures of one reading.
    private struct Table {
        var records = 0
        var faulty = 0
        var cells = 0
        var knownCells = 0
        /// How many records have each width.
        var widths: [Int: Int] = [:]

        init(_ text: [UInt8], _ format: CSVFormat, isWholeFile: Bool, recordsMax: Int) {
            let reader = CSVReader(format: format)
            text.withUnsafeBufferPointer { bytes in
                CSVSniffer.forEachSplit(of: bytes, format, isWholeFile: isWholeFile, limit: recordsMax) { split in
                    guard case .group(let offset, let length, _, _) = split else {
                        records += 1
                        faulty += 1
                        return
                    }
                    reader.read(UnsafeBufferPointer(rebasing: bytes[Int(offset)..<Int(offset) + length])) { add($0) }
                }
            }
        }

        private mutating func add(_ record: CSVRecord) {
            records += 1
            if record.faults.contains(.textAfterClosingQuote) { faulty += 1 }
            cells += record.count
            widths[record.count, default: 0] += 1
            for index in 0..<record.count where record.isQuoted(index) || CellShape.isKnown(record[index]) { knownCells += 1 }
        }

        var isSingleColumn: Bool { records > 0 && (widths[1] ?? 0) * 10 >= records * 9 }

        var score: Double {
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
