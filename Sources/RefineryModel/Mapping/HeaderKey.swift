/// The comparable form of a header: lower-case letters and digits alone, so `Company_Name`, `CompanyName` and `COMPANY  NAME`
/// are one.
package struct HeaderKey: Hashable, Sendable {
    package let text: String

    package init(_ header: String) {
        text = String(String.UnicodeScalarView(header.lowercased().unicodeScalars.filter(Self.isKept)))
    }

    /// The key of the header without what stands in parentheses; `nil` when nothing does or nothing else remains.
    package static func withoutParentheses(_ header: String) -> HeaderKey? {
        guard header.contains("(") || header.contains("[") else { return nil }
        var depth = 0
        var outside = ""
        for character in header {
            switch character {
            case "(", "[": depth += 1
            case ")", "]": depth = max(0, depth - 1)
            default: if depth == 0 { outside.append(character) }
            }
        }
        let key = HeaderKey(outside)
        return key.text.isEmpty ? nil : key
    }

    /// The key without a unit at its end (`usd`, `in000s`, `inmillions`); `nil` when it has none.
    package var withoutUnit: HeaderKey? {
        var rest = text[...]
        while let unit = Self.units.first(where: { rest.hasSuffix($0) && rest.count > $0.count }) {
            rest.removeLast(unit.count)
        }
        return rest.count == text.count ? nil : HeaderKey(String(rest))
    }

    /// What plain numbers below this header are multiplied by: 1000 for `Revenue (in 000s USD)`.
    package var multiplier: Int64 {
        if text.contains("000000") || text.contains("million") || text.hasSuffix("inmm") { return 1_000_000 }
        if text.contains("000") || text.contains("thousand") || text.hasSuffix("ink") { return 1000 }
        return 1
    }

    private static let units = [
        "inthousands", "thousands", "inmillions", "millions", "in000s", "in000", "000s", "000", "inmm", "ink", "inusd", "usd", "dollars",
    ]

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? (0x61...0x7A).contains(scalar.value) || (0x30...0x39).contains(scalar.value)
            : scalar.properties.isAlphabetic
    }
}

extension HeaderKey {
    /// Whether a cell holds nothing but white space.
    package static func isBlank(_ cell: String) -> Bool {
        cell.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" || $0.value < 0x20 }
    }

    /// Whether a cell looks like a value rather than a header: a number, or ``looksLikeContact(_:)``.
    package static func looksLikeData(_ cell: String) -> Bool {
        let (digits, letters) = count(cell)
        return digits > 0 && letters == 0 || looksLikeContact(cell)
    }

    /// Whether a cell looks like a phone number, an e-mail address or a web address.
    package static func looksLikeContact(_ cell: String) -> Bool {
        let lower = cell.lowercased()
        if lower.contains("@") || lower.contains("://") || lower.hasPrefix("www.") { return true }
        let (digits, letters) = count(cell)
        return digits >= 7 && digits > letters
    }

    private static func count(_ cell: String) -> (digits: Int, letters: Int) {
        var digits = 0
        var letters = 0
        for scalar in cell.unicodeScalars {
            if (0x30...0x39).contains(scalar.value) { digits += 1 } else if scalar.properties.isAlphabetic { letters += 1 }
        }
        return (digits, letters)
    }
}
