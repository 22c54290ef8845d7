/// How one import is to be read and refined: decided at submit, stored with the import, the same for every worker.
package struct ImportOptions: Sendable, Codable, Equatable {
    /// What a row that repeats a stored record does to it.
    package enum OnDuplicate: String, Sendable, Codable, CaseIterable {
        /// The stored record stays as it is.
        case keep
        /// Empty fields of the stored record are completed.
        case fill
    }

    /// What ``batchSize`` may be.
    package static let batchSizes = 1...100_000
    /// What ``rowBytesMax`` may be.
    package static let rowBytes = 1...(256 << 20)

    /// How the bytes of the source become rows and fields.
    package var format: SourceFormat
    /// What each column becomes.
    package var mapping: Mapping
    /// Region whose national phone numbers need no country code, as ISO 3166-1 alpha-2.
    package var region: String
    /// Rows in a batch.
    package var batchSize: Int
    /// Bytes a row may have.
    package var rowBytesMax: Int
    /// Rows that may pass before the import pauses by itself; nil means all.
    package var rowsPerRun: Int64?
    /// Share of rejected rows, 0 to 1, above which the import pauses; nil means never.
    package var rejectRateMax: Double?
    /// Fields a row must have to become a record.
    package var requiredFields: [Field]
    package var onDuplicate: OnDuplicate
    /// Whether the phone numbers of the import are looked up; nil, as in imports of older programs, means no.
    package var looksUpNumbers: Bool?
    /// Who is asked; nil, as in imports of older programs and of SQL, means Twilio.
    package var lookupProvider: LookupProviderName?
    /// Fields of which a malformed value rejects its row, though the row can be reached without it; nil means none.
    package var strictFields: [Field]?
    /// Whether its records are put to companies and personas once it is complete; nil, as in imports of older programs, means yes.
    package var linksRecords: Bool?
    /// How names and addresses are written; nil, as in imports of older programs, means as the file has them.
    package var style: WritingStyle?

    package init(
        format: SourceFormat, mapping: Mapping, region: String = "US", batchSize: Int = 250, rowBytesMax: Int = 1 << 20,
        rowsPerRun: Int64? = nil, rejectRateMax: Double? = nil, requiredFields: [Field] = [.businessName],
        onDuplicate: OnDuplicate = .keep, looksUpNumbers: Bool? = nil, lookupProvider: LookupProviderName? = nil,
        strictFields: [Field]? = nil, linksRecords: Bool? = nil, style: WritingStyle? = nil
    ) {
        self.format = format
        self.mapping = mapping
        self.region = region
        self.batchSize = batchSize
        self.rowBytesMax = rowBytesMax
        self.rowsPerRun = rowsPerRun
        self.rejectRateMax = rejectRateMax
        self.requiredFields = requiredFields
        self.onDuplicate = onDuplicate
        self.looksUpNumbers = looksUpNumbers
        self.lookupProvider = lookupProvider
        self.strictFields = strictFields
        self.linksRecords = linksRecords
        self.style = style
    }

    /// Whether a malformed value of this field rejects its row in any case.
    package func isStrict(about field: Field) -> Bool { requiredFields.contains(field) || strictFields?.contains(field) ?? false }

    private enum CodingKeys: String, CodingKey {
        case format, mapping, region, style
        case batchSize = "batch_size"
        case rowBytesMax = "row_bytes_max"
        case rowsPerRun = "rows_per_run"
        case rejectRateMax = "reject_rate_max"
        case requiredFields = "required_fields"
        case onDuplicate = "on_duplicate"
        case looksUpNumbers = "looks_up_numbers"
        case lookupProvider = "lookup_provider"
        case strictFields = "strict_fields"
        case linksRecords = "links_records"
    }
}

/// What a reader has to know of the source's bytes, found once: at submit, or before the split of a file submitted from SQL.
package struct SourceFormat: Sendable, Codable, Equatable {
    /// Name of the character encoding, such as `utf-8` or `windows-1252`.
    package var encoding: String
    /// The delimiter between fields: one ASCII character.
    package var delimiter: String
    /// Byte of the first data row, after byte order mark, preamble and header.
    package var firstRowOffset: Int64
    /// Whether the file has one column only; blank lines are rows then.
    package var isSingleColumn: Bool
    /// Whether `\\"` stands for a quote inside a quoted field.
    package var escapesWithBackslash: Bool
    /// What quotes fields: one ASCII character.
    package var quote: String
    /// What may stand before the quote that opens a field, in a file where it does: blanks, `=`.
    package var quoteLeadIn: String
    /// Whether nearly every line is one quoted cell that holds the real row.
    package var isWrapped: Bool
    /// Whether the text was encoded as UTF-8 twice.
    package var isEncodedTwice: Bool
    /// Whether a LF without a CR is part of a cell, in a file whose rows end in CRLF.
    package var keepsLineFeeds: Bool
    /// The cells of the header, by which one that is repeated is known; nil without header, and in imports of older programs.
    package var header: [String]?
    /// How the numbers of a column are written, where its values say so; nil where they do not, and in imports of older programs.
    package var decimalSigns: [Field: DecimalSign]?

    package init(
        encoding: String, delimiter: String, firstRowOffset: Int64, isSingleColumn: Bool, escapesWithBackslash: Bool = false,
        quote: String = "\"", quoteLeadIn: String = "", isWrapped: Bool = false, isEncodedTwice: Bool = false, keepsLineFeeds: Bool = false,
        header: [String]? = nil
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.firstRowOffset = firstRowOffset
        self.isSingleColumn = isSingleColumn
        self.escapesWithBackslash = escapesWithBackslash
        self.quote = quote
        self.quoteLeadIn = quoteLeadIn
        self.isWrapped = isWrapped
        self.isEncodedTwice = isEncodedTwice
        self.keepsLineFeeds = keepsLineFeeds
        self.header = header
    }

    /// Imports of older programs say nothing of what was not known then.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            encoding: try values.decode(String.self, forKey: .encoding), delimiter: try values.decode(String.self, forKey: .delimiter),
            firstRowOffset: try values.decode(Int64.self, forKey: .firstRowOffset),
            isSingleColumn: try values.decode(Bool.self, forKey: .isSingleColumn),
            escapesWithBackslash: try values.decode(Bool.self, forKey: .escapesWithBackslash),
            quote: try values.decodeIfPresent(String.self, forKey: .quote) ?? "\"",
            quoteLeadIn: try values.decodeIfPresent(String.self, forKey: .quoteLeadIn) ?? "",
            isWrapped: try values.decodeIfPresent(Bool.self, forKey: .isWrapped) ?? false,
            isEncodedTwice: try values.decodeIfPresent(Bool.self, forKey: .isEncodedTwice) ?? false,
            keepsLineFeeds: try values.decodeIfPresent(Bool.self, forKey: .keepsLineFeeds) ?? false,
            header: try values.decodeIfPresent([String].self, forKey: .header))
        decimalSigns = try values.decodeIfPresent([Field: DecimalSign].self, forKey: .decimalSigns)
    }

    private enum CodingKeys: String, CodingKey {
        case encoding, delimiter, quote, header
        case firstRowOffset = "first_row_offset"
        case isSingleColumn = "is_single_column"
        case escapesWithBackslash = "escapes_with_backslash"
        case quoteLeadIn = "quote_lead_in"
        case isWrapped = "is_wrapped"
        case isEncodedTwice = "is_encoded_twice"
        case keepsLineFeeds = "keeps_line_feeds"
        case decimalSigns = "decimal_signs"
    }
}
