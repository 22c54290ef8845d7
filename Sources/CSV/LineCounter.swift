/// Counts physical lines as a text editor does: CR, LF and CRLF each end one, in quotes too.
struct LineCounter {
    let encoding: CSVEncoding
    private var offset = 0
    private var line = 1
    private var previous: UInt8 = 0

    init(encoding: CSVEncoding) { self.encoding = encoding }

    /// The line on which the byte at `offset` lies, from 1. Offsets must ascend from call to call and lie at line starts.
    mutating func line(at offset: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return line }
        while self.offset + encoding.unitWidth <= min(offset, bytes.count) {
            let byte = encoding.asciiUnit(base, at: self.offset)
            if byte == Byte.carriageReturn || (byte == Byte.lineFeed && previous != Byte.carriageReturn) { line += 1 }
            previous = byte
            self.offset += encoding.unitWidth
        }
        return line
    }

    /// Where the line behind so many lines begins; nil when there are fewer line ends.
    /// - Parameter start: Where the first of them begins.
    static func end(
        ofLines count: Int, from start: Int, of bytes: UnsafeBufferPointer<UInt8>, _ encoding: CSVEncoding
    ) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let width = encoding.unitWidth
        var (offset, left) = (start, count)
        while left > 0 {
            guard offset + width <= bytes.count else { return nil }
            let byte = encoding.asciiUnit(base, at: offset)
            offset += width
            guard Byte.isLineEnd(byte) else { continue }
            let isCRLF =
                byte == Byte.carriageReturn && offset + width <= bytes.count
                && encoding.asciiUnit(base, at: offset) == Byte.lineFeed
            if isCRLF { offset += width }
            left -= 1
        }
        return offset
    }
}
