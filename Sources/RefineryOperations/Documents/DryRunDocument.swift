internal import RefineryModel
package import RefineryStages

/// What submitting a file would do, as programs read it.
package struct DryRunDocument: Encodable {
    let encoding: String
    let delimiter: String
    let columns: [ColumnUseDocument]
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
        columns = inspection.meanings
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

/// What a column of a file is taken for.
package struct ColumnUseDocument: Encodable, Sendable {
    /// Counted from 1.
    package let column: Int
    package let header: String
    /// A field, `extra.` and a name, or that it is not stored.
    package let use: String
}

extension SourceInspection {
    /// The columns in their order, each with what it is taken for.
    package var meanings: [ColumnUseDocument] {
        zip(headers, mapping.columns).enumerated().map {
            ColumnUseDocument(column: $0.offset + 1, header: $0.element.0, use: $0.element.1.description)
        }
    }
}

extension ColumnUse {
    fileprivate var description: String {
        switch self {
        case .field(let field, let multiplier, let role):
            field.rawValue + (role.map { ":\($0.rawValue)" } ?? "") + (multiplier == 1 ? "" : " × \(multiplier)")
        case .extra(let name): "extra.\(name)"
        case .neverStored: "(not stored)"
        }
    }
}
