/// Finds the encoding of a file from its first bytes.
enum EncodingSniffer {
    /// How a file is encoded.
    struct Verdict {
        let encoding: CSVEncoding
        /// Length of the byte order mark, in bytes.
        var markLength = 0
        /// The second best of several old encodings, where it may well be the right one.
        var rival: CSVEncoding?
    }

    static func detect(_ prefix: [UInt8], isWholeFile: Bool) throws(CSVError) -> Verdict {
        for (mark, encoding) in marks where prefix.starts(with: mark) {
            // Some writers put the mark of UTF-16 before UTF-32.
            if encoding.unitWidth == 2, let wide = wideEncoding(prefix.dropFirst(2)), wide.unitWidth == 4 {
                return Verdict(encoding: wide, markLength: 2)
            }
            return Verdict(encoding: encoding, markLength: length(of: mark, prefix))
        }
        if let kind = FileKind.detect(prefix) { throw .notText(kind) }
        if let encoding = wideEncoding(prefix[...]) ?? narrowNULs(prefix) { return Verdict(encoding: encoding) }
        if isBinary(prefix) { throw .notText(.binary) }
        if isUTF8(prefix, isWholeFile: isWholeFile) { return Verdict(encoding: .utf8) }
        let guess = LegacyEncoding.detect(prefix)
        return Verdict(encoding: guess.best, rival: guess.rival)
    }

    /// The encoding as somebody named it, in the byte order that a mark says, and the length of the mark.
    static func marked(_ prefix: [UInt8], as encoding: CSVEncoding) -> (CSVEncoding, Int) {
        let mark = marks.first { prefix.starts(with: $0.0) && $0.1.isUnicode && $0.1.unitWidth == encoding.unitWidth }
        guard let mark, encoding.isUnicode else { return (encoding, 0) }
        return (mark.1, length(of: mark.0, prefix))
    }

    /// How many bytes of marks there are: a file that was saved by two programs may begin with two.
    private static func length(of mark: [UInt8], _ prefix: [UInt8]) -> Int {
        var length = mark.count
        while prefix.dropFirst(length).starts(with: mark) { length += mark.count }
        return length
    }

    // UTF-32LE before UTF-16LE, whose mark it starts with.
    private static let marks: [([UInt8], CSVEncoding)] = [
        ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE, 0x00, 0x00], .utf32LE), ([0x00, 0x00, 0xFE, 0xFF], .utf32BE),
        ([0xFF, 0xFE], .utf16LE), ([0xFE, 0xFF], .utf16BE),
    ]

    /// UTF-16 or UTF-32 without a mark: mostly Western text has its NULs at the same places of every code unit.
    private static func wideEncoding(_ prefix: ArraySlice<UInt8>) -> CSVEncoding? {
        let units = prefix.count / 4
        guard units > 0 else { return nil }
        var nuls = [0, 0, 0, 0]
        for index in 0..<units * 4 where prefix[prefix.startIndex + index] == 0 { nuls[index % 4] += 1 }
        let share = nuls.map { Double($0) / Double(units) }
        if share[0] < 0.1, share[1] > 0.7, share[2] > 0.95, share[3] > 0.95 { return .utf32LE }
        if share[3] < 0.1, share[2] > 0.7, share[1] > 0.95, share[0] > 0.95 { return .utf32BE }
        if share[0] < 0.1, share[2] < 0.1, share[1] > 0.5, share[3] > 0.5 { return .utf16LE }
        if share[1] < 0.1, share[3] < 0.1, share[0] > 0.5, share[2] > 0.5 { return .utf16BE }
        return nil
    }

    /// UTF-16 without a mark of text that is not Western: NULs in the halves of delimiters, digits and line ends alone, always on one side.
    private static func narrowNULs(_ prefix: [UInt8]) -> CSVEncoding? {
        let units = prefix.count / 2
        var nuls = [0, 0]
        for index in 0..<units * 2 where prefix[index] == 0 { nuls[index % 2] += 1 }
        guard nuls[0] + nuls[1] > max(2, units / 100), nuls.contains(0) else { return nil }
        let encoding: CSVEncoding = nuls[0] == 0 ? .utf16LE : .utf16BE
        let text = prefix.withUnsafeBufferPointer { raw in
            var output: [UInt8] = []
            let replaced = encoding.decode(UnsafeBufferPointer(rebasing: raw[..<(units * 2)]), into: &output)
            // A pair may be cut.
            return replaced <= 1 ? output : []
        }
        return text.contains(where: Byte.isLineEnd) ? encoding : nil
    }

    /// Text may hold a few NULs and control bytes; compressed or packed data is full of them.
    private static func isBinary(_ prefix: [UInt8]) -> Bool {
        var nuls = 0
        var controls = 0
        for byte in prefix {
            if byte == Byte.nul { nuls += 1 }
            if byte < 0x20 && byte != Byte.nul && !(0x08...0x0D).contains(byte) && byte != 0x1B { controls += 1 }
        }
        return nuls * 10 > prefix.count * 3 || (controls > 8 && controls * 25 > prefix.count)
    }

    /// A few invalid sequences among more valid ones are stray records of another encoding in a UTF-8 file.
    private static func isUTF8(_ prefix: [UInt8], isWholeFile: Bool) -> Bool {
        prefix.withUnsafeBufferPointer { bytes in
            var rest = bytes
            var invalid = 0
            var wide = 0
            while true {
                let valid = UTF8Validation.validPrefix(rest)
                wide += rest[..<valid].reduce(0) { $0 + ($1 >= 0xC0 ? 1 : 0) }
                if valid == rest.count { break }
                // A sequence cut by the end of the prefix is no fault.
                if !isWholeFile && rest.count - valid < 4 && rest[valid...].dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) { break }
                invalid += 1
                rest = UnsafeBufferPointer(rebasing: rest[(valid + 1)...])
            }
            return invalid == 0 || wide > invalid
        }
    }
}
