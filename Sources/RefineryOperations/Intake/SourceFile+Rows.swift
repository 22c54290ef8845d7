internal import CSV
package import RefineryStages

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

    /// Gives every row of the file, preamble and header among them, as its cells: as refining reads them.
    /// - Parameter rowBytesMax: Bytes a row may have; a longer one, or one that cannot be read, is one cell with its beginning.
    package func forEachRow(_ choices: ReadingChoices, rowBytesMax: Int, _ body: ([String]) throws -> Void) throws {
        let cells = try SourceCells(choices) { try read(at: 0, count: $0) }
        try cells.forEachRow(rowBytesMax: rowBytesMax, read: { try read(at: $0, count: $1) }) { try body($0.map(TextFormula.text)) }
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
