internal import CSV
internal import RefineryModel

/// Knows rows that are the header once more, as files have them that were put together of several. Case and blanks around do not count.
struct RepeatedHeader {
    /// The cells of the header, each with its column; not those that a list of ours begins with.
    private let cells: ArraySlice<[UInt8]>

    /// - Returns: Nil when there is no header to be repeated.
    init?(_ options: ImportOptions) {
        guard let header = options.format.header else { return nil }
        let own = OwnList(header)?.leadingCount ?? 0
        cells = header.map { Self.trimmed(Array($0.utf8)[...]).map(\.lowercasedASCII) }.dropFirst(own)
        guard cells.contains(where: { !$0.isEmpty }) else { return nil }
    }

    func matches(_ record: CSVRecord) -> Bool {
        guard record.count >= cells.endIndex else { return false }
        for (column, cell) in zip(cells.indices, cells) {
            // Most rows differ in their first cell, and nearly all in its length.
            let own = record[column]
            guard own.count >= cell.count else { return false }
            let text = column == cells.startIndex ? Self.withoutMark(own) : own
            guard text.trimmed().elementsEqual(cell, by: { $0.lowercasedASCII == $1 }) else { return false }
        }
        return (cells.endIndex..<record.count).allSatisfy { record[$0].isEmpty }
    }

    private static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var cell = cell
        while let first = cell.first, first <= 0x20 { cell.removeFirst() }
        while let last = cell.last, last <= 0x20 { cell.removeLast() }
        return cell
    }

    /// A file that was put behind another brings its byte order mark along.
    private static func withoutMark(_ cell: Bytes) -> Bytes {
        cell.count >= 3 && cell[0] == 0xEF && cell[1] == 0xBB && cell[2] == 0xBF ? cell.dropping(first: 3) : cell
    }
}
