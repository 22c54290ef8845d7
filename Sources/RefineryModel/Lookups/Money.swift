/// An amount of US dollars, in whole millionths: sums are exact.
package struct Money: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// Millionths of a dollar.
    package let micros: Int64

    package init(micros: Int64) { self.micros = micros }

    /// Reads dollars as a person writes them: `500`, `1.234`, `$0.008`. No sign, no separators of thousands.
    /// - Throws: ``MoneyError/malformed(_:)``, or ``MoneyError/tooPrecise(_:)`` for more than six digits after the point.
    package init(parsing text: String) throws(MoneyError) {
        if text.hasPrefix("-") { throw .negative(text) }
        let digits = text.hasPrefix("$") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard let dollars = parts.first, Self.isDigits(dollars), Self.isDigits(fraction) else { throw .malformed(text) }
        guard fraction.count <= 6 else { throw .tooPrecise(text) }
        let padding = String(repeating: "0", count: 6 - fraction.count)
        guard let micros = Int64("\(dollars)\(fraction)\(padding)") else { throw .tooLarge(text) }
        self.init(micros: micros)
    }

    package var rawValue: Int64 { micros }
    package init(rawValue: Int64) { self.init(micros: rawValue) }
    package static var zero: Money { Money(micros: 0) }

    package static func < (left: Self, right: Self) -> Bool { left.micros < right.micros }

    /// Dollars as JSON has them: with six digits after the point at most, which a `Double` holds exactly enough up to a billion.
    package var dollars: Double { Double(micros) / 1_000_000 }

    /// Dollars with at least two digits after the point, and no zeros beyond them: `500.00`, `0.008`. ``init(parsing:)`` reads it.
    package var amount: String {
        let fraction = fraction
        return "\(micros < 0 ? "-" : "")\(micros.magnitude / 1_000_000).\(fraction)"
    }

    /// For people: `$1,234.50`.
    package var formatted: String {
        "\(micros < 0 ? "-" : "")$\(NumberFormat.grouped(Int64(micros.magnitude / 1_000_000))).\(fraction)"
    }

    private var fraction: String {
        let digits = String(micros.magnitude % 1_000_000)
        var fraction = String(repeating: "0", count: 6 - digits.count) + digits
        while fraction.count > 2 && fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction
    }

    private static func isDigits(_ text: Substring) -> Bool { !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber } }
}

/// Why a text is no amount of money.
package enum MoneyError: Fault, Equatable {
    /// Other characters than digits and one point.
    case malformed(String)
    case negative(String)
    /// Fractions of a millionth of a dollar.
    case tooPrecise(String)
    /// More than nine trillion dollars.
    case tooLarge(String)

    package var code: FaultCode { .moneyInvalid }

    package var summary: String {
        switch self {
        case .malformed(let text): "“\(text)” is no amount of dollars."
        case .negative(let text): "“\(text)” is less than nothing: an amount of dollars has to be 0 or more."
        case .tooPrecise(let text): "“\(text)” has more than six digits after the point."
        case .tooLarge(let text): "“\(text)” is more dollars than can be counted."
        }
    }

    package var remedy: String? { "Write dollars as 500, 500.00 or 0.008." }
}
