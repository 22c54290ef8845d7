package import RefineryModel

/// Employee counts and revenues: plain numbers and the ranges that list vendors write.
///
/// | cell | low | high |
/// |---|---|---|
/// | `12`, `00005`, `1,200`, `$1,200,000`, `1.2M`, `1.234.567,00 €`, `CHF950'643.21` | the number | the same |
/// | `5 to 9`, `1000 - 4999`, `between 5 and 9` | left | right |
/// | `$1-2.5 Million`, `$20-50 Million` | left, in the unit at the end | right |
/// | `$500,000-1 Million` | 500000: larger than the right number, so the unit is not its own | 1000000 |
/// | `Less than $500,000`, `under …`, `<…` | 0 | 499999: the bound itself is excluded |
/// | `up to 50`, `<= 50` | 0 | 50 |
/// | `10,000+`, `Over $1 Billion`, `500 or more` | the bound | none |
///
/// Points, commas, blanks and apostrophes group thousands; which of point and comma parts the decimals is plain from most numbers, and
/// told by the ``DecimalSign`` where it is not (`850.000`). Words and units are those of the usual languages. Any currency keeps its
/// number; other ones than dollars are told by the text.
///
/// A revenue of nothing but zeros is empty, and so are two zeros or more for employees (`0000`); one `0` employees is a number.
/// Negative numbers, scientific notation, dates that a spreadsheet made of `5-9`, and what exceeds `Int64` are malformed.
package enum NumberRangeNormalizer {
    package static func employees(_ cell: Bytes, decimals: DecimalSign = .point, arena: TextArena) -> Normalized<NumberRange> {
        normalize(cell, multiplier: 1, isMoney: false, decimals, malformed: .employeeCountMalformed, arena: arena)
    }

    /// - Parameter multiplier: What numbers without a unit are multiplied by: 1000 below a header `Revenue (in 000s USD)`.
    package static func revenue(
        _ cell: Bytes, multiplier: Int64 = 1, decimals: DecimalSign = .point, arena: TextArena
    ) -> Normalized<NumberRange> {
        normalize(cell, multiplier: multiplier, isMoney: true, decimals, malformed: .annualRevenueMalformed, arena: arena)
    }

    private static func normalize(
        _ cell: Bytes, multiplier: Int64, isMoney: Bool, _ decimals: DecimalSign, malformed: IssueCode, arena: TextArena
    ) -> Normalized<NumberRange> {
        let trimmed = cell.trimmed()
        if let plain = plainDigits(trimmed) {
            if plain == 0, isMoney || trimmed.count > 1 { return .empty }
            let (value, overflow) = plain.multipliedReportingOverflow(by: multiplier)
            return overflow ? .malformed(malformed) : .value(NumberRange(low: value, high: value, text: nil))
        }
        let text = TextNormalizer.normalize(trimmed, arena: arena).withoutTextMark()
        if EmptyToken.matches(text, .any) { return .empty }
        var reader = RangeReader(text, multiplier: multiplier, isMoney: isMoney, decimals: decimals)
        guard let range = reader.read() else { return .malformed(malformed) }
        if range.low == 0, range.high == 0, isMoney || reader.isPlain && text.count > 1 { return .empty }
        return .value(NumberRange(low: range.low, high: range.high, text: reader.isPlain ? nil : text))
    }

    /// The usual cell: up to 18 digits and nothing else.
    @inline(__always)
    private static func plainDigits(_ text: Bytes) -> Int64? {
        guard !text.isEmpty, text.count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in text {
            guard byte.isDigit else { return nil }
            value = value &* 10 &+ Int64(byte & 0x0F)
        }
        return value
    }
}
