/// What a byte means, given the bytes before it: RFC 4180 with the lenience that files of this world need.
///
/// The splitter and the reader both walk by ``next(_:_:)``, so they cannot disagree about what a record is.
/// - A quote opens a field only as the field's first byte; elsewhere in an unquoted field it is data.
/// - Text after a closing quote belongs to the field, and quotes in it are data.
/// - CR, LF and CRLF end a record outside quotes; the LF of a CRLF arrives in `recordStart`, as a blank line would.
struct CSVGrammar {
    /// Where the walk stands after a byte. `fieldStart` means "a delimiter was just read", `recordStart` "a line end was".
    enum State: UInt8 {
        case recordStart, fieldStart, unquoted, quoted, quoteInQuoted, backslashInQuoted
    }

    let delimiter: UInt8
    let escapesWithBackslash: Bool

    @inline(__always)
    func next(_ state: State, _ byte: UInt8) -> State {
        switch state {
        case .quoted:
            if byte == Byte.quote { return .quoteInQuoted }
            return byte == Byte.backslash && escapesWithBackslash ? .backslashInQuoted : .quoted
        case .backslashInQuoted:
            return .quoted
        case .quoteInQuoted where byte == Byte.quote:
            return .quoted
        case .recordStart where byte == Byte.quote, .fieldStart where byte == Byte.quote:
            return .quoted
        case .recordStart, .fieldStart, .unquoted, .quoteInQuoted:
            if byte == delimiter { return .fieldStart }
            return Byte.isLineEnd(byte) ? .recordStart : .unquoted
        }
    }
}
