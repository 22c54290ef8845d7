/// What stands in a text that speaks for one or another way of quoting, so that only those are tried that may be in use.
struct DialectHints {
    private var hasBackslashQuote = false
    private var hasBlankBeforeQuote = false
    private var hasEqualsBeforeQuote = false
    private var hasWrappedLine = false
    private var opensWithApostrophe = false
    private var closesWithApostrophe = false

    init(_ text: [UInt8]) {
        // The byte before the field's content: what a lead-in passes over.
        var boundary = Byte.lineFeed
        var previous = Byte.lineFeed
        var lineOpensWithQuote = false
        for byte in text {
            switch byte {
            case Byte.quote:
                if previous == Byte.backslash { hasBackslashQuote = true }
                if Self.separates(boundary) {
                    if previous == Byte.space { hasBlankBeforeQuote = true }
                    if previous == Byte.equals { hasEqualsBeforeQuote = true }
                    if Byte.isLineEnd(previous) { lineOpensWithQuote = true }
                }
            case Byte.apostrophe:
                if Self.separates(boundary) { opensWithApostrophe = true }
            default:
                if Self.separates(byte) {
                    if previous == Byte.apostrophe { closesWithApostrophe = true }
                    if Byte.isLineEnd(byte) {
                        if lineOpensWithQuote && previous == Byte.quote { hasWrappedLine = true }
                        lineOpensWithQuote = false
                    }
                }
            }
            if byte != Byte.space && byte != Byte.equals || !Self.separates(boundary) { boundary = byte }
            previous = byte
        }
        if lineOpensWithQuote && previous == Byte.quote { hasWrappedLine = true }
    }

    private static func separates(_ byte: UInt8) -> Bool { Byte.isLineEnd(byte) || DelimiterSniffer.candidates.contains(byte) }

    /// The ways of quoting to try with a delimiter; of two that make the same table the one named first.
    func dialects(of delimiter: UInt8) -> [CSVFormat] {
        var dialects: [CSVFormat] = []
        if opensWithApostrophe && closesWithApostrophe {
            dialects.append(CSVFormat(delimiter: delimiter, quote: Byte.apostrophe, leadIn: .blanks))
        }
        dialects.append(CSVFormat(delimiter: delimiter))
        if hasBackslashQuote { dialects.append(CSVFormat(delimiter: delimiter, escapesWithBackslash: true)) }
        if hasBlankBeforeQuote { dialects.append(CSVFormat(delimiter: delimiter, leadIn: .blanks)) }
        if hasEqualsBeforeQuote { dialects.append(CSVFormat(delimiter: delimiter, leadIn: .equals)) }
        if hasWrappedLine { dialects.append(CSVFormat(delimiter: delimiter, isWrapped: true)) }
        return dialects
    }
}
