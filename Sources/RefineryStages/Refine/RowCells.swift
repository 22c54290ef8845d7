internal import CSV

/// The cells of one row by the columns of the header, also where the row has fewer or one more.
struct RowCells {
    let record: CSVRecord
    /// The column whose cell stands in two parts, because a delimiter in it is not quoted; beyond all columns usually.
    var joint = Int.max
    /// Both parts of that cell.
    var joined = Bytes(start: nil, count: 0)

    private let arena: TextArena

    init(_ record: CSVRecord, _ arena: TextArena) {
        self.record = record
        self.arena = arena
    }

    /// What the cell below a column of the header means; empty where the row ended before.
    @inline(__always)
    subscript(column: Int) -> Bytes { TextFormula.text(of: cell(column), arena: arena) }

    @inline(__always)
    private func cell(_ column: Int) -> Bytes {
        if column < joint { return column < record.count ? record[column] : Bytes(start: nil, count: 0) }
        if column == joint { return joined }
        return column + 1 < record.count ? record[column + 1] : Bytes(start: nil, count: 0)
    }
}
