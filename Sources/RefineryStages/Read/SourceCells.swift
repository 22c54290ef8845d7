internal import CSV
internal import RefineryModel

/// Every row of a file as its cells, with preamble and header: exactly as refining reads them, before anything is normalized.
///
/// Reads the file from its beginning to its end, a piece at a time: memory stays constant whatever its size.
package struct SourceCells {
    private let format: CSVFormat

    private static let pieceBytes = 1 << 20
    private static let rowsPerGroup = 250

    /// Finds out how the file is written, as a submit does; it may lack what a submit needs, such as a header.
    /// - Parameter read: Gives so many bytes from the beginning of the file; fewer when it has no more.
    /// - Throws: `CSVError`, ``ReadingChoicesError``, and what `read` throws.
    package init(_ choices: ReadingChoices, read: (Int) throws -> [UInt8]) throws {
        var lenient = choices
        lenient.refuses = false
        if let inspection = try? SourceInspection(lenient, read: { _, count in try read(count) }) {
            var format = try inspection.format.csv()
            format.recordsStart = Int(inspection.recordsOffset)
            self.format = format
        } else {
            format = try CSVSniffer.preview(of: choices, read: read).format
        }
    }

    /// Calls `body` with each row, in order. A row that cannot be read is one cell: its beginning.
    /// - Parameters:
    ///   - rowBytesMax: Bytes a row may have.
    ///   - read: Gives so many bytes at an offset of the file; fewer at its end.
    /// - Throws: What `read` and `body` throw.
    package func forEachRow(
        rowBytesMax: Int = 1 << 20, read: (_ offset: Int64, _ count: Int) throws -> [UInt8], _ body: ([String]) throws -> Void
    ) throws {
        let decoder = CSVBatchDecoder(format: format)
        let reader = CSVReader(format: format)
        var splitter = CSVSplitter(
            format: format, recordsPerGroup: Self.rowsPerGroup, maxRecordBytes: rowBytesMax, startingAt: Int64(format.recordsStart))
        func take(_ split: CSVSplit) throws {
            guard case .group(let offset, let length, _, _) = split else {
                if case .unreadable(_, _, _, _, let excerpt) = split { try body([excerpt]) }
                return
            }
            try read(offset, length).withUnsafeBufferPointer { raw in
                try decoder.decode(raw) { text in
                    try reader.read(text.utf8) { record in
                        try body((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) })
                    }
                }
            }
        }
        var offset = Int64(format.recordsStart)
        var isAtEnd = false
        while !isAtEnd {
            let piece = try read(offset, Self.pieceBytes)
            try piece.withUnsafeBytes { try splitter.consume($0, take) }
            offset += Int64(piece.count)
            isAtEnd = piece.count < Self.pieceBytes
        }
        try splitter.finish(take)
    }
}
