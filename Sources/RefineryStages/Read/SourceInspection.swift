internal import CSV
package import RefineryModel

/// What a person may say about how a file is to be read; what is not said is found out.
package struct ReadingChoices: Sendable {
    /// Meaning of columns, from `--map`.
    package var overrides: [MappingOverride] = []
    /// Mappings for files with such headers.
    package var library = MappingLibrary(templates: SavedMapping.shipped)
    /// Whether the best guess stands where it is not sure enough what a column is.
    package var acceptsGuesses = false
    /// Whether mappings of files with the same headers, and templates, count; false: the columns are found out anew.
    package var usesLibrary = true
    /// Whether a file that lacks what is required is an error; else ``SourceInspection/refusal`` says so, and it is looked at all the same.
    package var refuses = true
    /// Whether there is a header; nil finds out.
    package var hasHeader: Bool?
    /// Lines at the top that are no part of the table.
    package var skippedLines = 0
    /// Whether a file without a column for the business name is an error.
    package var requiresName = true
    /// Whether a file without any phone column is an error.
    package var requiresPhone = true
    /// The delimiter; nil finds out.
    package var delimiter: UInt8?
    /// Name of the encoding; nil finds out.
    package var encoding: String?

    package init() {}

    var requiredColumns: [Field] { (requiresName ? [.businessName] : []) + (requiresPhone ? [.businessPhone] : []) }
}

/// What the beginning of a file tells: how it is written, and what its columns mean.
package struct SourceInspection: Sendable {
    package private(set) var format: SourceFormat
    package let mapping: Mapping
    /// The header's names as the file has them; names made up where there is no header.
    package let headers: [String]
    /// What speaks against the encoding; nil where there is no doubt, or it was given.
    package let encodingDoubt: EncodingDoubt?
    /// The line of the header, counted from 1 as a text editor does; nil: the file has none.
    package let headerLine: Int?
    /// What was found out about each column.
    package let columns: [DetectedColumn]
    /// Columns that are extras until somebody says what they are.
    package let questions: [ColumnQuestion]
    /// Why the file would be refused, where the choices only ask.
    package let refusal: MappingError?

    /// Bytes looked at: first little, then enough for a header of ten thousand columns.
    private static let prefixBytes = [64 * 1024, 4 << 20]

    /// Finds out from the first bytes of a file.
    /// - Parameter read: Gives so many bytes from the beginning of the file; fewer when it has no more.
    /// - Throws: `CSVError`, `MappingError`, and what `read` throws: what is wrong, and what to do.
    package init(_ choices: ReadingChoices, read: (Int) throws -> [UInt8]) throws {
        self = try Self.inspect(choices, prefixes: Self.prefixBytes[...], read: read)
    }

    /// What is enough of a file's beginning, in bytes, for ``init(beginning:_:)``.
    package static let beginningBytes = prefixBytes[prefixBytes.count - 1]

    /// The same of a file that is stored already.
    /// - Parameter beginning: The whole file, or at least ``beginningBytes`` of it.
    package init(beginning: [UInt8], _ choices: ReadingChoices) throws {
        try self.init(choices) { Array(beginning.prefix($0)) }
    }

    private static func inspect(
        _ choices: ReadingChoices, prefixes: ArraySlice<Int>, read: (Int) throws -> [UInt8]
    ) throws -> SourceInspection {
        guard let size = prefixes.first else { throw CSVError.firstRecordTooLong(limitBytes: prefixBytes[prefixBytes.count - 1]) }
        let prefix = try read(size)
        let isWholeFile = prefix.count < size
        do {
            let isUndecided = !isWholeFile && size < beginningBytes && choices.encoding == nil && prefix.allSatisfy { $0 < 0x80 }
            let further = isUndecided ? try read(beginningBytes) : nil
            return try SourceInspection(prefix, further: further, isWholeFile: isWholeFile, choices)
        } catch let error as any Fault where isWholeFile || prefixes.count == 1 {
            throw Misreading(prefix, isWholeFile: isWholeFile, choices, error.code) ?? error
        } catch  where !isWholeFile && prefixes.count > 1 {
            return try inspect(choices, prefixes: prefixes.dropFirst(), read: read)
        }
    }

    private init(_ prefix: [UInt8], further: [UInt8]?, isWholeFile: Bool, _ choices: ReadingChoices) throws {
        let namesColumns = choices.overrides.contains { if case .named = $0.column { true } else { false } }
        let preview = try CSVSniffer.preview(
            prefix, further: further, isWholeFile: isWholeFile, choices,
            limit: namesColumns ? HeaderDetection.searchedForNames : CSVSniffer.previewRecords)
        let records = preview.records.map { $0.fields.map { TextFormula.text(of: $0) } }
        let (detected, headerless) = try Self.header(of: records, choices)
        var format = preview.format
        format.isSingleColumn = detected.columnCount == 1
        if let header = detected.headerRecordIndex, isWholeFile, header == preview.records.count - 1 {
            throw HeaderOnlyError(line: preview.records[header].line)
        }
        let firstRow = detected.headerRecordIndex.map { preview.records[$0].end } ?? Int64(preview.format.recordsStart)
        self.format = SourceFormat(format, firstRowOffset: firstRow, header: detected.headerRecordIndex.map { preview.records[$0].fields })
        headers = detected.mapping.names
        encodingDoubt = EncodingDoubt(preview)
        headerLine = detected.headerRecordIndex.map { preview.records[$0].line }
        columns = Self.columns(detected, records)
        var mapping = try RejectColumns.dropped(from: detected.mapping, choices.overrides)
        // What a list of rejects lacks was waived, or not there, when its rows were submitted first.
        let required = headers.starts(with: RejectColumns.names) ? [] : choices.requiredColumns
        questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: choices.acceptsGuesses)
        let refusal = headerless ?? mapping.refusal(required: required, questions)
        if choices.refuses, let refusal { throw refusal }
        self.refusal = refusal
        self.mapping = mapping
        let rows = records.dropFirst(detected.headerRecordIndex.map { $0 + 1 } ?? 0)
        self.format.decimalSigns = DecimalSign.evident(in: rows, mapping)
    }

    /// What is remembered of the file for others with the same headers; nil where nothing would tell them.
    package func saved(as name: String) -> SavedMapping? { SavedMapping(name: name, header: format.header, mapping: mapping) }

    /// - Returns: Also why the file would be refused where the header was not found, and nobody asked for more than a look.
    private static func header(of records: [[String]], _ choices: ReadingChoices) throws -> (DetectedHeader, MappingError?) {
        let find = { (hasHeader: Bool?) throws(MappingError) in
            try HeaderDetection.find(
                in: records, overrides: choices.overrides, library: choices.usesLibrary ? choices.library : MappingLibrary(),
                hasHeader: hasHeader, requiresName: false, requiresPhone: false)
        }
        do throws(MappingError) {
            return (try find(choices.hasHeader), nil)
        } catch .noHeader(let searched, let count) where !choices.refuses {
            return (try find(false), .noHeader(searched: searched, columnCount: count))
        }
    }

    /// What the headers of the file may be, by which remembered mappings are found: those of its first records. Empty for a file that
    /// is none: whoever looks at it will say why.
    package static func signatures(_ choices: ReadingChoices, read: (Int) throws -> [UInt8]) rethrows -> [HeaderSignature] {
        guard choices.hasHeader != false, choices.usesLibrary else { return [] }
        for size in prefixBytes {
            let prefix = try read(size)
            let preview = try? CSVSniffer.preview(
                prefix, isWholeFile: prefix.count < size, choices, limit: HeaderDetection.searchedRecords)
            guard let preview else { continue }
            // A header is as likely in the first record as further down in a file of many columns.
            var cells = 0
            let likely = preview.records.prefix { record in
                defer { cells += record.fields.count }
                return cells < signedCells
            }
            return likely.compactMap { HeaderSignature($0.fields) }
        }
        return []
    }

    /// Cells of the first records that are looked at for a remembered header.
    private static let signedCells = 20_000

    private static func columns(_ detected: DetectedHeader, _ records: [[String]]) -> [DetectedColumn] {
        let rows = records.dropFirst(detected.headerRecordIndex.map { $0 + 1 } ?? 0)
        return detected.mapping.columns.enumerated().map { index, use in
            let cells = rows.map { index < $0.count ? $0[index] : "" }.filter { !$0.isEmpty }
            var examples: [String] = []
            for cell in cells where examples.count < 5 && !examples.contains(cell) { examples.append(cell) }
            let meaning = use.field.map { DetectedColumn.Meaning.field($0, use.role) } ?? .extra
            return DetectedColumn(
                best: .init(meaning, confidence: 1), runnerUp: nil,
                evidence: [detected.known.contains(index) ? detected.mapping.origin?.description : nil].compactMap(\.self),
                fill: rows.isEmpty ? 0 : Double(cells.count) / Double(rows.count), distinct: Set(cells).count, examples: examples)
        }
    }
}

