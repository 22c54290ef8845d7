internal import CSV
package import RefineryModel

/// What was found out about the columns of a file.
package struct DetectedHeader: Sendable, Equatable {
    /// The position, among the records given, of the header; `nil` when the file has none. Data begin at the next record.
    package let headerRecordIndex: Int?
    package let mapping: Mapping
    /// What each column was found to be, whatever the user says of it.
    package let columns: [DetectedColumn]
    /// How many columns a row of this file has.
    package var columnCount: Int { mapping.columns.count }
}

/// Finds the header of a file and gives its columns a meaning.
package enum HeaderDetection {
    /// The header must stand among this many first records.
    package static let searchedRecords = 20
    /// A header with all columns that the user named is looked for among so many.
    package static let searchedForNames = 1000

    /// Where the header is, and what it says.
    package struct Place {
        /// The position among the records; `nil` when the file has no header.
        package let index: Int?
        /// How many lines it has: two where the second one says it in another language.
        package var lines = 1
        /// One for each column; empty texts where the file has no header.
        package let headers: [String]

        /// The position of the first row among the records.
        package var firstRow: Int { index.map { $0 + lines } ?? 0 }

        /// Where the first row begins in the file of these records.
        func firstRowOffset(in preview: CSVPreview) -> Int64 {
            firstRow == 0 ? Int64(preview.format.recordsStart) : preview.records[firstRow - 1].end
        }
    }

    /// Finds the header among the first records and maps the columns by it and by the other records.
    /// - Parameters:
    ///   - records: The first records of the file: 25 are plenty, unless a column is named by its header.
    ///   - choices: What the user said.
    /// - Throws: ``MappingError`` when there is no header and the columns cannot be told by their values, or when an override cannot be
    ///   followed.
    package static func find(in records: [[String]], _ choices: ReadingChoices) throws(MappingError) -> DetectedHeader {
        let place = try place(in: records, choices)
        return try find(at: place, choices, rows(in: records, place))
    }

    /// Maps the columns of a file by its header and its rows.
    package static func find(at place: Place, _ choices: ReadingChoices, _ sample: RowSample) throws(MappingError) -> DetectedHeader {
        let headers = place.headers
        let match = place.index == nil ? nil : choices.mappings.match(headers)
        let settled = try ColumnAssignment.settled(by: match, besides: choices.overrides, headers: headers)
        let found = detected(headers, choices, sample)
        var mapping = try ColumnAssignment.assign(
            headers: headers, detected: found, overrides: choices.overrides + settled)
        mapping.origin = match?.origin
        let said = try ColumnAssignment.columns(of: choices.overrides, headers: headers)
        let known = settled.compactMap { if case .numbered(let number) = $0.column { number - 1 } else { nil } }
        let columns = found.enumerated().map { index, column in
            let origin = said.contains(index) ? "as was said" : known.contains(index) ? match?.origin.description : nil
            return origin.map { column.settled(as: mapping.columns[index], because: $0) } ?? column
        }
        return DetectedHeader(headerRecordIndex: place.index, mapping: mapping, columns: columns)
    }

    /// What each column is. The columns of a list of ours are none of the file's, and say nothing of those beside them.
    private static func detected(_ headers: [String], _ choices: ReadingChoices, _ sample: RowSample) -> [DetectedColumn] {
        let list = OwnList(headers)
        let hidden = Set(list?.positions ?? [])
        let own = headers.indices.filter { !hidden.contains($0) }
        let names = own.map { headers[$0] }
        // A list of rejects holds the values that were wrong: its names alone count.
        let isByNames = sample.rowCount == 0 || list?.holdsRejects == true
        let detector = ColumnDetector(region: choices.region)
        let columns =
            isByNames ? ColumnDetector.byNames(names) : detector.columns(names, hidden.isEmpty ? sample : sample.columns(own))
        var found = headers.map { _ in DetectedColumn.ofList }
        for (column, what) in zip(own, columns) { found[column] = what }
        return found
    }

    /// Finds the header among the first records.
    ///
    /// A preamble before the header is skipped. A record wins by the number of known headers in it; cells that look like data
    /// (numbers, phones, addresses of e-mail or web) count against it, and no record behind a row of data is considered. Only the first
    /// ``searchedRecords`` can be the header, or of the first ``searchedForNames`` one that has all columns named.
    /// - Throws: ``MappingError/empty``, ``MappingError/noHeader(searched:columnCount:)`` when columns are named and there is none.
    package static func place(in records: [[String]], _ choices: ReadingChoices) throws(MappingError) -> Place {
        guard records.contains(where: { $0.contains { !HeaderKey.isBlank($0) } }) else { throw .empty }
        let width = usualWidth(of: records)
        let names = namedColumns(choices.overrides)
        let library = choices.mappings
        let remembered = library.header(among: records.prefix(searchedRecords))
        let index: Int?
        switch choices.hasHeader {
        case false: index = nil
        case _ where remembered.map({ names.isSubset(of: records[$0].map { HeaderKey($0) }) }) == true: index = remembered
        case true:
            index =
                likelyRecord(in: records, width: width, names: names) ?? records.firstIndex { $0.count == width }
                ?? records.firstIndex { !$0.isEmpty }
        case nil:
            index = likelyRecord(in: records, width: width, names: names) ?? library.knownHeader(among: records.prefix(searchedRecords))
            guard index != nil || names.isEmpty else { throw .noHeader(searched: min(records.count, searchedForNames), columnCount: width) }
        }
        guard let index else { return Place(index: nil, headers: [String](repeating: "", count: width)) }
        let lines = isTranslated(records, at: index) ? 2 : 1
        return Place(index: index, lines: lines, headers: fitted(records[index], to: width, rows: records[(index + lines)...]))
    }

    /// The records behind the header.
    private static func rows(in records: [[String]], _ place: Place) -> RowSample {
        var sample = RowSample(columnCount: place.headers.count)
        for record in records[place.firstRow...] { sample.append(record) }
        return sample
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
        // A list of ours counts rows in a column of that name.
        if OwnList(header) != nil { return header }
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
        if let list = first.firstIndex(where: { OwnList($0) != nil }) { return list }
        let dictionary = HeaderDictionary()
        let evidence = first.map { HeaderEvidence($0, overridden: overridden, dictionary) }
        var best: (index: Int, score: Int)?
        for (index, record) in evidence.enumerated() {
            if record.isHeader(width: width), record.score > best?.score ?? 0, record.standsOut(from: evidence[(index + 1)...]) {
                best = (index, record.score)
            }
            if record.isData(width: width) { break }
        }
        return best?.index ?? headerInUnknownWords(Array(first), evidence, width: width)
    }

    /// Whether the line behind a header says it once more, in another script or in other words of headers: it has none of the data that
    /// the rows have in its columns.
    private static func isTranslated(_ records: [[String]], at index: Int) -> Bool {
        guard index + 2 < records.count else { return false }
        let (header, next) = (records[index], records[index + 1])
        guard header.count == next.count, header.count <= 1000,
            HeaderKey(header.joined(separator: " ")) != HeaderKey(next.joined(separator: " "))
        else { return false }
        let columns = next.indices.filter { !HeaderKey.isBlank(next[$0]) && !HeaderKey.isBlank(header[$0]) }
        guard columns.count > 1, columns.allSatisfy({ !HeaderKey.looksLikeData(next[$0]) }) else { return false }
        let dictionary = HeaderDictionary()
        let known = columns.count { HeaderWords.isKnown(next[$0], dictionary) || HeaderSynonyms.isKnown(next[$0]) }
        let foreign = columns.count { isLatin(header[$0]) != isLatin(next[$0]) }
        guard known * 2 >= columns.count || foreign * 4 >= columns.count * 3 else { return false }
        let rows = records[(index + 2)...].prefix(20).filter { $0.count == header.count }
        let hasData = columns.contains { column in
            let filled = rows.filter { !HeaderKey.isBlank($0[column]) }
            return filled.count > 1 && filled.count { HeaderKey.looksLikeData($0[column]) } * 3 >= filled.count * 2
        }
        return hasData || known * 2 >= columns.count && foreign * 2 >= columns.count
    }

    private static func isLatin(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.value >= 0x250 && $0.properties.isAlphabetic }
    }

    /// A first full record of words alone, above rows that hold numbers, is a header in words that are not known here.
    private static func headerInUnknownWords(_ records: [[String]], _ evidence: [HeaderEvidence], width: Int) -> Int? {
        guard let index = records.firstIndex(where: { $0.count == width }), width > 1 else { return nil }
        let rows = zip(records, evidence).dropFirst(index + 1).filter { $0.0.count == width }
        guard evidence[index].isFullOfWords, !rows.isEmpty else { return nil }
        return rows.count { $0.1.dataLike > 0 } * 2 > rows.count ? index : nil
    }
}

