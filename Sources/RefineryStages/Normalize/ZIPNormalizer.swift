import RefineryModel

/// ZIP codes (`60601`), ZIP+4 (`60601-1234`) and Canadian postal codes (`K1A 0B6`).
///
/// - A leading zero that a spreadsheet lost is restored to 3 and 4 digits, and to 7 and 8 with the +4: only when the restored prefix
///   is in use and, where the state is known, lies in it. Otherwise the cell is malformed; nothing is guessed.
/// - A complete ZIP of another state is kept as written, with the note `zip_not_in_state`.
/// - The +4 may come from a column of its own; the one in the ZIP cell wins. `0000` means there is none.
/// - `00000` is empty. A trailing `.0` of a spreadsheet is dropped.
package enum ZIPNormalizer {
    /// - Parameters:
    ///   - plus4: The cell of the column that holds the +4; `nil` when the file has none.
    ///   - state: The state of the same row; `nil` when it is not known.
    package static func normalize(_ cell: Bytes, plus4: Bytes? = nil, state: StateCode?, arena: TextArena) -> Normalized<Bytes> {
        let text = cell.trimmed().withoutTextMark().withoutDecimalZeros()
        // The usual cell: five digits, and nothing to add.
        if text.count == 5, text.isDigits, plus4 == nil { return complete(text, extra: nil, state: state, arena: arena) }
        if text.isEmpty { return .empty }
        if let (main, extra) = split(text) {
            if main.isZeros { return .empty }
            return assemble(main, extra: extra ?? plus4.flatMap(fourDigits), state: state, arena: arena)
        }
        let clean = TextNormalizer.normalize(text, arena: arena)
        if EmptyToken.matches(clean, .any) { return .empty }
        return canadian(clean, arena: arena).map { .value($0) } ?? .malformed(.zipMalformed)
    }

    /// Splits `12345-6789`, `12345 6789` and `12345` at the hyphen or space; `nil` when there is anything but digits.
    private static func split(_ text: Bytes) -> (main: Bytes, extra: Bytes?)? {
        if text.isDigits { return (text, nil) }
        var end = 0
        while end < text.count, text[end].isDigit { end += 1 }
        var next = end
        while next < text.count, text[next] == UInt8(ascii: "-") || text[next] == 0x20 { next += 1 }
        guard (3...5).contains(end), next > end else { return nil }
        let rest = text.dropping(first: next)
        if rest.isEmpty { return (text.slice(0..<end), nil) }
        guard rest.isDigits, rest.count <= 4 else { return nil }
        return (text.slice(0..<end), rest)
    }

    /// One to four digits of a +4 column, which lost their leading zeros or not.
    private static func fourDigits(_ cell: Bytes) -> Bytes? {
        let text = cell.trimmed().withoutTextMark().withoutDecimalZeros()
        return text.count <= 4 && text.isDigits ? text : nil
    }

    private static func assemble(_ main: Bytes, extra: Bytes?, state: StateCode?, arena: TextArena) -> Normalized<Bytes> {
        switch main.count {
        case 5: return complete(main, extra: extra, state: state, arena: arena)
        case 9: return complete(main.slice(0..<5), extra: main.dropping(first: 5), state: state, arena: arena)
        case 3, 4: return restored(main, extra: extra, state: state, arena: arena)
        case 7, 8: return restored(main.dropping(last: 4), extra: main.dropping(first: main.count - 4), state: state, arena: arena)
        default: return .malformed(.zipMalformed)
        }
    }

    private static func restored(_ digits: Bytes, extra: Bytes?, state: StateCode?, arena: TextArena) -> Normalized<Bytes> {
        let five = arena.write(5) { out in
            let missing = 5 - digits.count
            for index in 0..<5 { out[index] = index < missing ? UInt8(ascii: "0") : digits[index - missing] }
            return 5
        }
        let prefix = prefix(of: five)
        guard ZIPPrefixTable.isUsed(prefix), state.map({ ZIPPrefixTable.covers(prefix, $0) }) ?? true else {
            return .malformed(.zipMalformed)
        }
        return .value(withExtra(five, extra, arena: arena))
    }

    private static func complete(_ five: Bytes, extra: Bytes?, state: StateCode?, arena: TextArena) -> Normalized<Bytes> {
        let prefix = prefix(of: five)
        // No ZIP begins with 000 to 004.
        if prefix < 5 { return five.isZeros ? .empty : .malformed(.zipMalformed) }
        let fits = state.map { ZIPPrefixTable.covers(prefix, $0) } ?? true
        return .value(withExtra(five, extra, arena: arena), note: fits ? nil : .zipNotInState)
    }

    @inline(__always)
    private static func prefix(of five: Bytes) -> Int {
        Int(five[0] & 0x0F) * 100 + Int(five[1] & 0x0F) * 10 + Int(five[2] & 0x0F)
    }

    /// `five` alone, or with the +4 behind a hyphen.
    private static func withExtra(_ five: Bytes, _ extra: Bytes?, arena: TextArena) -> Bytes {
        guard let extra, !extra.isZeros else { return five }
        return arena.write(10) { out in
            for index in 0..<5 { out[index] = five[index] }
            out[5] = UInt8(ascii: "-")
            let missing = 4 - extra.count
            for index in 0..<4 { out[6 + index] = index < missing ? UInt8(ascii: "0") : extra[index - missing] }
            return 10
        }
    }

    /// A Canadian code in the form `K1A 0B6`; `nil` when the letters and digits do not stand as Canada Post puts them.
    private static func canadian(_ text: Bytes, arena: TextArena) -> Bytes? {
        guard text.count == 6 || text.count == 7 && (text[3] == 0x20 || text[3] == UInt8(ascii: "-")) else { return nil }
        let second = text.count - 3
        for (index, place) in [0, 1, 2, second, second + 1, second + 2].enumerated() {
            let byte = text[place]
            guard index % 2 == 0 ? isPostalLetter(byte, first: index == 0) : byte.isDigit else { return nil }
        }
        return arena.write(7) { out in
            for index in 0..<3 {
                out[index] = text[index].uppercasedASCII
                out[4 + index] = text[second + index].uppercasedASCII
            }
            out[3] = 0x20
            return 7
        }
    }

    private static func isPostalLetter(_ byte: UInt8, first: Bool) -> Bool {
        guard byte.isLetter else { return false }
        switch byte.uppercasedASCII {
        case UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "U"): return false
        case UInt8(ascii: "W"), UInt8(ascii: "Z"): return !first
        default: return true
        }
    }
}
