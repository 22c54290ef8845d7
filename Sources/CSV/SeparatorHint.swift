/// The line `sep=;` at the top of a file, by which Excel tells its delimiter.
struct SeparatorHint {
    let delimiter: UInt8
    /// Bytes, and characters, of the line with its line end.
    let length: Int

    /// `nil` when `text` does not start with such a line.
    init?(_ text: [UInt8]) {
        guard let end = text.prefix(16).firstIndex(where: Byte.isLineEnd) else { return nil }
        var line = text[..<end]
        if line.first == Byte.quote && line.last == Byte.quote { line = line.dropFirst().dropLast() }
        guard line.count == 5, line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }), let last = line.last,
            last < 0x80, last != Byte.quote
        else { return nil }
        delimiter = last
        let isCRLF = text[end] == Byte.carriageReturn && end + 1 < text.count && text[end + 1] == Byte.lineFeed
        length = end + (isCRLF ? 2 : 1)
    }
}
