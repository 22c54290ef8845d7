import RefineryModel

/// The year a business was established: `1987`, `1987.0`, `Est. 1987`, or the year of a date such as `05/01/1987`.
package enum YearNormalizer {
    /// - Parameter currentYear: This year; the next one is still accepted, the first is 1600.
    package static func normalize(_ cell: Bytes, currentYear: Int) -> Normalized<Int> {
        let text = cell.trimmed().withoutTextMark().withoutDecimalZeros()
        if text.isZeros || EmptyToken.matches(text, .any) { return .empty }
        var year: Int?
        var others = 0
        var index = 0
        while index < text.count {
            guard text[index].isDigit else {
                index += 1
                continue
            }
            var end = index
            var value = 0
            while end < text.count, text[end].isDigit {
                if end - index < 5 { value = value * 10 + Int(text[end] & 0x0F) }
                end += 1
            }
            if end - index == 4, year == nil {
                year = value
            } else if end - index <= 2, index == 0 || isDateMark(text[index - 1]), end == text.count || isDateMark(text[end]) {
                others += 1
            } else {
                return .malformed(.yearMalformed)
            }
            index = end
        }
        guard let year, others == 0 || others == 2, (1600...currentYear + 1).contains(year) else { return .malformed(.yearMalformed) }
        return .value(year)
    }

    private static func isDateMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
    }
}
