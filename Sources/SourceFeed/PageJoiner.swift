/// Makes one file of pages: the header of the first one stays, that of all others goes.
struct PageJoiner {
    private var header: ArraySlice<UInt8>?
    private var endsLine = true

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What of a page goes into the file; nil where it has other columns than the first one.
    mutating func join(_ page: [UInt8]) -> [UInt8]? {
        guard let header else {
            guard !page.isEmpty else { return [] }
            self.header = Self.firstLine(of: Self.text(page))
            endsLine = page.last == UInt8(ascii: "\n")
            return page
        }
        let text = Self.text(page)
        guard !text.isEmpty else { return [] }
        let first = Self.firstLine(of: text)
        guard first.elementsEqual(header) else { return nil }
        let rows = text.dropFirst(first.count).drop { $0 == UInt8(ascii: "\r") }.dropFirst()
        guard let last = rows.last else { return [] }
        defer { endsLine = last == UInt8(ascii: "\n") }
        return (endsLine ? [] : [UInt8(ascii: "\n")]) + rows
    }

    private static func text(_ page: [UInt8]) -> ArraySlice<UInt8> { page.starts(with: mark) ? page.dropFirst(mark.count) : page[...] }

    /// Without its end; a line break between quotes ends nothing.
    private static func firstLine(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var isQuoted = false
        let line = text.prefix { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return isQuoted || byte != UInt8(ascii: "\n")
        }
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
