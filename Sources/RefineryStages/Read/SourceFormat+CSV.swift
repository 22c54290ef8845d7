package import CSV
package import RefineryModel

extension SourceFormat {
    /// - Parameters:
    ///   - firstRowOffset: Byte of the first row after preamble and header.
    ///   - header: The header's cells; nil when there is none.
    package init(_ format: CSVFormat, firstRowOffset: Int64, header: [String]? = nil) {
        self.init(
            encoding: format.encoding.rawValue, delimiter: String(UnicodeScalar(format.delimiter)), firstRowOffset: firstRowOffset,
            isSingleColumn: format.isSingleColumn, escapesWithBackslash: format.escapesWithBackslash,
            header: header)
    }

    /// - Throws: ``RefineError/unknownFormat(_:)`` for an import that a newer program submitted.
    package func csv() throws -> CSVFormat {
        guard let encoding = CSVEncoding(rawValue: encoding) else { throw RefineError.unknownFormat(encoding) }
        guard let delimiter = delimiter.utf8.first else { throw RefineError.unknownFormat(delimiter) }
        return CSVFormat(
            encoding: encoding, delimiter: delimiter, recordsStart: Int(firstRowOffset), isSingleColumn: isSingleColumn,
            escapesWithBackslash: escapesWithBackslash)
    }
}
