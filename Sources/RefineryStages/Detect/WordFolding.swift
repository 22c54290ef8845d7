#if canImport(Darwin)
import Foundation
#else
@_spi(_Unicode) import Swift
#endif

/// Text for comparing words: lower case, no accents, letters and digits in words parted by single blanks, apostrophes left out.
enum WordFolding {
    /// Replaces `out` by the folded text.
    static func fold(_ text: Bytes, into out: inout [UInt8]) {
        out.removeAll(keepingCapacity: true)
        if text.isASCII {
            append(text, to: &out)
        } else {
            var folded = withoutAccents(String(decoding: text, as: UTF8.self))
            folded.withUTF8 { append($0, to: &out) }
        }
    }

    /// A text in lower case without accents; `ß` is `ss`.
    static func withoutAccents(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        #if canImport(Darwin)
        let parted = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
        #else
        let parted = text.lowercased()._nfd
        #endif
        for scalar in parted {
            if scalar == "ß" {
                result.append("s")
                result.append("s")
            } else if scalar.properties.generalCategory != .nonspacingMark {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func append(_ text: Bytes, to out: inout [UInt8]) {
        var pendingSpace = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            // A right single quotation mark, as in "L’Oréal".
            let isQuote = byte == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] == 0x99
            if byte == UInt8(ascii: "'") || isQuote {
                index += isQuote ? 3 : 1
                continue
            }
            if byte.isAlphanumeric || byte >= 0x80 {
                if pendingSpace, !out.isEmpty { out.append(0x20) }
                pendingSpace = false
                out.append(byte.lowercasedASCII)
            } else {
                pendingSpace = true
            }
            index += 1
        }
    }
}
