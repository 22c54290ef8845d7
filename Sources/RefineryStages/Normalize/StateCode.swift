/// A state, territory, military post region or Canadian province, by its two-letter code.
package struct StateCode: Hashable, Sendable {
    /// The code's place in ``StateTable/entries``.
    let index: UInt8

    /// The two letters of the code; they live as long as the process.
    package var bytes: Bytes { Bytes(start: Self.letters + 2 * Int(index), count: 2) }

    /// The code as a string, for messages and tests.
    package var code: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it is a Canadian province or territory: these stand behind those of the USA.
    var isCanadian: Bool { Int(index) >= StateTable.firstProvince }

    init(index: Int) { self.index = UInt8(index) }

    /// The state with this two-letter code, in any case; `nil` when there is none.
    package init?(code: Bytes) {
        guard code.count == 2, code[0].isLetter, code[1].isLetter else { return nil }
        let position = Int(code[0].lowercasedASCII - 0x61) * 26 + Int(code[1].lowercasedASCII - 0x61)
        let index = Self.byLetters[position]
        guard index != .max else { return nil }
        self.index = index
    }

    /// The letters of all codes, in the order of the table.
    private nonisolated(unsafe) static let letters: UnsafePointer<UInt8> = {
        let letters = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * StateTable.entries.count)
        for (index, entry) in StateTable.entries.enumerated() { (letters + 2 * index).update(from: entry.code.utf8Start, count: 2) }
        return UnsafePointer(letters)
    }()

    /// For each pair of letters the index of the state, or `UInt8.max`. Immortal and never written again, like ``letters``.
    private nonisolated(unsafe) static let byLetters: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 26 * 26)
        table.update(repeating: .max, count: 26 * 26)
        for (index, entry) in StateTable.entries.enumerated() {
            let first = Int(entry.code.utf8Start[0] - 0x41)
            table[first * 26 + Int(entry.code.utf8Start[1] - 0x41)] = UInt8(index)
        }
        return UnsafePointer(table)
    }()
}
