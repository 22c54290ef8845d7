internal import CSV

/// The cells of one row by the columns of the header, also where the row has fewer or one more.
struct RowCells {
    let record: CSVRecord
    private let arena: TextArena
    /// The column whose cell stands in two parts, because a delimiter in it is not quoted; beyond all columns usually.
    var joint = Int.max
    /// Both parts of that cell.
    var joined = Bytes(start: nil, count: 0)

    init(_ record: CSVRecord, _ arena: TextArena) {
        self.record = record
        self.arena = arena
    }

    /// The cell below a column of the header; empty where the row ended before.
    @inline(__always)
    subscript(column: Int) -> Bytes {
        if column == joint { return joined }
        let place = column < joint ? column : column + 1
        return place < record.count ? TextFormula.text(of: record[place], arena: arena) : Bytes(start: nil, count: 0)
    }
}
