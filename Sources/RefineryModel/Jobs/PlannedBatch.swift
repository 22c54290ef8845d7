/// One batch that the splitter found.
package struct PlannedBatch: Sendable, Equatable {
    package let seq: Int32
    package let byteOffset: Int64
    package let byteLength: Int
    package let firstRow: Int64
    package let rowCount: Int

    package init(seq: Int32, byteOffset: Int64, byteLength: Int, firstRow: Int64, rowCount: Int) {
        self.seq = seq
        self.byteOffset = byteOffset
        self.byteLength = byteLength
        self.firstRow = firstRow
        self.rowCount = rowCount
    }
}
