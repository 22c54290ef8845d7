/// Writes JSON by hand where a row must not cost an allocation (RFC 8259 §7).
enum JSONText {
    /// The most bytes that one byte of text can become: `\u001f`.
    static let escapedBytesMax = 6

    /// Writes `text` in quotes; `out` has room for two bytes more than six times its length. Returns the bytes written.
    static func write(quoted text: Bytes, to out: UnsafeMutablePointer<UInt8>) -> Int {
        out[0] = UInt8(ascii: "\"")
        var length = 1
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                out[length] = UInt8(ascii: "\\")
                out[length + 1] = byte
                length += 2
            case 0..<0x20:
                let digits = StaticString("0123456789abcdef").utf8Start
                let prefix = StaticString("\\u00").utf8Start
                for index in 0..<4 { out[length + index] = prefix[index] }
                out[length + 4] = digits[Int(byte >> 4)]
                out[length + 5] = digits[Int(byte & 15)]
                length += 6
            default:
                out[length] = byte
                length += 1
            }
        }
        out[length] = UInt8(ascii: "\"")
        return length + 1
    }

    static func quoted(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { bytes in
            [UInt8](unsafeUninitializedCapacity: bytes.count * escapedBytesMax + 2) { buffer, count in
                guard let base = buffer.baseAddress else { return }
                count = write(quoted: bytes, to: base)
            }
        }
    }
}
