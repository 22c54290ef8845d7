/// The cells of one row, each with its column, in memory that serves the next row too.
struct RowCells {
    private struct Cell {
        var column: Int
        var start: Int
        var end: Int
    }

    var bytes: [UInt8] = []
    private var cells: [Cell] = []
    private var isInOrder = true
    private var start = 0

    var isEmpty: Bool { cells.isEmpty }
    /// One more than the last column with a value.
    private(set) var width = 0
    var count: Int { cells.count }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        (isInOrder, width, start) = (true, 0, 0)
    }

    /// What was appended to ``bytes`` since the last cell is the value of this one; nothing is no cell.
    @inline(__always)
    mutating func end(column: Int) {
        guard bytes.count > start else { return }
        if column < width { isInOrder = false }
        cells.append(Cell(column: column, start: start, end: bytes.count))
        width = max(width, column + 1)
        start = bytes.count
    }

    /// Calls `body` with the columns and values, in the order of the columns.
    mutating func forEach(_ body: (Int, UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        if !isInOrder {
            // The last value of a cell that a file has twice is it.
            var last: [Int: Cell] = [:]
            for cell in cells { last[cell.column] = cell }
            cells = last.values.sorted { $0.column < $1.column }
            isInOrder = true
        }
        try bytes.withUnsafeBufferPointer { bytes in
            for cell in cells { try body(cell.column, UnsafeBufferPointer(rebasing: bytes[cell.start..<cell.end])) }
        }
    }

    /// Hands the row out; cells that lie in a merged one above get its value. Nothing for an empty row.
    mutating func write(to output: TableOutput, line: Int64, _ merged: inout MergedCells) throws {
        if merged.isEmpty {
            if cells.isEmpty { return }
            var next = 0
            forEach { column, value in
                while next < column {
                    output.appendEmpty()
                    next += 1
                }
                output.append(value)
                next += 1
            }
            try output.endRow(line: line)
            return
        }
        var values: [Int: [UInt8]] = [:]
        forEach { column, value in values[column] = Array(value) }
        merged.complete(&values, row: line)
        guard let last = values.keys.max() else { return }
        for column in 0...last {
            if let value = values[column] { value.withUnsafeBufferPointer { output.append($0) } } else { output.appendEmpty() }
        }
        try output.endRow(line: line)
    }
}

/// Cells that are one over several rows: each row has its value, so that a header of two lines names every column.
struct MergedCells {
    private struct Merge {
        let column: Int
        let rows: ClosedRange<Int64>
        var value: [UInt8]?
    }

    /// Those that begin later, the next one last.
    private var coming: [Merge] = []
    private var open: [Merge] = []

    /// Merges that are remembered.
    static let mergesMax = 50_000

    var isEmpty: Bool { coming.isEmpty && open.isEmpty }

    init() {}

    /// - Parameter areas: As `A1:A2`; those of one row only are as they are.
    init(_ areas: [Substring]) {
        coming = areas.compactMap { area -> Merge? in
            let ends = area.split(separator: ":").compactMap { CellName($0) }
            guard ends.count == 2, ends[0].column == ends[1].column, ends[1].row > ends[0].row else { return nil }
            return Merge(column: ends[0].column, rows: Int64(ends[0].row)...Int64(ends[1].row), value: nil)
        }.sorted { $0.rows.lowerBound > $1.rows.lowerBound }
    }

    mutating func complete(_ values: inout [Int: [UInt8]], row: Int64) {
        while let next = coming.last, next.rows.lowerBound <= row {
            open.append(next)
            coming.removeLast()
        }
        open.removeAll { $0.rows.upperBound < row }
        for index in open.indices {
            let column = open[index].column
            if open[index].rows.lowerBound == row { open[index].value = values[column] }
            if values[column] == nil, let value = open[index].value { values[column] = value }
        }
    }
}

/// `AB12`: a column from 0 and a row from 1.
struct CellName {
    let column: Int
    let row: Int

    init?(_ text: Substring) {
        var (column, row) = (0, 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0 && column < 100_000: column = column * 26 + Int(byte) - 0x40
            case UInt8(ascii: "0")...UInt8(ascii: "9") where row < 100_000_000: row = row * 10 + Int(byte) - 0x30
            case UInt8(ascii: "$"): continue
            default: return nil
            }
        }
        guard column > 0, row > 0 else { return nil }
        (self.column, self.row) = (column - 1, row)
    }
}
