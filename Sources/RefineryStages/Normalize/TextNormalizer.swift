#if canImport(Darwin)
import Foundation
#else
@_spi(_Unicode) import Swift
#endif

/// Makes text of any cell canonical: trimmed, on one line, single spaces, no control characters, Unicode NFC.
///
/// - White space of every kind (no-break space, tab, newline, U+0085, U+2028 …) collapses to one space; none stays at the ends.
/// - Control characters and invisible marks (U+200B, U+200E, U+202A, U+2060, U+FEFF …) are dropped. The joiners U+200C and U+200D
///   stay, because they carry meaning in Persian, in Indic scripts and in emoji.
/// - What is not valid UTF-8 becomes U+FFFD.
package enum TextNormalizer {
    /// The canonical form: a slice of `input` when only its ends change, else text in `arena`. No allocation for clean ASCII.
    @inline(__always)
    package static func normalize(_ input: Bytes, arena: TextArena) -> Bytes {
        let text = input.trimmed()
        return isClean(text) ? text : rewrite(text, arena: arena)
    }

    /// Whether the text is printable ASCII without two spaces in a row. Eight bytes at a time, by arithmetic on all of them.
    @inline(__always)
    private static func isClean(_ text: Bytes) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        var index = 0
        var endsInSpace: UInt64 = 0
        if let base = UnsafeRawPointer(text.baseAddress) {
            while index + 8 <= text.count {
                let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let control = (word &- ones &* 0x20) & ~word
                let delete = (word ^ ones &* 0x7F) &- ones
                // The high bit of each byte that is a space.
                let space = word ^ ones &* 0x20
                let spaces = ~(((space & ~high) &+ ~high) | space) & high
                if (word | control | delete) & high != 0 || spaces & (spaces << 8 | endsInSpace) != 0 { return false }
                endsInSpace = spaces >> 56
                index += 8
            }
        }
        var previous: UInt8 = endsInSpace != 0 ? 0x20 : 0
        while index < text.count {
            let byte = text[index]
            if byte &- 0x20 >= 0x5F || (byte == 0x20 && previous == 0x20) { return false }
            previous = byte
            index += 1
        }
        return true
    }

    @inline(never)
    private static func rewrite(_ input: Bytes, arena: TextArena) -> Bytes {
        var needsNFC = false
        // An invalid byte becomes three bytes, so the result may be longer than the input.
        let filtered = arena.write(input.count * 3) { out in
            var length = 0
            var pendingSpace = false
            @inline(__always) func put(_ byte: UInt8) {
                if pendingSpace, length > 0 {
                    out[length] = 0x20
                    length += 1
                }
                pendingSpace = false
                out[length] = byte
                length += 1
            }
            var index = 0
            while index < input.count {
                let byte = input[index]
                if byte < 0x80 {
                    index += 1
                    if byte.isSpace { pendingSpace = true } else if byte >= 0x20, byte != 0x7F { put(byte) }
                    continue
                }
                guard let (scalar, length) = UTF8Scalar.decode(input, at: index) else {
                    index += 1
                    put(0xEF)
                    put(0xBF)
                    put(0xBD)
                    continue
                }
                switch UTF8Scalar.kind(of: scalar) {
                case .space: pendingSpace = true
                case .invisible: break
                case .text:
                    if !UTF8Scalar.isComposed(scalar) { needsNFC = true }
                    for offset in 0..<length { put(input[index + offset]) }
                }
                index += length
            }
            return length
        }
        return needsNFC ? composed(filtered, arena: arena) : filtered
    }

    /// Unicode normalization form C. Text that is surely in that form already never gets here.
    @inline(never)
    private static func composed(_ text: Bytes, arena: TextArena) -> Bytes {
        let string = String(decoding: text, as: UTF8.self)
        #if canImport(Darwin)
        return arena.copy(string.precomposedStringWithCanonicalMapping)
        #else
        // The standard library normalizes by itself here, which saves loading Foundation and ICU into every worker.
        var result = String.UnicodeScalarView()
        for scalar in string._nfc { result.append(scalar) }
        return arena.copy(String(result))
        #endif
    }
}
