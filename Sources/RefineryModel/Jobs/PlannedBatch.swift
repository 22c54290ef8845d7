/// One batch that the splitter found.
package struct PlannedBatch: Sendable, Equatable {
    /// Number of the batch, from 1.
    package let seq: Int32
    package let span: BatchSpan

    package init(seq: Int32, span: BatchSpan) {
        self.seq = seq
        self.span = span
    }
}
