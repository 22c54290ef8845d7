/// A sheet of a workbook.
package struct SheetInfo: Sendable, Equatable {
    package let name: String
    package let isHidden: Bool
    /// What speaks for its being the table: filled cells of its first rows that have two of them, else of all.
    let filled: Int
    /// Cells of its widest row, as far as it was looked at.
    let width: Int

    /// Rows that are looked at.
    static let sampledRows = 200
}

/// Which sheet of a workbook is meant.
enum SheetChoice {
    /// The one of a name or, as `#2`, of a place; else the one with the largest table, what people see before what is hidden.
    static func index(_ asked: String?, of sheets: [SheetInfo], _ what: String) throws(TableError) -> Int {
        if let asked {
            let named =
                sheets.firstIndex { $0.name == asked } ?? sheets.firstIndex { $0.name.lowercased() == asked.lowercased() }
                ?? (asked.hasPrefix("#") ? Int(asked.dropFirst()).map { $0 - 1 } : nil)
            guard let named, sheets.indices.contains(named) else { throw .noSheet(named: asked, sheets: sheets.map(\.name)) }
            return named
        }
        let visible = sheets.indices.filter { !sheets[$0].isHidden && sheets[$0].filled > 0 }
        let candidates = visible.isEmpty ? sheets.indices.filter { sheets[$0].filled > 0 } : visible
        guard let best = candidates.max(by: { (sheets[$0].filled, $1) < (sheets[$1].filled, $0) }) else { throw .noTable(what: what) }
        return best
    }
}

/// Counts what the first rows of a sheet have.
struct SheetSample {
    private(set) var rows = 0
    private(set) var width = 0
    private var inTable = 0
    private var alone = 0

    /// - Parameters:
    ///   - filled: Cells that are not empty.
    ///   - width: The place of the last of them.
    mutating func add(filled: Int, width: Int) {
        guard filled > 0 else { return }
        rows += 1
        self.width = max(self.width, width)
        if filled > 1 { inTable += filled * 1000 } else { alone += 1 }
    }

    var isFull: Bool { rows >= SheetInfo.sampledRows }
    /// A single column is a table where no sheet has one of two.
    var filled: Int { inTable + alone }
}
