import RefineryModel

/// States and provinces from codes (`ny`, `N.Y.`, `US-NY`), names (`New York`, `Texas (TX)`, `Iowa (US)`) and older abbreviations (`Calif.`, `Penna`).
package enum StateNormalizer {
    /// The state's code; unknown text is malformed with `state_unknown`.
    package static func normalize(_ cell: Bytes) -> Normalized<StateCode> {
        let text = cell.trimmed()
        if let state = StateCode(code: text) { return .value(state) }
        if EmptyToken.matches(text, .any) { return .empty }
        // "Texas (TX)", "Iowa (US)": both must say the same, a country says nothing of it.
        if text[text.count - 1] == UInt8(ascii: ")"), let open = text.first(of: UInt8(ascii: "(")), open > 0 {
            let inner = text.slice(open + 1..<text.count - 1)
            let outer = normalize(text.slice(0..<open))
            let isCountry = inner.equals("us") || inner.equals("usa") || inner.equals("ca") && outer.value?.isCanadian == true
            return isCountry || outer.value != nil && normalize(inner).value == outer.value ? outer : .malformed(.stateUnknown)
        }
        // Compare letters alone: "N. Y." and "new york" lose their dots and spaces.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { key in
            var length = 0
            for byte in text where byte.isLetter || byte >= 0x80 || byte.isDigit {
                guard length < capacity else { return .malformed(.stateUnknown) }
                key[length] = byte.lowercasedASCII
                length += 1
            }
            let letters = Bytes(start: key.baseAddress, count: length)
            if length == 0 { return .empty }
            if let state = StateCode(code: letters) ?? named(letters) { return .value(state) }
            // ISO 3166-2: US-NY, CA-ON; or a country after it: "NY, USA".
            if text.count == 5, text[2] == UInt8(ascii: "-"), text.starts(with: "us") || text.starts(with: "ca") {
                return StateCode(code: text.dropping(first: 3)).map { .value($0) } ?? .malformed(.stateUnknown)
            }
            for country: StaticString in ["usa", "unitedstates", "canada"] where letters.ends(with: country) {
                let rest = letters.dropping(last: country.utf8CodeUnitCount)
                if let state = StateCode(code: rest) ?? named(rest) { return .value(state) }
            }
            return .malformed(.stateUnknown)
        }
    }

    /// The code of a state that somebody named; nil when there is none.
    package static func code(of text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            if case .value(let state, _) = normalize(Bytes(rebasing: bytes[...])) { state.code } else { nil }
        }
    }

    /// All codes.
    package static var codes: [String] { StateTable.entries.map(\.code.description) }

    /// Room for the longest name and a country behind it.
    private static let capacity = StateTable.longestName + 12

    private static func named(_ letters: Bytes) -> StateCode? {
        guard letters.count >= 2 else { return nil }
        for candidate in names[Int(letters[0] & 0x1F)] where candidate.name.count == letters.count {
            if candidate.name.elementsEqual(letters) { return StateCode(index: candidate.index) }
        }
        return nil
    }

    /// Names by their first letter.
    private static let names: [[(name: [UInt8], index: Int)]] = {
        var table = [[(name: [UInt8], index: Int)]](repeating: [], count: 32)
        for (index, entry) in StateTable.entries.enumerated() {
            for name in entry.names {
                let bytes = Array(name.utf8)
                table[Int(bytes[0] & 0x1F)].append((bytes, index))
            }
        }
        return table
    }()
}
