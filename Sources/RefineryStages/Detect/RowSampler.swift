internal import CSV

/// Takes rows from all over a file, as many as are quickly looked at.
struct RowSampler {
    private let format: CSVFormat
    private let columnCount: Int

    /// Cells looked at, in all: a file of more columns is looked at in fewer rows.
    private static let cellsMax = 60_000
    private static let rowsMax = 240
    /// Places of a file that are read behind its beginning, and how many bytes of each.
    private static let windows = 5
    private static let windowBytes = 64 * 1024

    init(_ format: CSVFormat, columnCount: Int) {
        self.format = format
        self.columnCount = columnCount
    }

    /// - Parameters:
    ///   - beginning: The file's first bytes behind the header.
    ///   - isWholeFile: Whether nothing is behind them.
    ///   - windows: Where more can be read; nil where it cannot.
    func sample(
        _ beginning: ArraySlice<UInt8>, isWholeFile: Bool, windows: Range<Int64>?, _ read: (Int64, Int) throws -> [UInt8]
    ) rethrows -> RowSample {
        var sample = RowSample(columnCount: columnCount)
        let rows = min(Self.rowsMax, max(2, Self.cellsMax / max(1, columnCount)))
        let places = windows.map(Self.places) ?? []
        add(beginning, upTo: rows / (places.isEmpty ? 1 : 2), isCut: !isWholeFile, to: &sample)
        for (number, offset) in places.enumerated() {
            let bytes = try read(offset, Self.windowBytes)
            guard let start = firstLineEnd(in: bytes) else { continue }
            add(bytes[start...], upTo: rows / 2 + (rows - rows / 2) * (number + 1) / places.count, isCut: true, to: &sample)
        }
        return sample
    }

    /// Offsets spread evenly, at even bytes so that no character of UTF-16 is divided.
    private static func places(_ range: Range<Int64>) -> [Int64] {
        let room = Int64(range.count) - Int64(windowBytes)
        guard room > 0 else { return [range.lowerBound & ~3] }
        return (0..<Int64(windows)).map { (range.lowerBound + room * ($0 + 1) / Int64(windows)) & ~3 }
    }

    /// Where the line begins behind the first line end; a quoted one misleads for a few rows, which then have another width.
    private func firstLineEnd(in bytes: [UInt8]) -> Int? {
        let width = format.encoding.unitWidth
        let hasLF = bytes.contains(0x0A)
        return bytes.firstIndex(of: hasLF ? 0x0A : 0x0D).map { min(($0 / width + 1) * width, bytes.count) }
    }

    private func add(_ bytes: ArraySlice<UInt8>, upTo rows: Int, isCut: Bool, to sample: inout RowSample) {
        let decoder = CSVBatchDecoder(format: format)
        let reader = CSVReader(format: format)
        // Few rows are needed: the rest of a long beginning is not read.
        let part = bytes.prefix(max(Self.windowBytes, columnCount * 256))
        part.withUnsafeBufferPointer { raw in
            decoder.decode(raw) { text in
                var all = RowSample(columnCount: columnCount)
                reader.read(text.utf8) { record in if sample.rowCount + all.rowCount <= rows { all.append(record) } }
                if isCut || part.count < bytes.count { all.dropLast() }
                sample.append(all)
            }
        }
    }
}
