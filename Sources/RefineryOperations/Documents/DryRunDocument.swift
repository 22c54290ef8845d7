internal import RefineryModel
package import RefineryStages

/// What submitting a file would do, as programs read it.
package struct DryRunDocument: Encodable {
    let encoding: String
    let delimiter: String
    /// Where the meaning of the columns comes from; missing where it was found out or said.
    let mapping: MappingOrigin?
    let columns: [ColumnDocument]
    let questions: [QuestionDocument]
    let rows: Int64
    let records: Int64
    let duplicatesInFile: Int64
    let rejected: Int64
    let rejectsByCode: [String: Int64]
    let phonesValid: Int64
    let phonesInvalid: Int64
    let numbers: Int64
    let sample: [[String: String]]

    package init(_ inspection: SourceInspection, _ dryRun: Rehearsal) {
        encoding = inspection.format.encoding
        delimiter = inspection.format.delimiter
        mapping = inspection.mapping.origin
        columns = inspection.columnDocuments
        questions = inspection.questions.map(QuestionDocument.init)
        rows = dryRun.rows
        records = dryRun.records
        duplicatesInFile = dryRun.duplicates
        rejected = dryRun.rejected
        rejectsByCode = dryRun.rejectsByCode
        phonesValid = dryRun.phonesValid
        phonesInvalid = dryRun.phonesInvalid
        numbers = Int64(dryRun.numbers.count)
        sample = dryRun.sample.map { Dictionary($0, uniquingKeysWith: { first, _ in first }) }
    }
}
