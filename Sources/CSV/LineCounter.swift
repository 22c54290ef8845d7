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
}
