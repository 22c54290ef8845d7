/// What a byte means, given the bytes before it: RFC 4180 with the lenience that files of this world need.
///
/// The splitter and the reader both walk by ``next(_:_:)``, so they cannot disagree about what a record is.
/// - A quote opens a field only as the field's first byte, or behind what the file has before quotes (``CSVFormat/LeadIn``); elsewhere
///   in an unquoted field it is data.
/// - Text after a closing quote belongs to the field, and quotes in it are data. But in a field that spans lines it betrays a
///   quote that was never meant to open one (``isBrokenQuote(_:_:)``): the "closing" quote is the next field's opening one.
/// - CR, LF and CRLF end a record outside quotes; the LF of a CRLF arrives in `recordStart`, as a blank line would. Where a file keeps
///   line feeds in its cells (``CSVFormat/keepsLineFeeds``), a LF ends nothing but such a line.
struct CSVGrammar {
    /// Where the walk stands after a byte. `fieldStart` means "a delimiter was just read", `recordStart` "a line end was".
    /// `…Lines` are their namesakes in a quoted field that has gone over a line end. `leadIn` and `blankAfterQuote` are known only in
    /// files with a lead-in: a quote may open the field still, the quoted field is closed.
    enum State: UInt8 {
        case recordStart, fieldStart, leadIn, unquoted
        case quoted, quoteInQuoted, backslashInQuoted
        case quotedLines, quoteInQuotedLines, backslashInQuotedLines
        case blankAfterQuote

        /// Inside quotes for sure: the end of the file here means an unclosed quote.
        @inline(__always)
        var isInsideQuotes: Bool {
            switch self {
            case .quoted, .quotedLines, .backslashInQuoted, .backslashInQuotedLines: true
            default: false
            }
        }

        @inline(__always)
        var isAfterQuote: Bool { self == .quoteInQuoted || self == .quoteInQuotedLines || self == .blankAfterQuote }

        @inline(__always)
        var isAfterBackslash: Bool { self == .backslashInQuoted || self == .backslashInQuotedLines }
    }

    let delimiter: UInt8
    let quote: UInt8
    let escapesWithBackslash: Bool
    let leadIn: CSVFormat.LeadIn
    let keepsLineFeeds: Bool

    /// The bytes that mean something.
    var meaningful: [UInt8] {
        [delimiter, quote, Byte.lineFeed, Byte.carriageReturn] + (escapesWithBackslash ? [Byte.backslash] : [])
            + (leadIn.isEmpty ? [] : [Byte.space, Byte.equals])
    }

    /// Whether 64 bytes at once can be told apart: see ``CSVBlock``.
    var allowsBlocks: Bool { !escapesWithBackslash && leadIn.isEmpty && !keepsLineFeeds }

    @inline(__always)
    func next(_ state: State, _ byte: UInt8) -> State {
        switch state {
        case .quoted:
            if byte == quote { return .quoteInQuoted }
            if Byte.isLineEnd(byte) { return .quotedLines }
            return byte == Byte.backslash && escapesWithBackslash ? .backslashInQuoted : .quoted
        case .quotedLines:
            if byte == quote { return .quoteInQuotedLines }
            return byte == Byte.backslash && escapesWithBackslash ? .backslashInQuotedLines : .quotedLines
        case .backslashInQuoted:
            return Byte.isLineEnd(byte) ? .quotedLines : .quoted
        case .backslashInQuotedLines:
            return .quotedLines
        case .quoteInQuoted where byte == quote:
            return .quoted
        case .quoteInQuotedLines where byte == quote:
            return .quotedLines
        case .recordStart where byte == quote, .fieldStart where byte == quote, .leadIn where byte == quote:
            return .quoted
        case .recordStart, .fieldStart, .leadIn, .unquoted, .quoteInQuoted, .quoteInQuotedLines, .blankAfterQuote:
            if byte == delimiter { return .fieldStart }
            if Byte.isLineEnd(byte), !keepsLineFeeds || byte == Byte.carriageReturn || state == .recordStart { return .recordStart }
            return leadIn.isEmpty ? .unquoted : nextByLeadIn(state, byte)
        }
    }

    /// The state after a byte that is neither delimiter, line end nor opening quote.
    private func nextByLeadIn(_ state: State, _ byte: UInt8) -> State {
        switch state {
        case .recordStart, .fieldStart, .leadIn:
            let isLeadIn = byte == Byte.space && leadIn.contains(.blanks) || byte == Byte.equals && leadIn.contains(.equals)
            return isLeadIn ? .leadIn : .unquoted
        case .quoteInQuoted, .quoteInQuotedLines, .blankAfterQuote:
            return byte == Byte.space && leadIn.contains(.blanks) ? .blankAfterQuote : .unquoted
        default:
            return .unquoted
        }
    }

    /// Whether a line of the file ends here, whatever is quoted.
    @inline(__always)
    func endsLine(_ byte: UInt8) -> Bool { keepsLineFeeds ? byte == Byte.carriageReturn : Byte.isLineEnd(byte) }

    /// Whether the step from `state` to `next` shows that the field's quote should not have opened it.
    @inline(__always)
    static func isBrokenQuote(_ state: State, _ next: State) -> Bool { state == .quoteInQuotedLines && next == .unquoted }
}
