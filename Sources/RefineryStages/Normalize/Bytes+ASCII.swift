/// Byte-level reading of ASCII text; nothing here allocates.
extension UnsafeBufferPointer<UInt8> {
    /// The bytes at `range` as a buffer of their own.
    @inline(__always)
    func slice(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

    @inline(__always)
    func dropping(first count: Int) -> Bytes { slice(count..<self.count) }

    @inline(__always)
    func dropping(last count: Int) -> Bytes { slice(0..<self.count - count) }

    /// Without ASCII white space and control characters at both ends.
    @inline(__always)
    func trimmed() -> Bytes {
        var start = 0
        var end = count
        while start < end, self[start] <= 0x20 || self[start] == 0x7F { start += 1 }
        while end > start, self[end - 1] <= 0x20 || self[end - 1] == 0x7F { end -= 1 }
        return start == 0 && end == count ? self : slice(start..<end)
    }

    /// Whether these are the bytes of `text`, which must be lower-case ASCII, in any case.
    @inline(__always)
    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && starts(with: text)
    }

    /// Whether the bytes begin with `text`, which must be lower-case ASCII, in any case.
    @inline(__always)
    func starts(with text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount where self[index].lowercasedASCII != text.utf8Start[index] { return false }
        return true
    }

    /// Whether the bytes end with `text`, which must be lower-case ASCII, in any case.
    @inline(__always)
    func ends(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && slice(count - length..<count).equals(text)
    }

    @inline(__always)
    func first(of byte: UInt8, from start: Int = 0) -> Int? {
        var index = start
        while index < count {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether there is at least one byte and all are digits.
    @inline(__always)
    var isDigits: Bool {
        for byte in self where !byte.isDigit { return false }
        return !isEmpty
    }

    @inline(__always)
    var isASCII: Bool {
        for byte in self where byte >= 0x80 { return false }
        return true
    }

    /// Whether every byte is the digit zero.
    @inline(__always)
    var isZeros: Bool {
        for byte in self where byte != UInt8(ascii: "0") { return false }
        return !isEmpty
    }

    /// Without the `.0`, `.00` that a spreadsheet appends to whole numbers; what precedes must be digits.
    @inline(__always)
    func withoutDecimalZeros() -> Bytes {
        var end = count
        while end > 0, self[end - 1] == UInt8(ascii: "0") { end -= 1 }
        guard end > 1, end < count, self[end - 1] == UInt8(ascii: "."), slice(0..<end - 1).isDigits else { return self }
        return slice(0..<end - 1)
    }

    /// Without the apostrophes by which a spreadsheet marks text.
    @inline(__always)
    func withoutTextMark() -> Bytes {
        var start = 0
        while start + 1 < count, self[start] == UInt8(ascii: "'") { start += 1 }
        return start == 0 ? self : dropping(first: start)
    }
}

extension UInt8 {
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    @inline(__always) var isSpace: Bool { self == 0x20 || self &- 0x09 < 5 }
    @inline(__always) var lowercasedASCII: UInt8 { isUpper ? self | 0x20 : self }
    @inline(__always) var uppercasedASCII: UInt8 { self &- 0x61 < 26 ? self & 0xDF : self }
}
