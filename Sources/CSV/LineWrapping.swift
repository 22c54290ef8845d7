/// Lines that a program took for cells: each is one quoted field that holds the real record, quotes and all. Empty cells may follow.
enum LineWrapping {
    /// Appends the record that `record` holds to `output`.
    /// - Returns: False, with nothing appended, when it is none: then it is a record as it stands.
    static func unwrap(_ record: CSVRecord, into output: inout [UInt8]) -> Bool {
        guard record.isQuoted(0), !record.faults.contains(.textAfterClosingQuote) else { return false }
        for index in 1..<max(1, record.count) where !record.raw(of: index).isEmpty { return false }
        let inner = record[0]
        guard isOneRecord(inner, record.grammar) else { return false }
        output.append(contentsOf: inner)
        return true
    }

    /// Whether a reader takes all of `text` for one record.
    private static func isOneRecord(_ text: UnsafeBufferPointer<UInt8>, _ grammar: CSVGrammar) -> Bool {
        var state = CSVGrammar.State.recordStart
        for byte in text {
            let next = grammar.next(state, byte)
            if next == .recordStart || CSVGrammar.isBrokenQuote(state, next) { return false }
            state = next
        }
        return state != .recordStart && !state.isInsideQuotes
    }
}
