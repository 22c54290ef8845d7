/// What a batch covers of its source: bytes that are whole rows, and the numbers of these rows.
package struct BatchSpan: Sendable, Equatable {
    /// First byte in the source.
    package let offset: Int64
    /// Bytes.
    package let length: Int
    /// Number of the first row.
    package let firstRow: Int64
    package let rowCount: Int

    package init(offset: Int64, length: Int, firstRow: Int64, rowCount: Int) {
        self.offset = offset
        self.length = length
        self.firstRow = firstRow
        self.rowCount = rowCount
    }

    /// The bytes by their places in the source.
    package var bytes: Range<Int64> { offset..<offset + Int64(length) }

    /// The rows by their numbers.
    package var rows: Range<Int64> { firstRow..<firstRow + Int64(rowCount) }
}
