package import CSV
package import RefineryModel

extension SourceFormat {
    /// - Parameter firstRowOffset: Byte of the first row after preamble and header.
    package init(_ format: CSVFormat, firstRowOffset: Int64) {
        self.init(
            encoding: format.encoding.rawValue, delimiter: String(UnicodeScalar(format.delimiter)), firstRowOffset: firstRowOffset,
            isSingleColumn: format.isSingleColumn, escapesWithBackslash: format.escapesWithBackslash)
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
