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
    /// Whether mappings of files with the same headers, and templates, count; false: the columns are detected again.
    package var usesLibrary = true
    /// Whether a file that lacks what is required is an error; else ``SourceInspection/refusal`` says so, and it is looked at all the same.
    package var refuses = true
    /// Whether there is a header; nil finds out.
    package var hasHeader: Bool?
    /// Lines at the top that are no part of the table.
    package var skippedLines = 0
    /// Whether a file without a column for the business name is an error.
    package var requiresName = true
    /// Whether the names of persons stand for the business name in a file that lists persons without their firms.
    package var acceptsPersons = true
    /// Whether a file without any phone column is an error.
    package var requiresPhone = true
    /// Where phone numbers without a country code belong, as ISO 3166-1 alpha-2.
    package var region = "US"
    /// The delimiter; nil finds out.
    package var delimiter: UInt8?
    /// Name of the encoding; nil finds out.
    package var encoding: String?
    /// The sheet of a workbook, by its name or as `#2`; nil takes the one with the table.
    package var sheet: String?
    /// The one table of an archive that is meant, by its name or as `#2`; nil: all of them.
    package var table: String?
    /// Whether the bytes are the CSV that was made of another format, of which nothing has to be found out.
    package var isConverted = false
    /// What alone is normalized and checked; nil: all that the file has.
    package var only: FieldGroups?

    package init() {}

    /// The same of a file that has no header.
    var withoutHeader: ReadingChoices {
        var choices = self
        choices.hasHeader = false
        return choices
    }

    /// The mappings that count.
    var mappings: MappingLibrary { usesLibrary ? library : MappingLibrary() }
    var requiredColumns: [Field] {
        only == nil ? (requiresName ? [.businessName] : []) + (requiresPhone ? [.businessPhone] : []) : []
    }
}

