internal import NIOCore

/// Writes JSON as bytes, for answers that come thousands of times a second.
struct JSONText {
    private(set) var buffer: ByteBuffer

    init(capacity: Int = 1_024) { buffer = ByteBuffer(); buffer.reserveCapacity(capacity) }

    /// Text that is JSON already.
    mutating func raw(_ text: StaticString) { buffer.writeStaticString(text) }
    mutating func raw(_ text: String) { buffer.writeString(text) }

    /// A quoted string, or `null`.
    mutating func string(_ text: String?) {
        guard let text else {
            raw("null")
            return
        }
        raw("\"")
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            buffer.writeString(text)
        } else {
            for byte in text.utf8 { escape(byte) }
        }
        raw("\"")
    }

    mutating func number(_ value: Int?) { buffer.writeString(value.map { "\($0)" } ?? "null") }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0..<0x10: raw("\\u000\(String(byte, radix: 16))")
        case 0x10..<0x20: raw("\\u00\(String(byte, radix: 16))")
        default: buffer.writeInteger(byte)
        }
    }
}
