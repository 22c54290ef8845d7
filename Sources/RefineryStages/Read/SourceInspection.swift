internal import CSV
package import RefineryModel

/// What a person may say about how a file is to be read; what is not said is found out.
package struct ReadingChoices: Sendable {
    /// Meaning of columns, from `--map`.
    package var overrides: [MappingOverride] = []
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
}

/// What the beginning of a file tells: how it is written, and what its columns mean.
package struct SourceInspection: Sendable {
    package private(set) var format: SourceFormat
    package let mapping: Mapping
    /// The header's names as the file has them; names made up where there is no header.
    package let headers: [String]

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
            return try SourceInspection(prefix, isWholeFile: isWholeFile, choices)
        } catch let error as any Fault where isWholeFile || prefixes.count == 1 {
            throw Misreading(prefix, isWholeFile: isWholeFile, choices, error.code) ?? error
        } catch  where !isWholeFile && prefixes.count > 1 {
            return try inspect(choices, prefixes: prefixes.dropFirst(), read: read)
        }
    }

    private init(_ prefix: [UInt8], isWholeFile: Bool, _ choices: ReadingChoices) throws {
        let encoding = try choices.encoding.map { name throws(ReadingChoicesError) in
            guard let encoding = CSVEncoding(named: name) else { throw ReadingChoicesError.unknownEncoding(name) }
            return encoding
        }
        let namesColumns = choices.overrides.contains { if case .named = $0.column { true } else { false } }
        let preview = try CSVSniffer.preview(
            prefix, isWholeFile: isWholeFile, delimiter: choices.delimiter, encoding: encoding, skippedLines: choices.skippedLines,
            limit: namesColumns ? HeaderDetection.searchedForNames : CSVSniffer.previewRecords)
        let detected = try HeaderDetection.find(
            in: preview.records.map(\.fields), overrides: choices.overrides, hasHeader: choices.hasHeader,
            requiresName: choices.requiresName, requiresPhone: choices.requiresPhone)
        var format = preview.format
        format.isSingleColumn = detected.columnCount == 1
        if let header = detected.headerRecordIndex, isWholeFile, header == preview.records.count - 1 {
            throw HeaderOnlyError(line: preview.records[header].line)
        }
        let firstRow = detected.headerRecordIndex.map { preview.records[$0].end } ?? Int64(preview.format.recordsStart)
        self.format = SourceFormat(format, firstRowOffset: firstRow, header: detected.headerRecordIndex.map { preview.records[$0].fields })
        mapping = try RejectColumns.dropped(from: detected.mapping, choices.overrides)
        headers = detected.mapping.names
        let rows = preview.records.dropFirst(detected.headerRecordIndex.map { $0 + 1 } ?? 0).lazy.map(\.fields)
        self.format.decimalSigns = DecimalSign.evident(in: rows, mapping)
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
    package var remedy: String? { "Use one of \(CSVEncoding.allCases.map(\.rawValue).joined(separator: ", ")), or leave it out." }
}

extension CSVError: Fault {
    package var code: FaultCode { .csvUnreadable }
}
