internal import RefineryModel
package import RefineryStages
internal import Tables

/// What a file turns out to be, as programs read it.
package struct InspectionDocument: Encodable {
    private let inspection: SourceInspection
    private let rehearsal: Rehearsal
    private let conversion: Conversion?

    /// - Parameters:
    ///   - rehearsal: What became of the first rows.
    ///   - conversion: How the file became CSV; nil: it is.
    package init(_ inspection: SourceInspection, _ rehearsal: Rehearsal, _ conversion: Conversion? = nil) {
        self.inspection = inspection
        self.conversion = conversion
        self.rehearsal = rehearsal
    }

    private enum CodingKeys: String, CodingKey {
        case format, encoding, encodingRival, delimiter, quote, headerRow, sheet, sheets, mapping, columns, questions, refusal, sample
    }

    private struct Refusal: Encodable {
        let code: String
        let message: String
    }

    private struct Sample: Encodable {
        let rows: Int64
        let isWholeFile: Bool
        let records: Int64
        let duplicatesInFile: Int64
        let rejected: Int64
        let rejectsByCode: [String: Int64]
        let phonesValid: Int64
        let phonesInvalid: Int64
        /// Names and addresses that are written otherwise than the file has them.
        let rewritten: Int64
        /// The first ones of each column.
        let rewrites: [Rehearsal.Rewrite]
    }

    /// What is not there is null: a reader need not ask whether a key is.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(conversion?.format.rawValue ?? "csv", forKey: .format)
        try values.encode(inspection.format.encoding, forKey: .encoding)
        // Not null: the encoding is in doubt, and could be this one.
        try values.encode(inspection.encodingDoubt?.rival, forKey: .encodingRival)
        try values.encode(inspection.format.delimiter, forKey: .delimiter)
        try values.encode(inspection.format.quote, forKey: .quote)
        let headerRow = inspection.headerLine.flatMap { line in
            conversion?.sheet == nil ? Int64(line) : conversion?.headerLine(before: inspection.format.firstRowOffset)
        }
        try values.encode(headerRow, forKey: .headerRow)
        try values.encode(conversion?.sheet, forKey: .sheet)
        try values.encode(conversion?.sheets, forKey: .sheets)
        try values.encode(inspection.mapping.origin, forKey: .mapping)
        try values.encode(inspection.columnDocuments, forKey: .columns)
        try values.encode(inspection.questions.map(QuestionDocument.init), forKey: .questions)
        try values.encode(inspection.refusal.map { Refusal(code: $0.code.rawValue, message: $0.summary) }, forKey: .refusal)
        try values.encode(
            Sample(
                rows: rehearsal.rows, isWholeFile: rehearsal.isWholeFile, records: rehearsal.records,
                duplicatesInFile: rehearsal.duplicates, rejected: rehearsal.rejected, rejectsByCode: rehearsal.rejectsByCode,
                phonesValid: rehearsal.phonesValid, phonesInvalid: rehearsal.phonesInvalid,
                rewritten: rehearsal.rewritten, rewrites: rehearsal.rewrites),
            forKey: .sample)
    }
}
