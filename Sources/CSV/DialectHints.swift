/// What stands in a text that speaks for one or another way of quoting, so that only those are tried that may be in use.
struct DialectHints {
    private var hasBackslashQuote = false
    private var hasBackslashApostrophe = false
    private var hasBlankBeforeQuote = false
    private var hasEqualsBeforeQuote = false
    private var opensLine = false
    private var closesLine = false
    private var opensWithApostrophe = false
    private var closesWithApostrophe = false

    /// How much of a text is looked at, in bytes: more than the rows by which the delimiter is found mostly take.
    private static let sampleBytes = 256 * 1024

    init(_ text: [UInt8]) {
        text.withUnsafeBufferPointer { text in
            let text = UnsafeBufferPointer(rebasing: text.prefix(Self.sampleBytes))
            for index in text.indices where text[index] == Byte.quote || text[index] == Byte.apostrophe { look(at: index, of: text) }
        }
    }

    private mutating func look(at index: Int, of text: UnsafeBufferPointer<UInt8>) {
        let before = index > 0 ? text[index - 1] : Byte.lineFeed
        let after = index + 1 < text.count ? text[index + 1] : Byte.lineFeed
        var start = index
        while start > 0, text[start - 1] == Byte.space || text[start - 1] == Byte.equals { start -= 1 }
        let opens = start == 0 || Self.separates(text[start - 1])
        guard text[index] == Byte.quote else {
            if before == Byte.backslash { hasBackslashApostrophe = true }
            if opens { opensWithApostrophe = true }
            if Self.separates(after) { closesWithApostrophe = true }
            return
        }
        if before == Byte.backslash { hasBackslashQuote = true }
        if opens && before == Byte.space { hasBlankBeforeQuote = true }
        if opens && before == Byte.equals { hasEqualsBeforeQuote = true }
        if Byte.isLineEnd(before) { opensLine = true }
        let behind = text[(index + 1)...].first { !DelimiterSniffer.candidates.contains($0) }
        if Byte.isLineEnd(behind ?? Byte.lineFeed) { closesLine = true }
    }

    private static func separates(_ byte: UInt8) -> Bool { Byte.isLineEnd(byte) || DelimiterSniffer.candidates.contains(byte) }

    /// The ways of quoting to try with a delimiter; of two that make the same table the one named first.
    func dialects(of delimiter: UInt8) -> [CSVFormat] {
        var dialects: [CSVFormat] = []
        dialects.append(CSVFormat(delimiter: delimiter))
        if hasBackslashQuote { dialects.append(CSVFormat(delimiter: delimiter, escapesWithBackslash: true)) }
        if hasBlankBeforeQuote { dialects.append(CSVFormat(delimiter: delimiter, leadIn: .blanks)) }
        if hasEqualsBeforeQuote { dialects.append(CSVFormat(delimiter: delimiter, leadIn: .equals)) }
        if opensWithApostrophe && closesWithApostrophe {
            for escapes in hasBackslashApostrophe ? [false, true] : [false] {
                dialects.append(CSVFormat(delimiter: delimiter, escapesWithBackslash: escapes, quote: Byte.apostrophe, leadIn: .blanks))
            }
        }
        if opensLine && closesLine { dialects.append(CSVFormat(delimiter: delimiter, isWrapped: true)) }
        return dialects
    }
}
