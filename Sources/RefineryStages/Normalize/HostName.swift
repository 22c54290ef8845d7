/// Names of hosts as RFC 1123 has them, in ASCII or in letters of any script.
enum HostName {
    /// Whether the bytes are a name with at least two labels and a top level that is no number.
    ///
    /// - Parameter allowsUnderscore: Whether labels may hold `_`, as some web hosts' do and mail domains' must not.
    @inline(__always)
    static func isValid(_ name: Bytes, allowsUnderscore: Bool) -> Bool {
        guard name.count >= 4, name.count <= 253 else { return false }
        var labelLength = 0
        var labels = 0
        var letters = 0
        var previous = UInt8(ascii: ".")
        for byte in name {
            if byte == UInt8(ascii: ".") {
                guard labelLength > 0, labelLength <= 63, previous != UInt8(ascii: "-") else { return false }
                labels += 1
                labelLength = 0
                letters = 0
            } else {
                if byte.isLetter || byte >= 0x80 {
                    letters += 1
                } else if byte == UInt8(ascii: "-") {
                    guard labelLength > 0 else { return false }
                } else {
                    guard byte.isDigit || allowsUnderscore && byte == UInt8(ascii: "_") else { return false }
                }
                labelLength += 1
            }
            previous = byte
        }
        return labels >= 1 && labelLength >= 2 && labelLength <= 63 && letters >= 2 && previous != UInt8(ascii: "-")
    }

    /// Whether every scalar that is not ASCII is a letter, mark or number, and the bytes are valid UTF-8.
    static func hasOnlyWords(_ text: Bytes) -> Bool {
        var index = 0
        while index < text.count {
            guard let (scalar, length) = UTF8Scalar.decode(text, at: index) else { return false }
            if scalar >= 0x80, !UTF8Scalar.isWord(scalar) { return false }
            index += length
        }
        return true
    }
}
