/// Text that was UTF-8, was taken for Windows-1252 and written as UTF-8 once more: `CafÃ©` for `Café`.
enum DoubleEncoding {
    /// Whether all of a text outside ASCII, and there is some, is text when it is taken back.
    static func isLikely(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var undone: [UInt8] = []
        return forEachStretch(text) { stretch, isASCII in isASCII || undoStretch(stretch, into: &undone) } && !undone.isEmpty
    }

    /// Appends `text` to `output`, with every stretch that can be taken back as what it was.
    /// - Parameter text: Valid UTF-8.
    /// - Returns: False, with nothing appended, when there is none.
    static func undo(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Bool {
        let start = output.count
        var isChanged = false
        _ = forEachStretch(text) { stretch, isASCII in
            if !isASCII && undoStretch(stretch, into: &output) {
                isChanged = true
            } else {
                output.append(contentsOf: stretch)
            }
            return true
        }
        if !isChanged { output.removeSubrange(start...) }
        return isChanged
    }

    /// - Returns: False when `body` did so of a stretch; then it was the last.
    private static func forEachStretch(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, _ isASCII: Bool) -> Bool
    ) -> Bool {
        var start = 0
        while start < text.count {
            let isASCII = text[start] < 0x80
            var end = start + 1
            if isASCII {
                end = UTF8Validation.asciiEnd(text, from: start)
            } else {
                while end < text.count, text[end] >= 0x80 { end += 1 }
            }
            guard body(UnsafeBufferPointer(rebasing: text[start..<end]), isASCII) else { return false }
            start = end
        }
        return true
    }

    /// Appends what the stretch was before; nothing when it was nothing else.
    private static func undoStretch(_ stretch: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Bool {
        let start = output.count
        var rest = stretch[...]
        while let (scalar, length) = decode(rest) {
            guard let byte = byte(of: scalar) else {
                output.removeSubrange(start...)
                return false
            }
            output.append(byte)
            rest = rest.dropFirst(length)
        }
        let isText =
            rest.isEmpty
            && output.withUnsafeBufferPointer {
                let undone = UnsafeBufferPointer(rebasing: $0[start...])
                return UTF8Validation.isValid(undone) && isPlainText(undone)
            }
        if !isText { output.removeSubrange(start...) }
        return isText
    }

    /// Letters and signs that names and addresses have; no phonetic signs, which a capital before a closing `»` would make.
    private static func isPlainText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = text[...]
        while let (scalar, length) = decode(rest) {
            if scalar < 0xA0 || (0x250..<0x300).contains(scalar) { return false }
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty
    }

    /// The first scalar of valid UTF-8 and how many bytes it takes; nil at the end.
    private static func decode(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> (scalar: UInt32, length: Int)? {
        guard let first = text.first else { return nil }
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard text.count >= length else { return nil }
        let lead = length == 1 ? UInt32(first) : UInt32(first) & (0x7F >> UInt32(length))
        return (text.dropFirst().prefix(length - 1).reduce(lead) { $0 << 6 | UInt32($1 & 0x3F) }, length)
    }

    /// The byte that Windows-1252 has for a scalar outside ASCII; the five that it leaves undefined stand for themselves.
    private static func byte(of scalar: UInt32) -> UInt8? {
        if (0x80..<0x100).contains(scalar) { return UInt8(scalar) }
        if scalar == 0xFFFD { return nil }
        return CSVEncoding.windows1252Specials.firstIndex(of: scalar).map { UInt8(0x80 + $0) }
    }
}
