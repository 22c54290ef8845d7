internal import CSV
internal import RefineryModel

/// Understands rows of another width than the header, where the types of the columns leave one way only.
enum RaggedRow {
    /// The row with its cells below their columns, and the warning that says how; nil when that is not certain.
    ///
    /// - A row that ended too early is filled up with empty cells, when none of its cells contradicts its column and one speaks for it.
    /// - A row with one cell more is put together at the one place where a delimiter can stand in a text: `Acme, Inc.`.
    static func repaired(_ record: CSVRecord, delimiter: UInt8, _ judge: CellJudge, arena: TextArena) -> (RowCells, IssueCode)? {
        // Nobody could say which cells came from a column that is stored nowhere.
        guard judge.columns.hidden.isEmpty else { return nil }
        let count = judge.columns.count
        if record.count < count {
            // Who leaves out empty cells at the end writes none: behind an empty last cell something else is missing.
            guard !record[record.count - 1].isEmpty else { return nil }
            let fits = (0..<record.count).map { judge.fit(record[$0], $0, arena: arena) }
            return fits.contains(.misfits) || !fits.contains(.fits) ? nil : (RowCells(record, arena), .cellsMissing)
        }
        guard record.count > count, !record[count].isEmpty, (count + 1..<max(count + 1, record.count)).allSatisfy({ record[$0].isEmpty })
        else { return nil }
        return joined(record, delimiter: delimiter, judge, arena: arena).map { ($0, .delimiterInCell) }
    }

    private static func joined(_ record: CSVRecord, delimiter: UInt8, _ judge: CellJudge, arena: TextArena) -> RowCells? {
        let count = judge.columns.count
        let own = (0..<count).map { judge.fit(record[$0], $0, arena: arena) }
        let shifted = (0..<count).map { judge.fit(record[$0 + 1], $0, arena: arena) }
        let ownUntil = own.firstIndex(of: .misfits) ?? count
        let shiftedFrom = (shifted.lastIndex(of: .misfits) ?? -1) + 1
        var places: [(column: Int, text: Bytes)] = []
        for column in 0..<count where column <= ownUntil && column + 1 >= shiftedFrom {
            let (left, right) = (record[column], record[column + 1])
            guard judge.holdsDelimiters(column), !left.isEmpty, !right.isEmpty else { continue }
            guard own[..<column].contains(.fits) || shifted[(column + 1)...].contains(.fits) else { continue }
            let text = both(left, right, delimiter, arena)
            if judge.fit(text, column, arena: arena) != .misfits { places.append((column, text)) }
        }
        // Where all cells fit as they stand, the last one may be no part of anything.
        guard let place = only(places, of: record, mayBeAppended: ownUntil == count) else { return nil }
        var cells = RowCells(record, arena)
        cells.joint = place.column
        cells.joined = place.text
        return cells
    }

    /// The one place; of several, or beside another explanation, the one where a form of company or a part of an address follows, or else a blank, which stands behind a
    /// comma in a text and not behind one between cells.
    private static func only(
        _ places: [(column: Int, text: Bytes)], of record: CSVRecord, mayBeAppended: Bool
    ) -> (column: Int, text: Bytes)? {
        if places.count == 1, !mayBeAppended { return places[0] }
        let completed = places.filter { isCompletion(record[$0.column + 1].trimmed()) }
        if completed.count == 1 { return completed[0] }
        let blanks = (0..<record.count).filter { record[$0].first == 0x20 }
        guard completed.isEmpty, blanks.count == 1 else { return nil }
        return places.first { $0.column + 1 == blanks[0] }
    }

    private static func both(_ left: Bytes, _ right: Bytes, _ delimiter: UInt8, _ arena: TextArena) -> Bytes {
        arena.write(left.count + 1 + right.count) { out in
            for (index, byte) in left.enumerated() { out[index] = byte }
            out[left.count] = delimiter
            for (index, byte) in right.enumerated() { out[left.count + 1 + index] = byte }
            return left.count + 1 + right.count
        }
    }

    /// Whether a text begins with what only completes another one.
    private static func isCompletion(_ text: Bytes) -> Bool {
        if text.first == UInt8(ascii: "#") { return true }
        let letters = text.prefix { $0.isLetter || $0 == UInt8(ascii: ".") }
        let word = String(decoding: letters.filter(\.isLetter), as: UTF8.self).lowercased()
        return completions.contains(word)
    }

    private static let completions: Set<String> = [
        "inc", "incorporated", "llc", "llp", "lp", "lllp", "ltd", "limited", "corp", "corporation", "co", "company", "pc", "pllc", "pa",
        "plc", "gmbh",
        "ag", "kg", "ohg", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "oy", "pty", "pte", "md", "dds", "dmd", "dvm", "esq", "jr",
        "sr",
        "phd", "cpa", "suite", "ste", "unit", "apt", "floor", "bldg", "building", "room", "rm",
    ]
}
