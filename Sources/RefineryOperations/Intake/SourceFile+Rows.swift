internal import CSV
package import RefineryModel
internal import RefineryStages

extension SourceFile {
    private static let pieceBytes = 1 << 20

    /// Divides the file into groups of rows, from its first row on.
    /// - Parameters:
    ///   - rowsPerGroup: Rows of a group, at most.
    ///   - body: Gets them in order; false ends it.
    /// - Returns: Whether the end of the file was reached.
    func forEachSplit(
        _ format: CSVFormat, rowsPerGroup: Int, rowBytesMax: Int, from start: Int64, _ body: (CSVSplit) throws -> Bool
    ) throws -> Bool {
        var splitter = CSVSplitter(format: format, recordsPerGroup: rowsPerGroup, maxRecordBytes: rowBytesMax, startingAt: start)
        var offset = start
        var isAtEnd = false
        while !isAtEnd {
            var splits: [CSVSplit] = []
            let piece = try read(at: offset, count: Self.pieceBytes)
            piece.withUnsafeBytes { bytes in splitter.consume(bytes) { splits.append($0) } }
            offset += Int64(piece.count)
            isAtEnd = piece.count < Self.pieceBytes
            if isAtEnd { splitter.finish { splits.append($0) } }
            for split in splits where try !body(split) { return false }
        }
        return true
    }

    /// Gives each row as its cells, as the stages read them; those that cannot be read, and become rejects, are left out.
    package func forEachRow(_ options: ImportOptions, _ body: ([String]) throws -> Void) throws {
        let format = try options.format.csv()
        _ = try forEachSplit(format, rowsPerGroup: 1000, rowBytesMax: options.rowBytesMax, from: options.format.firstRowOffset) { split in
            if case .group(let start, let length, _, _) = split {
                for row in Self.cells(of: try read(at: start, count: length), format) { try body(row.map(TextFormula.text)) }
            }
            return true
        }
    }

    /// The cells of all rows of a group.
    static func cells(of raw: [UInt8], _ format: CSVFormat) -> [[String]] {
        var cells: [[String]] = []
        let reader = CSVReader(format: format)
        raw.withUnsafeBufferPointer { raw in
            CSVBatchDecoder(format: format).decode(raw) { text in
                reader.read(text.utf8) { record in cells.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) }) }
            }
        }
        return cells
    }
}
