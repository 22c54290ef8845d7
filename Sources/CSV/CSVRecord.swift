/// One record as ``CSVReader`` sees it: its fields as slices of the text, without a copy.
///
/// Valid only inside the closure it was handed to.
package struct CSVRecord {
    /// Faults that were mended on the way; the record is whole.
    package struct Faults: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The record held NUL bytes, which Postgres text cannot store; they are left out of the fields.
        package static let nulBytesDropped = Faults(rawValue: 1 << 0)
        /// Text followed a closing quote (`"ab"cd`); it was appended to the field.
        package static let textAfterClosingQuote = Faults(rawValue: 1 << 1)
    }

    let text: UnsafePointer<UInt8>
    /// Field i lies between `bounds[i]` and `bounds[i + 1]`, both exclusive.
    let bounds: UnsafePointer<Int>
    /// As long as the record, or `nil` when no field needs a rewritten copy.
    let scratch: UnsafeMutablePointer<UInt8>?
    let grammar: CSVGrammar

    /// Fields in the record, at least 1.
    package let count: Int
    package let faults: Faults

    /// The bytes of the record as they stand in the text, without the line end.
    package var raw: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text + bounds[0] + 1, count: bounds[count] - bounds[0] - 1)
    }

    /// The bytes of a field as they stand in the text, with its quotes.
    package func raw(of index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index >= 0 && index < count, "a field of the record")
        return UnsafeBufferPointer(start: text + bounds[index] + 1, count: bounds[index + 1] - bounds[index] - 1)
    }

    /// The value of a field: without its quotes, doubled quotes made single.
    /// - Precondition: `0 <= index && index < count`.
    package subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index >= 0 && index < count, "a field of the record")
        let start = bounds[index] + 1
        let end = bounds[index + 1]
        if let scratch {
            return rewritten(UnsafeBufferPointer(start: text + start, count: end - start), to: scratch + (start - bounds[0] - 1))
        }
        if start < end && text[start] == grammar.quote {
            return UnsafeBufferPointer(start: text + start + 1, count: end - start - 2)
        }
        return UnsafeBufferPointer(start: text + start, count: end - start)
    }

    /// Whether the field stands in quotes.
    func isQuoted(_ index: Int) -> Bool {
        let field = raw(of: index)
        return field.dropFirst(leadInCount(of: field)).first == grammar.quote
    }

    /// How many bytes stand before the quote that opens a field.
    private func leadInCount(of field: UnsafeBufferPointer<UInt8>) -> Int {
        var state = CSVGrammar.State.fieldStart
        for (index, byte) in field.enumerated() {
            state = grammar.next(state, byte)
            if state != .leadIn { return state == .quoted ? index : 0 }
        }
        return 0
    }

    /// Copies what a field means to `target`, its own place in the scratch, so that asking twice gives the same answer.
    private func rewritten(_ field: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        // Inside one field neither delimiters nor line ends mean anything once it is known where it ends.
        let inner = CSVGrammar(
            delimiter: grammar.quote, quote: grammar.quote, escapesWithBackslash: grammar.escapesWithBackslash, leadIn: grammar.leadIn)
        let leadIn = leadInCount(of: field)
        // What follows an equals sign is a text of its own, with its quotes.
        if field[..<leadIn].contains(Byte.equals) { return withoutNULs(field, to: target) }
        var state = CSVGrammar.State.fieldStart
        var count = 0
        for byte in field.dropFirst(leadIn) {
            let previous = state
            state = previous == .unquoted ? .unquoted : inner.next(previous, byte)
            if state == .recordStart || state == .fieldStart || state == .leadIn { state = .unquoted }
            let opens = previous == .fieldStart && state == .quoted
            let closesOrEscapes = previous.isInsideQuotes && !previous.isAfterBackslash && (state.isAfterQuote || state.isAfterBackslash)
            if previous.isAfterBackslash && byte != grammar.quote && byte != Byte.backslash {
                target[count] = Byte.backslash
                count += 1
            }
            if opens || closesOrEscapes || state == .blankAfterQuote || byte == Byte.nul { continue }
            target[count] = byte
            count += 1
        }
        return UnsafeBufferPointer(start: target, count: count)
    }

    private func withoutNULs(
        _ field: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        var count = 0
        for byte in field where byte != Byte.nul {
            target[count] = byte
            count += 1
        }
        return UnsafeBufferPointer(start: target, count: count)
    }
}
