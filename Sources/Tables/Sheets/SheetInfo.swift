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

/// Which of several is meant by a name or, as `#2`, a place.
package enum NameChoice {
    /// Case does not count where it makes no difference.
    /// - Returns: nil when there is none.
    static func index(_ asked: String, of names: [String]) -> Int? {
        let named =
            names.firstIndex(of: asked) ?? names.firstIndex { $0.lowercased() == asked.lowercased() }
            ?? (asked.hasPrefix("#") ? Int(asked.dropFirst()).map { $0 - 1 } : nil)
        return named.flatMap { names.indices.contains($0) ? $0 : nil }
    }

    /// The same for tables in folders, with or without these.
    /// - Throws: ``TableError/noMember(named:tables:)`` when there is none.
    package static func index(of asked: String, among names: [String]) throws(TableError) -> Int {
        guard let index = index(asked, of: names) ?? index(asked, of: names.map(file(of:))) else {
            throw .noMember(named: asked, tables: names)
        }
        return index
    }

    /// The name of a file without the folders that it lies in, as any system writes them.
    package static func file(of path: String) -> String { path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? path }
}

/// Which sheet of a workbook is meant.
enum SheetChoice {
    /// The one of a name or, as `#2`, of a place; else the one with the largest table, what people see before what is hidden.
    static func index(_ asked: String?, of sheets: [SheetInfo], _ what: String) throws(TableError) -> Int {
        if let asked {
            let names = sheets.map(\.name)
            guard let named = NameChoice.index(asked, of: names) else { throw .noSheet(named: asked, sheets: names) }
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
