/// How far the splitting of a source is.
package struct SplitState: Sendable {
    package let source: SourceLocation
    package let options: ImportOptions
    package let status: ImportStatus
    /// The next byte to split.
    package let offset: Int64
    /// Rows before that byte.
    package let rows: Int64
    /// Rows that may be split in all; nil means no limit.
    package let rowLimit: Int64?
    package let priority: Int16
    /// Batch number of the last batch; 0 when there is none.
    package let lastSeq: Int32

    package init(
        source: SourceLocation, options: ImportOptions, status: ImportStatus, offset: Int64, rows: Int64, rowLimit: Int64?,
        priority: Int16, lastSeq: Int32
    ) {
        self.source = source
        self.options = options
        self.status = status
        self.offset = offset
        self.rows = rows
        self.rowLimit = rowLimit
        self.priority = priority
        self.lastSeq = lastSeq
    }
}
