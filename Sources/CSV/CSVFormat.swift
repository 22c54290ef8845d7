/// How a file writes its records: what ``CSVSniffer`` finds out once, and every later reading of the file uses.
package struct CSVFormat: Codable, Sendable, Equatable {
    package var encoding: CSVEncoding
    /// The byte between fields; an ASCII character.
    package var delimiter: UInt8
    /// Length of the byte order mark, in bytes; 0 when there is none.
    package var byteOrderMarkLength: Int
    /// Offset of the first record, in bytes: after the byte order mark and after a `sep=;` line.
    package var recordsStart: Int
    /// The byte that quotes fields: `"`, or `'` where a file uses it instead.
    package var quote: UInt8
    /// What may stand between the start of a field and the quote that opens it.
    package var leadIn: LeadIn
    /// Whether nearly every line is one quoted field that holds the real record, as a program writes it that took lines for cells.
    package var isWrapped: Bool
    /// Whether the text was UTF-8 that somebody took for Windows-1252 and wrote as UTF-8 once more: `CafÃ©`.
    package var isEncodedTwice: Bool
    /// Whether records have one field: then a blank line is a record with an empty field, else it is nothing.
    package var isSingleColumn: Bool
    /// Whether `\"` stands for a quote in a quoted field, as MySQL writes it. RFC 4180 doubles the quote instead.
    package var escapesWithBackslash: Bool
    /// Whether a LF without a CR before it is part of a cell, in a file whose records end in CRLF.
    package var keepsLineFeeds: Bool

    /// Bytes that may stand before an opening quote, in files where they do.
    package struct LeadIn: OptionSet, Codable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Blanks, which are no part of the field: `a, "b"`. Then they may follow the closing quote too.
        package static let blanks = LeadIn(rawValue: 1 << 0)
        /// The sign by which a report tells a spreadsheet that a text is none but text: `="0123"`. It stays in the field.
        package static let equals = LeadIn(rawValue: 1 << 1)
    }

    package init(
        encoding: CSVEncoding = .utf8, delimiter: UInt8 = UInt8(ascii: ","), byteOrderMarkLength: Int = 0, recordsStart: Int? = nil,
        isSingleColumn: Bool = false, escapesWithBackslash: Bool = false, quote: UInt8 = UInt8(ascii: "\""), leadIn: LeadIn = [],
        isWrapped: Bool = false, isEncodedTwice: Bool = false, keepsLineFeeds: Bool = false
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.byteOrderMarkLength = byteOrderMarkLength
        self.recordsStart = recordsStart ?? byteOrderMarkLength
        self.isSingleColumn = isSingleColumn
        self.escapesWithBackslash = escapesWithBackslash
        self.quote = quote
        self.leadIn = leadIn
        self.isWrapped = isWrapped
        self.isEncodedTwice = isEncodedTwice
        self.keepsLineFeeds = keepsLineFeeds
    }

    var grammar: CSVGrammar {
        CSVGrammar(
            delimiter: delimiter, quote: quote, escapesWithBackslash: escapesWithBackslash, leadIn: leadIn,
            keepsLineFeeds: keepsLineFeeds)
    }
}
