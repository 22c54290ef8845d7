import RefineryModel

/// Extensions that a file keeps in a column of their own: `204`, `x204`, `ext. 204`, `204.0`.
enum PhoneExtension {
    /// The digits, leading zeros included; nil when the cell holds anything but an extension and a label for it. Zeros alone are none.
    static func normalize(_ cell: Bytes, arena: TextArena) -> Normalized<Bytes> {
        let text = TextNormalizer.normalize(cell.trimmed().withoutTextMark().withoutDecimalZeros(), arena: arena)
        if EmptyToken.matches(text, .any) { return .empty }
        var start = 0
        while start < text.count, !text[start].isDigit { start += 1 }
        let label = text.slice(0..<start)
        let digits = text.dropping(first: start).trimmed()
        let letters = label.count(where: \.isLetter)
        guard digits.isDigits, digits.count <= digitsMax, letters == 0 || labels.contains(where: { label.starts(with: $0) }) else {
            return .malformed(.phoneInvalid)
        }
        return digits.isZeros ? .empty : .value(digits)
    }

    private static let digitsMax = 15
    private static let labels: [StaticString] = ["x", "ext", "#", "durchwahl", "dw", "poste", "ramal", "anexo", "interno", "int"]
}
