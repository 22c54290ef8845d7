/// What was found out about the columns of a file.
package struct DetectedHeader: Sendable, Equatable {
    /// The position, among the records given, of the header; `nil` when the file has none. Data begin at the next record.
    package let headerRecordIndex: Int?
    package let mapping: Mapping
    /// Columns that mean what a remembered mapping or a template says.
    package let known: Set<Int>
    /// How many columns a row of this file has.
    package var columnCount: Int { mapping.columns.count }
}

/// Finds the header of a file and gives its columns a meaning.
package enum HeaderDetection {
    /// The header must stand among this many first records.
    package static let searchedRecords = 20
    /// A header with all columns that the user named is looked for among so many.
    package static let searchedForNames = 1000

    /// Finds the header among the first records and maps its columns.
    ///
    /// A preamble before the header is skipped. A record wins by the number of known headers in it; cells that look like data
    /// (numbers, phones, addresses of e-mail or web) count against it, and no record behind a row of data is considered.
    /// - Parameters:
    ///   - records: The first records of the file: 25 are plenty, unless a column is named by its header. Only the first
    ///     ``searchedRecords`` can be the header, or of the first ``searchedForNames`` one that has all columns named.
    ///   - overrides: What the user said with `--map`; it wins over everything.
    ///   - library: Mappings for files with such headers; they win over what is found out.
    ///   - hasHeader: `true` or `false` when the user knows, `nil` to detect.
    ///   - requiresName: Whether a file without a column for the business name is an error.
    ///   - requiresPhone: Whether a file without any phone column is an error.
    /// - Throws: ``MappingError`` when there is no header and no column is mapped by number, when a column for the business name or
    ///   a phone is missing, or when an override cannot be followed.
    package static func find(
        in records: [[String]], overrides: [MappingOverride], library: MappingLibrary = MappingLibrary(), hasHeader: Bool?,
        requiresName: Bool = true, requiresPhone: Bool
    ) throws(MappingError) -> DetectedHeader {
        guard records.contains(where: { $0.contains { !HeaderKey.isBlank($0) } }) else { throw .empty }
        let width = usualWidth(of: records)
        let byNumber = overrides.contains { if case .numbered = $0.column { true } else { false } }
        let names = namedColumns(overrides)
        let remembered = library.header(among: records.prefix(searchedRecords))
        let index: Int?
        switch hasHeader {
        case false: index = nil
        case _ where remembered.map({ names.isSubset(of: records[$0].map { HeaderKey($0) }) }) == true: index = remembered
        case true:
            index =
                likelyRecord(in: records, width: width, names: names) ?? records.firstIndex { $0.count == width }
                ?? records.firstIndex { !$0.isEmpty }
        case nil:
            index = likelyRecord(in: records, width: width, names: names) ?? library.knownHeader(among: records.prefix(searchedRecords))
            guard index != nil || byNumber else {
                throw .noHeader(
                    searched: min(records.count, names.isEmpty ? searchedRecords : searchedForNames), columnCount: width)
            }
        }
        let headers: [String] =
            if let index {
                fitted(records[index], to: width, rows: records[(index + 1)...])
            } else {
                [String](repeating: "", count: width)
            }
        // What a list of rejects lacks was waived, or not there, when its rows were submitted first.
        let isNew = !headers.starts(with: RejectColumns.names)
        let match = index == nil ? nil : library.match(headers)
        let settled = try ColumnAssignment.settled(by: match, besides: overrides, headers: headers)
        var mapping = try ColumnAssignment.assign(
            headers: headers, overrides: overrides + settled, requiresName: requiresName && isNew, requiresPhone: requiresPhone && isNew)
        mapping.origin = match?.origin
        let known = settled.compactMap { if case .numbered(let number) = $0.column { number - 1 } else { nil } }
        return DetectedHeader(headerRecordIndex: index, mapping: mapping, known: Set(known))
    }

    /// The most frequent number of columns; the larger of two that are equally frequent.
    private static func usualWidth(of records: [[String]]) -> Int {
        var counts: [Int: Int] = [:]
        for record in records where record.contains(where: { !HeaderKey.isBlank($0) }) { counts[record.count, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    }

    /// The header without empty columns at its end that no row has, or with nameless ones where every row ends in empty cells; with a
    /// nameless first column where rows begin with their own number and the header does not say so, and without one that no row has.
    private static func fitted(_ header: [String], to width: Int, rows: ArraySlice<[String]>) -> [String] {
        var header = header
        while header.count > width, header.last.map(HeaderKey.isBlank) == true { header.removeLast() }
        if header.count < width, rows.allSatisfy({ $0.dropFirst(header.count).allSatisfy(HeaderKey.isBlank) }) {
            header += [String](repeating: "", count: width - header.count)
        }
        let whole = rows.filter { $0.count == width }
        if header.count == width - 1, isNumbered(whole) { header.insert("", at: 0) }
        if header.count == width + 1, header.first.map(HeaderKey.isBlank) == true, whole.count == rows.count, !isNumbered(whole) {
            header.removeFirst()
        }
        return header
    }

    /// Whether the first cells of the rows count them.
    private static func isNumbered(_ rows: [[String]]) -> Bool {
        guard rows.count > 1, let first = rows[0].first.flatMap({ Int($0) }) else { return false }
        return rows.enumerated().allSatisfy { Int($1.first ?? "") == first + $0 }
    }

    private static func namedColumns(_ overrides: [MappingOverride]) -> Set<HeaderKey> {
        Set(overrides.compactMap { if case .named(let name) = $0.column { HeaderKey(name) } else { nil } })
    }

    /// The header at one of the usual places, unless it lacks a column that the user named, and one further down has them all.
    private static func likelyRecord(in records: [[String]], width: Int, names: Set<HeaderKey>) -> Int? {
        let usual = bestRecord(in: records, width: width, overridden: names)
        let hasAll = { (record: [String]) in names.isSubset(of: record.map { HeaderKey($0) }) }
        if names.isEmpty || usual.map({ hasAll(records[$0]) }) == true { return usual }
        return records.prefix(searchedForNames).firstIndex(where: hasAll) ?? usual
    }

    private static func bestRecord(in records: [[String]], width: Int, overridden: Set<HeaderKey>) -> Int? {
        let first = records.prefix(searchedRecords)
        var best: (index: Int, score: Int)?
        for (index, record) in first.enumerated() {
            if record.starts(with: RejectColumns.names) { return index }
            let evidence = HeaderEvidence(record, overridden: overridden)
            if evidence.isHeader(width: width), evidence.score > best?.score ?? 0 { best = (index, evidence.score) }
            if evidence.isData(width: width) { break }
        }
        if let best { return best.index }
        return headerInUnknownWords(in: Array(first), width: width)
    }

    /// A first full record of words alone, above rows that hold numbers, is a header in words that are not known here.
    private static func headerInUnknownWords(in records: [[String]], width: Int) -> Int? {
        guard let index = records.firstIndex(where: { $0.count == width }), width > 1 else { return nil }
        let evidence = HeaderEvidence(records[index], overridden: [])
        let rows = records[(index + 1)...].filter { $0.count == width }
        guard evidence.dataLike == 0, evidence.filled * 4 >= width * 3, evidence.isDistinct, !rows.isEmpty else { return nil }
        let withData = rows.count { HeaderEvidence($0, overridden: []).dataLike > 0 }
        return withData * 2 > rows.count ? index : nil
    }
}

/// What speaks for and against a record being the header.
private struct HeaderEvidence {
    /// Cells that are known headers, or named by the user.
    private(set) var known = 0
    /// Cells that look like the value of a field.
    private(set) var dataLike = 0
    /// Whether a cell is an address or a phone number, which no header ever is.
    private(set) var hasContact = false
    /// Cells that are not blank.
    private(set) var filled = 0
    /// Whether no two cells are the same.
    private(set) var isDistinct = true
    private let count: Int

    init(_ record: [String], overridden: Set<HeaderKey>) {
        count = record.count
        var seen: Set<HeaderKey> = []
        for cell in record where !HeaderKey.isBlank(cell) {
            filled += 1
            let key = HeaderKey(cell)
            let isNew = seen.insert(key).inserted
            if !isNew { isDistinct = false }
            if HeaderKey.looksLikeData(cell) {
                dataLike += 1
                if HeaderKey.looksLikeContact(cell) { hasContact = true }
            } else if isNew, overridden.contains(key) || ColumnAssignment.isKnown(cell) {
                known += 1
            }
        }
    }

    var score: Int { known - 2 * dataLike }

    func isHeader(width: Int) -> Bool {
        if hasContact { return false }
        if known >= 2 { return known > 2 * dataLike }
        return known == 1 && dataLike == 0 && count == width && (width == 1 || isDistinct && filled == width && width <= 3)
    }

    func isData(width: Int) -> Bool {
        dataLike > 0 && count == width && filled * 2 > width && (hasContact || score <= 0)
    }
}