/// What the beginning of a file tells: how it is written, and what its columns mean.
package struct SourceInspection: Sendable {
    package private(set) var format: SourceFormat
    package let mapping: Mapping
    /// The header's names as the file has them; names made up where there is no header.
    package let headers: [String]
    /// What speaks against the encoding; nil where there is no doubt, or it was given.
    package let encodingDoubt: EncodingDoubt?
    /// Byte of the first row, preamble and header among them.
    package let recordsOffset: Int64
    /// The line of the header, counted from 1 as a text editor does; nil: the file has none.
    package let headerLine: Int?
    /// What each column was found to be, or said to be.
    package let columns: [DetectedColumn]
    /// Whether the file has no business names, and is taken for a list of persons.
    package let listsPersons: Bool
    /// Columns that are extras until somebody says what they are.
    package let questions: [ColumnQuestion]
    /// Why the file would be refused, where the choices only ask.
    package let refusal: MappingError?

    /// Bytes looked at: first little, then enough for a header of ten thousand columns.
    private static let prefixBytes = [64 * 1024, 4 << 20]

    /// Finds out from the first bytes of a file.
    /// - Parameters:
    ///   - size: Bytes of the file; nil where only its beginning can be read.
    ///   - read: Gives so many bytes at an offset; fewer when the file has no more. Only those from 0 on where `size` is nil.
    /// - Throws: `CSVError`, `MappingError`, and what `read` throws: what is wrong, and what to do.
    package init(_ choices: ReadingChoices, size: Int64? = nil, read: (Int64, Int) throws -> [UInt8]) throws {
        self = try Self.inspect(choices, prefixes: Self.prefixBytes[...], size, read)
    }

    /// What is enough of a file's beginning, in bytes, for ``init(beginning:_:)``.
    package static let beginningBytes = prefixBytes[prefixBytes.count - 1]

    /// The same of a file that is stored already.
    /// - Parameter beginning: The whole file, or at least ``beginningBytes`` of it.
    package init(beginning: [UInt8], _ choices: ReadingChoices) throws {
        try self.init(choices) { offset, count in Array(beginning.dropFirst(Int(offset)).prefix(count)) }
    }

    private static func inspect(
        _ choices: ReadingChoices, prefixes: ArraySlice<Int>, _ size: Int64?, _ read: (Int64, Int) throws -> [UInt8]
    ) throws -> SourceInspection {
        guard let length = prefixes.first else { throw CSVError.firstRecordTooLong(limitBytes: prefixBytes[prefixBytes.count - 1]) }
        let prefix = try read(0, length)
        let isWholeFile = prefix.count < length
        var unreadable: (any Error)?
        func readOn(_ offset: Int64, _ count: Int) throws -> [UInt8] {
            do { return try read(offset, count) } catch {
                unreadable = error
                throw error
            }
        }
        do {
            let isUndecided = !isWholeFile && length < beginningBytes && choices.encoding == nil && prefix.allSatisfy { $0 < 0x80 }
            let further = isUndecided ? try readOn(0, beginningBytes) : nil
            let inspection = try SourceInspection(prefix, further: further, isWholeFile: isWholeFile, choices, size, readOn)
            // Every other byte of UTF-16 is NUL, which is dropped from text: what is left may look like words.
            let isWide = choices.encoding != nil && prefix.prefix(4096).count { $0 == 0 } * 4 > min(prefix.count, 4096)
            if isWide, let misreading = Misreading(prefix, isWholeFile: isWholeFile, choices, .csvUnreadable) { throw misreading }
            return inspection
        } catch  where unreadable != nil {
            // More of the file would not say more.
            throw error
        } catch let error as any Fault where isWholeFile || prefixes.count == 1 {
            throw Misreading(prefix, isWholeFile: isWholeFile, choices, error.code) ?? error
        } catch  where !isWholeFile && prefixes.count > 1 {
            return try inspect(choices, prefixes: prefixes.dropFirst(), size, read)
        }
    }

    private init(
        _ prefix: [UInt8], further: [UInt8]?, isWholeFile: Bool, _ choices: ReadingChoices, _ size: Int64?,
        _ read: (Int64, Int) throws -> [UInt8]
    ) throws {
        let namesColumns = choices.overrides.contains { if case .named = $0.column { true } else { false } }
        let preview = try CSVSniffer.preview(
            prefix, further: further, isWholeFile: isWholeFile, choices,
            limit: namesColumns ? HeaderDetection.searchedForNames : CSVSniffer.previewRecords)
        let records = preview.records.map { $0.fields.map { TextFormula.text(of: $0) } }
        let (place, headerless) = try Self.place(in: records, choices)
        var format = preview.format
        format.isSingleColumn = place.headers.count == 1
        if let header = place.index, isWholeFile, header == preview.records.count - 1 {
            throw HeaderOnlyError(line: preview.records[header].line)
        }
        let firstRow = place.firstRowOffset(in: preview)
        let sampler = RowSampler(format, columnCount: place.headers.count)
        let seen = Int64(prefix.count)
        let windows = isWholeFile ? nil : size.map { seen..<max($0, seen) }
        let sample = try sampler.sample(
            prefix.dropFirst(Int(firstRow)), isWholeFile: isWholeFile, windows: windows, read)
        let detected = try HeaderDetection.find(at: place, choices, sample)
        self.format = SourceFormat(format, firstRowOffset: firstRow, header: place.index.map { preview.records[$0].fields })
        headers = detected.mapping.names
        encodingDoubt = EncodingDoubt(preview)
        recordsOffset = Int64(preview.format.recordsStart)
        headerLine = place.index.map { preview.records[$0].line }
        columns = detected.columns
        var mapping = try OwnList.dropped(from: detected.mapping, choices.overrides)
        // What a list of ours lacks was waived, or not there, when its rows were submitted first.
        let required = OwnList(headers) == nil ? choices.requiredColumns : []
        questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: choices.acceptsGuesses)
        let listsPersons = choices.acceptsPersons && required.contains(.businessName) && mapping.listsPersons(questions)
        if let only = choices.only { try mapping.keepOnly(only) }
        let needed = listsPersons ? required.filter { $0 != .businessName } : required
        let refusal =
            headerless
            ?? Self.refusal(
                of: mapping, place, needed, questions, choices, searched: min(records.count, HeaderDetection.searchedRecords))
        if choices.refuses, let refusal { throw refusal }
        self.listsPersons = listsPersons
        self.refusal = refusal
        self.mapping = mapping
        let rows = records.dropFirst(place.firstRow)
        self.format.decimalSigns = DecimalSign.evident(in: rows, mapping)
    }

    /// What is remembered of the file for others with the same headers; nil where nothing would tell them.
    package func saved(as name: String) -> SavedMapping? { SavedMapping(name: name, header: format.header, mapping: mapping) }

    /// - Returns: Also why the file would be refused where the header was not found, and nobody asked for more than a look.
    private static func place(
        in records: [[String]], _ choices: ReadingChoices
    ) throws(MappingError) -> (HeaderDetection.Place, MappingError?) {
        do {
            return (try HeaderDetection.place(in: records, choices), nil)
        } catch {
            guard !choices.refuses, case .noHeader = error else { throw error }
            return (try HeaderDetection.place(in: records, choices.withoutHeader), error)
        }
    }

    /// Why the file would be refused; what has no header, and cannot be read by its values, is asked for one.
    private static func refusal(
        of mapping: Mapping, _ place: HeaderDetection.Place, _ required: [Field], _ questions: [ColumnQuestion], _ choices: ReadingChoices,
        searched: Int
    ) -> MappingError? {
        let refusal = mapping.refusal(required: required, questions)
        guard refusal != nil, place.index == nil, choices.hasHeader == nil, choices.overrides.isEmpty else { return refusal }
        return .noHeader(searched: searched, columnCount: mapping.columns.count)
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
            skippedLines: choices.skippedLines, limit: limit, isCanonical: choices.isConverted)
    }

    /// The same of as much of a file as is ever looked at.
    static func preview(of choices: ReadingChoices, read: (Int) throws -> [UInt8]) throws -> CSVPreview {
        let prefix = try read(SourceInspection.beginningBytes)
        return try preview(prefix, isWholeFile: prefix.count < SourceInspection.beginningBytes, choices)
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
