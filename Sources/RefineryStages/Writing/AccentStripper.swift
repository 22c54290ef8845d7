#if canImport(Darwin)
import Foundation
#else
@_spi(_Unicode) import Swift
#endif

/// Takes the accents off Latin letters, for programs that know none: `José Ñáñez` is `Jose Nanez`. Other scripts stay.
enum AccentStripper {
    static func stripped(_ text: Bytes, arena: TextArena) -> Bytes {
        text.isASCII ? text : arena.copy(stripped(String(decoding: text, as: UTF8.self)))
    }

    @inline(never)
    private static func stripped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var afterLatin = false
        #if canImport(Darwin)
        let scalars = text.decomposedStringWithCanonicalMapping.unicodeScalars
        #else
        let scalars = text._nfd
        #endif
        for scalar in scalars {
            if (0x300...0x36F).contains(scalar.value) {
                if !afterLatin { out.append(scalar) }
                continue
            }
            if let letters = others[scalar] { out.append(contentsOf: letters.unicodeScalars) } else { out.append(scalar) }
            afterLatin = scalar.properties.isAlphabetic && scalar.value < 0x250
        }
        // What is left of other scripts is composed again.
        var composed = String.UnicodeScalarView()
        #if canImport(Darwin)
        composed.append(contentsOf: String(out).precomposedStringWithCanonicalMapping.unicodeScalars)
        #else
        for scalar in String(out)._nfc { composed.append(scalar) }
        #endif
        return String(composed)
    }

    /// Letters that are no base with a mark.
    private static let others: [Unicode.Scalar: String] = [
        "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i",
        "þ": "th", "Þ": "Th",
        "ð": "d", "Ð": "D",
    ]
}
