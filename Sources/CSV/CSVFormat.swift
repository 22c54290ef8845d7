/// How a file writes its records: what ``CSVSniffer`` finds out once, and every later reading of the file uses.
package struct CSVFormat: Codable, Sendable, Equatable {
    package var encoding: CSVEncoding
    /// The byte between fields; an ASCII character.
    package var delimiter: UInt8
    /// Length of the byte order mark, in bytes; 0 when there is none.
    package var byteOrderMarkLength: Int
    /// Offset of the first record, in bytes: after the byte order mark and after a `sep=;` line.
    package var recordsStart: Int
    /// Whether records have one field: then a blank line is a record with an empty field, else it is nothing.
    package var isSingleColumn: Bool
    /// Whether `\"` stands for a quote in a quoted field, as MySQL writes it. RFC 4180 doubles the quote instead.
    package var escapesWithBackslash: Bool

    package init(
        encoding: CSVEncoding = .utf8, delimiter: UInt8 = UInt8(ascii: ","), byteOrderMarkLength: Int = 0, recordsStart: Int? = nil,
        isSingleColumn: Bool = false, escapesWithBackslash: Bool = false
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.byteOrderMarkLength = byteOrderMarkLength
        self.recordsStart = recordsStart ?? byteOrderMarkLength
        self.isSingleColumn = isSingleColumn
        self.escapesWithBackslash = escapesWithBackslash
    }

    var grammar: CSVGrammar { CSVGrammar(delimiter: delimiter, escapesWithBackslash: escapesWithBackslash) }
}
