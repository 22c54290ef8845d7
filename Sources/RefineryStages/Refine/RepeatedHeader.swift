internal import CSV
internal import RefineryModel

/// Knows rows that are the header once more, as files have them that were put together of several.
struct RepeatedHeader {
    /// The cells of the header, each with its column; not those of the list that `refinery rejects` writes.
    private let cells: ArraySlice<[UInt8]>

    /// - Returns: Nil when there is no header to be repeated.
    init?(_ options: ImportOptions) {
        guard let header = options.format.header else { return nil }
        let own = header.starts(with: RejectColumns.names) ? RejectColumns.names.count : 0
        cells = header.map { Array($0.utf8) }.dropFirst(own)
        guard cells.contains(where: { !$0.isEmpty }) else { return nil }
    }

    func matches(_ record: CSVRecord) -> Bool {
        guard record.count >= cells.endIndex else { return false }
        for (column, cell) in zip(cells.indices, cells) {
            let own = column == cells.startIndex ? Self.withoutMark(record[column]) : record[column][...]
            guard own.elementsEqual(cell) else { return false }
        }
        return (cells.endIndex..<record.count).allSatisfy { record[$0].isEmpty }
    }

    /// A file that was put behind another brings its byte order mark along.
    private static func withoutMark(_ cell: Bytes) -> Slice<Bytes> {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return cell.starts(with: mark) ? cell.dropFirst(mark.count) : cell[...]
    }
}
