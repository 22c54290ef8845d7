/// `="0123"`: how reports tell a spreadsheet that a cell is text, whatever it looks like. The cell means what stands in the quotes.
package enum TextFormula {
    private static let equals = UInt8(ascii: "="), quote = UInt8(ascii: "\"")

    /// What a cell means; the cell itself, without a copy, when it is no such formula.
    @inline(__always)
    static func text(of cell: Bytes, arena: TextArena) -> Bytes { cell.first == equals ? inside(cell, arena) : cell }

    /// The same of a text.
    package static func text(of cell: String) -> String {
        guard cell.utf8.first == equals else { return cell }
        var cell = cell
        let arena = TextArena()
        return cell.withUTF8 { String(decoding: inside($0, arena), as: UTF8.self) }
    }

    private static func inside(_ cell: Bytes, _ arena: TextArena) -> Bytes {
        guard cell.count >= 3, cell[1] == quote, cell[cell.count - 1] == quote else { return cell }
        let inside = Bytes(rebasing: cell[2..<(cell.count - 1)])
        guard inside.contains(quote) else { return inside }
        // Quotes are doubled in such a text; a single one ends it, and the rest is a formula.
        var isOdd = false
        for byte in inside {
            if byte == quote { isOdd.toggle() } else if isOdd { return cell }
        }
        if isOdd { return cell }
        return arena.write(inside.count) { target in
            var count = 0
            for byte in inside {
                if byte == quote {
                    isOdd.toggle()
                    if isOdd { continue }
                }
                target[count] = byte
                count += 1
            }
            return count
        }
    }
}
