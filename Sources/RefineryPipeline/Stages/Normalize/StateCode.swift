/// A state, territory, military post region or Canadian province, by its two-letter code.
package struct StateCode: Hashable, Sendable {
    /// The code's place in ``StateTable/entries``.
    let index: UInt8

    /// The two letters of the code; they live as long as the process.
    package var bytes: Bytes {
        let code = StateTable.entries[Int(index)].code
        return Bytes(start: code.utf8Start, count: 2)
    }

    /// The code as a string, for messages and tests.
    package var code: String { String(decoding: bytes, as: UTF8.self) }

    init(index: Int) { self.index = UInt8(index) }

    /// The state with this two-letter code, in any case; `nil` when there is none.
    package init?(code: Bytes) {
        guard code.count == 2, code[0].isLetter, code[1].isLetter else { return nil }
        let position = Int(code[0].lowercasedASCII - 0x61) * 26 + Int(code[1].lowercasedASCII - 0x61)
        let index = Self.byLetters[position]
        guard index != .max else { return nil }
        self.index = index
    }

    /// For each pair of letters the index of the state, or `UInt8.max`.
    private static let byLetters: [UInt8] = {
        var table = [UInt8](repeating: .max, count: 26 * 26)
        for (index, entry) in StateTable.entries.enumerated() {
            let letters = UnsafeBufferPointer(start: entry.code.utf8Start, count: 2)
            table[Int(letters[0] - 0x41) * 26 + Int(letters[1] - 0x41)] = UInt8(index)
        }
        return table
    }()
}
