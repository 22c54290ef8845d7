internal import CSV
package import RefineryModel

/// Plans how the bytes of a source become batches: pure, bytes in, batches and rejects out.
///
/// Every batch begins and ends at a record boundary; a row that cannot be read becomes a reject and lies in no batch, so that
/// batches and rejects together cover every row once. May begin anywhere a batch ended: it gives the same batches then.
package struct SplitPlanner {
    /// Batches found since they were last taken.
    package private(set) var batches: [PlannedBatch] = []
    /// Rows that the splitter itself rejects, each with its beginning, unless the file has columns that are stored nowhere but in the source.
    package private(set) var unreadable: [RowReject] = []
    /// The byte after the last planned row.
    package private(set) var offset: Int64
    /// Rows before ``offset``.
    package private(set) var rows: Int64
    /// Whether as many rows are planned as the limit allows and there are more.
    package private(set) var isHeld = false
    /// Whether the source is planned to its end.
    package private(set) var isAtEnd = false

    private let format: CSVFormat
    private let batchSize: Int
    private let rowBytesMax: Int
    private let rowLimit: Int64?
    private let keepsExcerpts: Bool
    private var seq: Int32
    private var splitter: CSVSplitter
    /// The next byte that the splitter wants.
    package private(set) var readOffset: Int64

    /// - Parameter state: Where the splitting stands: ``SplitState`` of a fresh import or of one that was interrupted.
    package init(_ state: SplitState) throws {
        format = try state.options.format.csv()
        batchSize = state.options.batchSize
        rowBytesMax = state.options.rowBytesMax
        rowLimit = state.rowLimit
        keepsExcerpts = !state.options.mapping.columns.contains { if case .neverStored = $0 { true } else { false } }
        offset = state.offset
        rows = state.rows
        seq = state.lastSeq
        readOffset = state.offset
        splitter = Self.splitter(
            format, batchSize: batchSize, rowBytesMax: rowBytesMax, rowLimit: rowLimit, offset: state.offset, rows: state.rows)
    }

    /// Feeds the bytes at ``readOffset``. After the call ``readOffset`` says where to go on: mostly behind these bytes, but
    /// at the row limit once more at ``offset``.
    package mutating func consume(_ bytes: [UInt8]) {
        var splits: [CSVSplit] = []
        bytes.withUnsafeBytes { buffer in splitter.consume(buffer) { splits.append($0) } }
        if add(splits) { readOffset += Int64(bytes.count) }
    }

    /// Says that the source ends at ``readOffset``.
    package mutating func finish() {
        var splits: [CSVSplit] = []
        splitter.finish { splits.append($0) }
        if add(splits) { isAtEnd = !isHeld }
    }

    /// Takes what was planned, to be committed.
    package mutating func take() -> (batches: [PlannedBatch], unreadable: [RowReject]) {
        defer { (batches, unreadable) = ([], []) }
        return (batches, unreadable)
    }

    /// Adds what the splitter found, up to the row limit.
    /// - Returns: False when the splitter has to begin again at ``offset``, with batches that end at the limit.
    private mutating func add(_ splits: [CSVSplit]) -> Bool {
        for split in splits where !isHeld {
            let room = rowLimit.map { $0 - rows } ?? .max
            switch split {
            case _ where room <= 0:
                isHeld = true
            case .group(_, _, _, let count) where count > room:
                splitter = Self.splitter(
                    format, batchSize: batchSize, rowBytesMax: rowBytesMax, rowLimit: rowLimit, offset: offset, rows: rows)
                readOffset = offset
                return false
            case .group(let start, let length, let firstRecord, let count):
                seq += 1
                batches.append(PlannedBatch(seq: seq, byteOffset: start, byteLength: length, firstRow: firstRecord, rowCount: count))
                rows += Int64(count)
                offset = start + Int64(length)
            case .unreadable(let start, let length, let record, let reason, let excerpt):
                let code: IssueCode = reason == .tooLong ? .rowTooManyBytes : .unclosedQuote
                unreadable.append(RowReject(row: record, code: code, raw: keepsExcerpts ? excerpt : "", byteOffset: start))
                rows += 1
                offset = start + length
            }
        }
        return true
    }

    private static func splitter(
        _ format: CSVFormat, batchSize: Int, rowBytesMax: Int, rowLimit: Int64?, offset: Int64, rows: Int64
    ) -> CSVSplitter {
        let room = rowLimit.map { max(1, $0 - rows) } ?? .max
        return CSVSplitter(
            format: format, recordsPerGroup: Int(min(Int64(batchSize), room)), maxRecordBytes: rowBytesMax, startingAt: offset,
            nextRecord: rows + 1)
    }
}
