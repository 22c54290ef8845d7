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
            quote: String(UnicodeScalar(format.quote)), quoteLeadIn: Self.leadIns.filter { format.leadIn.contains($0.0) }.map(\.1).joined(),
            isWrapped: format.isWrapped, isEncodedTwice: format.isEncodedTwice, keepsLineFeeds: format.keepsLineFeeds,
            header: header)
    }

    /// - Throws: ``RefineError/unknownFormat(_:)`` for an import that a newer program submitted.
    package func csv() throws -> CSVFormat {
        guard let encoding = CSVEncoding(rawValue: encoding) else { throw RefineError.unknownFormat(encoding) }
        guard let delimiter = delimiter.utf8.first else { throw RefineError.unknownFormat(delimiter) }
        guard let quote = quote.utf8.first else { throw RefineError.unknownFormat(quote) }
        return CSVFormat(
            encoding: encoding, delimiter: delimiter, recordsStart: Int(firstRowOffset), isSingleColumn: isSingleColumn,
            escapesWithBackslash: escapesWithBackslash, quote: quote,
            leadIn: CSVFormat.LeadIn(Self.leadIns.filter { quoteLeadIn.contains($0.1) }.map(\.0)), isWrapped: isWrapped,
            isEncodedTwice: isEncodedTwice, keepsLineFeeds: keepsLineFeeds)
    }

    private static let leadIns: [(CSVFormat.LeadIn, String)] = [(.blanks, " "), (.equals, "=")]
}