extension CSVSniffer {
    /// - Throws: `CSVError`, ``ReadingChoicesError/unknownEncoding(_:)``.
    static func preview(
        _ prefix: [UInt8], further: [UInt8]? = nil, isWholeFile: Bool, _ choices: ReadingChoices, limit: Int = previewRecords
    ) throws -> CSVPreview {
        let encoding = try choices.encoding.map { name throws(ReadingChoicesError) in
            guard let encoding = CSVEncoding(named: name) else { throw ReadingChoicesError.unknownEncoding(name) }
            return encoding
        }
        return try preview(
            prefix, further: further, isWholeFile: isWholeFile, delimiter: choices.delimiter, encoding: encoding,
            skippedLines: choices.skippedLines,
            limit: limit)
    }
}

/// A file with a header and nothing else.
package struct HeaderOnlyError: Fault, Equatable {
    package let line: Int

    package var code: FaultCode { .rowsMissing }
    package var summary: String { "The file has a header on line \(line) and no rows." }
    package var remedy: String? { "Export the file again; if its first row is no header, say so and map columns by number." }
}

/// What was said about a file and cannot be.
package enum ReadingChoicesError: Fault, Equatable {
    case unknownEncoding(String)

    package var code: FaultCode { .encodingUnknown }
    package var summary: String {
        switch self {
        case .unknownEncoding(let name): "“\(name)” is no encoding that can be read."
        }
    }
    package var remedy: String? {
        "Use one of \(CSVEncoding.detectable.joined(separator: ", ")), or any other that iconv knows, or leave it out."
    }
}

extension CSVError: Fault {
    package var code: FaultCode { .csvUnreadable }
}
