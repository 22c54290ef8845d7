import RefineryModel

/// SIC and NAICS codes as text, because their leading zeros mean something and queries go by prefix.
///
/// - `7539-01` and `7539 01` are one code of more detail: `753901`.
/// - In a list (`7539;5531`) the first code is taken, with the note `several_values`. A description behind the code is passed over.
/// - A lost leading zero is restored only where nothing else is possible: seven digits, since Dun & Bradstreet's detailed codes have
///   eight; five, since InfoUSA's have six; three where no major group begins with the first two (`742` is `0742`, veterinary
///   services, but `782` stays, for it may be a group of 78). Five and seven digits must then begin with a major group of
///   agriculture, forestry or fishing (01, 02, 07, 08, 09), or the code is malformed.
/// - Zeros alone are empty.
package enum IndustryCodeNormalizer {
    package static func sic(_ cell: Bytes, arena: TextArena) -> Normalized<Bytes> {
        switch read(cell, isNAICS: false, arena: arena) {
        case .value(let code, let note):
            guard let restored = withLostZero(code, arena: arena) else { return .malformed(.sicMalformed) }
            return .value(restored, note: note)
        case .empty: return .empty
        case .malformed: return .malformed(.sicMalformed)
        }
    }

    /// NAICS codes begin with no zero; of the sectors `31-33`, `44-45` and `48-49` the first number is taken.
    package static func naics(_ cell: Bytes, arena: TextArena) -> Normalized<Bytes> {
        switch read(cell, isNAICS: true, arena: arena) {
        case .value(let code, let note):
            guard code[0] != UInt8(ascii: "0") else { return .malformed(.naicsMalformed) }
            return .value(code, note: note)
        case .empty: return .empty
        case .malformed: return .malformed(.naicsMalformed)
        }
    }

    private static func read(_ cell: Bytes, isNAICS: Bool, arena: TextArena) -> Normalized<Bytes> {
        let text = cell.trimmed().withoutTextMark().withoutDecimalZeros()
        if text.isDigits { return judged(text, note: nil) }
        let clean = TextNormalizer.normalize(text, arena: arena)
        if EmptyToken.matches(clean, .any) { return .empty }
        var end = 0
        while end < clean.count, clean[end].isDigit { end += 1 }
        guard end > 0 else { return .malformed(.internalError) }
        let rest = clean.dropping(first: end)
        // "7,539" is one number with a separator of thousands: no code has one digit.
        if end == 1, rest.count == 4, rest[0] == UInt8(ascii: ","), rest.dropping(first: 1).isDigits {
            return judged(glued(clean.slice(0..<1), rest.dropping(first: 1), arena: arena), note: nil)
        }
        // A hyphen, point or space with more digits behind: detail of the same code.
        var next = 0
        while next < rest.count, rest[next] == UInt8(ascii: "-") || rest[next] == UInt8(ascii: ".") || rest[next] == 0x20 { next += 1 }
        var detailEnd = next
        while detailEnd < rest.count, rest[detailEnd].isDigit { detailEnd += 1 }
        let detail = rest.slice(next..<detailEnd)
        if next > 0, !detail.isEmpty {
            if isNAICS, end == 2, detail.count == 2 { return judged(clean.slice(0..<end), note: .severalValues) }
            let isDetail = next == 1 && (detail.count == 2 || detail.count == 4)
            if isDetail, end == 4 || end == 6 {
                return after(glued(clean.slice(0..<end), detail, arena: arena), rest.dropping(first: detailEnd))
            }
            // "5812 7299": a list divided by spaces.
            return rest[0] == 0x20 ? judged(clean.slice(0..<end), note: .severalValues) : .malformed(.internalError)
        }
        return after(clean.slice(0..<end), rest)
    }

    /// Judges a code by what stands behind it: nothing, more codes, or a description.
    private static func after(_ code: Bytes, _ rest: Bytes) -> Normalized<Bytes> {
        guard let first = rest.first else { return judged(code, note: nil) }
        if first == UInt8(ascii: ";") || first == UInt8(ascii: ",") || first == UInt8(ascii: "|") || first == UInt8(ascii: "/") {
            let hasMore = rest.contains { $0.isDigit }
            return judged(code, note: hasMore ? .severalValues : nil)
        }
        let isDescribed = first == 0x20 || first == UInt8(ascii: ":") || first == UInt8(ascii: "-")
        return isDescribed ? judged(code, note: nil) : .malformed(.internalError)
    }

    private static func judged(_ code: Bytes, note: IssueCode?) -> Normalized<Bytes> {
        if code.isZeros { return .empty }
        guard (2...8).contains(code.count) else { return .malformed(.internalError) }
        return .value(code, note: note)
    }

    private static func glued(_ left: Bytes, _ right: Bytes, arena: TextArena) -> Bytes {
        arena.write(left.count + right.count) { out in
            for index in 0..<left.count { out[index] = left[index] }
            for index in 0..<right.count { out[left.count + index] = right[index] }
            return left.count + right.count
        }
    }

    private static func withLostZero(_ code: Bytes, arena: TextArena) -> Bytes? {
        guard code.count == 3 || code.count == 5 || code.count == 7 else { return code }
        let first = Int(code[0] & 0x0F)
        let isFarming = first == 1 || first == 2 || first == 7 || first == 8 || first == 9
        if code.count == 3 {
            let group = first * 10 + Int(code[1] & 0x0F)
            if !isFarming || majorGroups.contains(group) { return code }
        } else if !isFarming {
            return nil
        }
        return arena.write(code.count + 1) { out in
            out[0] = UInt8(ascii: "0")
            for index in 0..<code.count { out[index + 1] = code[index] }
            return code.count + 1
        }
    }

    /// The two-digit major groups of the Standard Industrial Classification of 1987.
    private static let majorGroups: Set<Int> = {
        var groups: Set<Int> = [1, 2, 7, 8, 9, 67, 70, 72, 73, 75, 76, 78, 79, 99]
        for range in [10...10, 12...17, 20...65, 80...84, 86...89, 91...97] { groups.formUnion(range) }
        return groups.subtracting([11, 18, 19])
    }()
}