/// What speaks for and against a record being the header.
///
/// Of a record of many columns the first ones say enough.
private struct HeaderEvidence {
    private static let cellsMax = 4000
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
    private let total: Int

    init(_ record: [String], overridden: Set<HeaderKey>, _ dictionary: HeaderDictionary) {
        count = record.count
        total = min(count, Self.cellsMax)
        var seen: Set<HeaderKey> = []
        for cell in record.prefix(Self.cellsMax) where !HeaderKey.isBlank(cell) {
            filled += 1
            let key = HeaderKey(cell)
            let isNew = seen.insert(key).inserted
            if !isNew { isDistinct = false }
            if HeaderKey.looksLikeData(cell) {
                dataLike += 1
                if HeaderKey.looksLikeContact(cell) { hasContact = true }
            } else if isNew, overridden.contains(key) || HeaderSynonyms.isKnown(cell) || HeaderWords.isKnown(cell, dictionary) {
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
        dataLike > 0 && count == width && filled * 2 > total && (hasContact || score <= 0)
    }

    /// Whether it has clearly more words of headers than the records behind it, whose values may be such words too.
    func standsOut(from rows: ArraySlice<HeaderEvidence>) -> Bool {
        let alike = rows.filter { $0.count == count }
        return known * alike.count * 2 >= alike.reduce(0) { $0 + $1.known } * 3
    }

    /// Whether it is words alone in nearly all columns, each another.
    var isFullOfWords: Bool { dataLike == 0 && filled * 4 >= total * 3 && isDistinct }
}

extension DetectedColumn {
    /// A column that a list of ours added.
    fileprivate static let ofList = DetectedColumn(
        best: .init(.extra, confidence: 1), runnerUp: nil, evidence: ["a column of a list"], fill: 0, distinct: 0, examples: [])
}
