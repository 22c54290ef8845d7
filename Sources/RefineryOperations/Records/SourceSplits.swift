internal import CSV
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// Reads the source of an import from its first row to its end, and says where its rows stand: forward only, a piece at a time.
struct SourceSplits {
    private let plan: ImportPlan
    private let sources: SourceStorages
    private var splitter: CSVSplitter
    private var offset: Int64

    private static let pieceBytes: Int64 = 4 << 20
    private static let rowsPerGroup = 250

    init(_ plan: ImportPlan, _ sources: SourceStorages) throws {
        self.plan = plan
        self.sources = sources
        offset = plan.options.format.firstRowOffset
        splitter = CSVSplitter(
            format: try plan.options.format.csv(), recordsPerGroup: Self.rowsPerGroup, maxRecordBytes: plan.options.rowBytesMax,
            startingAt: offset)
    }

    /// The number of the first row that is still to come, or stands in the last piece.
    var nextRow: Int64 { splitter.nextRecord }
    /// Whether all of the source was read.
    var isAtEnd: Bool { offset >= plan.source.bytes }

    /// What one more piece of the source gives.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    mutating func next() async throws -> [CSVSplit] {
        var splits: [CSVSplit] = []
        let piece = try await read(offset..<min(offset + Self.pieceBytes, plan.source.bytes))
        piece.withUnsafeBytes { splitter.consume($0) { splits.append($0) } }
        offset += Int64(piece.count)
        if isAtEnd { splitter.finish { splits.append($0) } }
        return splits
    }

    /// The bytes of a range.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    func read(_ range: Range<Int64>) async throws -> [UInt8] { try await sources.read(plan.source, range) }
}

extension CSVSplit {
    /// Readable rows; nil where there are none.
    var span: BatchSpan? {
        guard case .group(let start, let length, let firstRecord, let count) = self else { return nil }
        return BatchSpan(offset: start, length: length, firstRow: firstRecord, rowCount: count)
    }
}
