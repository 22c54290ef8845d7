internal import CCSV

/// 64 bytes at once: the same walk as ``CSVGrammar``, by bit masks.
///
/// Bit i of a mask speaks of byte i. Quote parity (a running XOR) tells inside from outside as long as every quote that
/// parity takes for an opening one stands at a field's start or right after a closing one (a doubled quote). Where one does
/// not, it is a stray quote in an unquoted field: `isExact` is false and the caller walks these bytes one by one instead.
struct CSVBlock {
    static let size = 64

    /// Delimiters outside quotes.
    let delimiters: UInt64
    /// CRs and LFs outside quotes.
    let lineEnds: UInt64
    let carriageReturns: UInt64
    let lineFeeds: UInt64
    /// Second halves of doubled quotes.
    let doubledQuotes: UInt64
    /// First bytes of text after a closing quote.
    let textAfterQuote: UInt64
    let isExact: Bool
    /// The state after the last byte; meaningful only when `isExact`.
    let stateAfter: CSVGrammar.State

    /// - Precondition: ``CSVGrammar/allowsBlocks``; 64 bytes are readable at `bytes`.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ grammar: CSVGrammar, after state: CSVGrammar.State) {
        let quotes = ccsv_equal_mask(bytes, grammar.quote)
        let anyDelimiters = ccsv_equal_mask(bytes, grammar.delimiter)
        lineFeeds = ccsv_equal_mask(bytes, Byte.lineFeed)
        carriageReturns = ccsv_equal_mask(bytes, Byte.carriageReturn)
        let anyLineEnds = lineFeeds | carriageReturns
        let startsInside: UInt64 = state == .quoted || state == .quotedLines ? ~0 : 0
        let startsAfterQuote: UInt64 = state.isAfterQuote ? 1 : 0

        let inside = quotes == 0 ? startsInside : Self.runningXor(quotes) ^ startsInside
        let opening = quotes & inside
        let closing = quotes & ~inside
        let afterClosing = closing << 1 | startsAfterQuote
        let atFieldStart = (anyDelimiters | anyLineEnds) << 1 | (state == .recordStart || state == .fieldStart ? 1 : 0)

        delimiters = anyDelimiters & ~inside
        lineEnds = anyLineEnds & ~inside
        doubledQuotes = opening & afterClosing
        textAfterQuote = afterClosing & ~(quotes | anyDelimiters | anyLineEnds)
        isExact = opening & ~(atFieldStart | afterClosing) == 0

        let last: UInt64 = 1 << 63
        if (inside | closing) & last != 0 {
            // Only line ends behind the quote that opened the last field count; without one here, the field came in open.
            let opener = opening & ~afterClosing
            let behindOpener: UInt64 = opener == 0 ? ~0 : ~0 << UInt64(63 - opener.leadingZeroBitCount)
            let wasOverLines = opener == 0 && (state == .quotedLines || state == .quoteInQuotedLines)
            let isOverLines = wasOverLines || anyLineEnds & inside & behindOpener != 0
            if inside & last != 0 {
                stateAfter = isOverLines ? .quotedLines : .quoted
            } else {
                stateAfter = isOverLines ? .quoteInQuotedLines : .quoteInQuoted
            }
        } else if lineEnds & last != 0 {
            stateAfter = .recordStart
        } else {
            stateAfter = delimiters & last != 0 ? .fieldStart : .unquoted
        }
    }

    /// Bit i of the result is the XOR of bits 0...i.
    @inline(__always)
    private static func runningXor(_ bits: UInt64) -> UInt64 {
        var x = bits
        x ^= x << 1
        x ^= x << 2
        x ^= x << 4
        x ^= x << 8
        x ^= x << 16
        x ^= x << 32
        return x
    }
}
