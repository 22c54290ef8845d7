internal import CSV

/// Rows of a file that are looked at to find out what its columns are.
package struct RowSample {
    let columnCount: Int
    private(set) var rowCount = 0
    private var bytes: [UInt8] = []
    /// Where each cell ends in `bytes`, row by row.
    private var ends: [Int] = []

    package init(columnCount: Int) {
        precondition(columnCount >= 0, "a row has columns")
        self.columnCount = columnCount
    }

    /// Takes a row that is as wide as the file; others are passed over.
    package mutating func append(_ cells: [String]) {
        guard cells.count == columnCount else { return }
        for cell in cells {
            bytes.append(contentsOf: cell.utf8)
            ends.append(bytes.count)
        }
        rowCount += 1
    }

    mutating func append(_ record: CSVRecord) {
        guard record.count == columnCount else { return }
        for index in 0..<record.count {
            bytes.append(contentsOf: record[index])
            ends.append(bytes.count)
        }
        rowCount += 1
    }

    mutating func append(_ other: RowSample) {
        let start = bytes.count
        bytes.append(contentsOf: other.bytes)
        ends.append(contentsOf: other.ends.map { start + $0 })
        rowCount += other.rowCount
    }

    /// Some of the columns, in this order.
    func columns(_ columns: [Int]) -> RowSample {
        var sample = RowSample(columnCount: columns.count)
        for row in 0..<rowCount {
            for column in columns {
                let cell = row * columnCount + column
                sample.bytes.append(contentsOf: bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]])
                sample.ends.append(sample.bytes.count)
            }
        }
        sample.rowCount = rowCount
        return sample
    }

    /// Without the last row, which may be cut.
    mutating func dropLast() {
        guard rowCount > 0 else { return }
        ends.removeLast(columnCount)
        rowCount -= 1
        bytes.removeLast(bytes.count - (ends.last ?? 0))
    }

    /// Calls `body` with a function that gives the cells of a column.
    func withColumns<Value>(_ body: ((Int) -> [Bytes]) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { all in
            body { column in
                (0..<rowCount).map { row in
                    let cell = row * columnCount + column
                    return all.slice((cell == 0 ? 0 : ends[cell - 1])..<ends[cell])
                }
            }
        }
    }
}
