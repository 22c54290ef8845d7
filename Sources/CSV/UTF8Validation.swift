/// Validates UTF-8, 16 ASCII bytes at a step.
package enum UTF8Validation {
    package static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { validPrefix(bytes) == bytes.count }

    /// The length of the longest prefix that is whole, valid UTF-8.
    package static func validPrefix(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let count = bytes.count
        var index = 0
        while index < count {
            if base[index] < 0x80 {
                index = asciiEnd(bytes, from: index)
                continue
            }
            let length = sequenceLength(base + index, available: count - index)
            if length == 0 { return index }
            index += length
        }
        return count
    }

    /// Where the ASCII text that begins at `start` ends.
    @inline(__always)
    static func asciiEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return start }
        let raw = UnsafeRawPointer(base)
        let highBits: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 16 <= bytes.count,
            (raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                | raw.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)) & highBits == 0
        {
            index += 16
        }
        while index < bytes.count, base[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the multi-byte sequence at `bytes` (Unicode 16, table 3-7), or 0 when it is invalid or incomplete.
    @inline(__always)
    private static func sequenceLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
        func isContinuation(_ index: Int) -> Bool { bytes[index] & 0xC0 == 0x80 }
        let first = bytes[0]
        switch first {
        case 0xC2...0xDF:
            return available >= 2 && isContinuation(1) ? 2 : 0
        case 0xE0...0xEF:
            guard available >= 3, isContinuation(1), isContinuation(2) else { return 0 }
            if first == 0xE0 && bytes[1] < 0xA0 { return 0 }
            return first == 0xED && bytes[1] > 0x9F ? 0 : 3
        case 0xF0...0xF4:
            guard available >= 4, isContinuation(1), isContinuation(2), isContinuation(3) else { return 0 }
            if first == 0xF0 && bytes[1] < 0x90 { return 0 }
            return first == 0xF4 && bytes[1] > 0x8F ? 0 : 4
        default:
            return 0
        }
    }
}
