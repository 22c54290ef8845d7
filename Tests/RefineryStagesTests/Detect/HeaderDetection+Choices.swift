import RefineryModel

@testable import RefineryStages

extension HeaderDetection {
    /// Finds the header of some records as a person would have it done.
    static func find(
        in records: [[String]], overrides: [MappingOverride], hasHeader: Bool?, requiresName: Bool = true, requiresPhone: Bool
    ) throws(MappingError) -> DetectedHeader {
        var choices = ReadingChoices()
        choices.overrides = overrides
        choices.hasHeader = hasHeader
        choices.requiresName = requiresName
        choices.requiresPhone = requiresPhone
        choices.usesLibrary = false
        let found = try find(in: records, choices)
        var mapping = found.mapping
        let required = mapping.names.starts(with: RejectColumns.names) ? [] : choices.requiredColumns
        let questions = mapping.withholdUnsure(found.columns, required: required, acceptsGuesses: false)
        if let refusal = mapping.refusal(required: required, questions) {
            guard found.headerRecordIndex == nil, hasHeader == nil, overrides.isEmpty else { throw refusal }
            throw .noHeader(searched: min(records.count, searchedRecords), columnCount: found.columnCount)
        }
        return DetectedHeader(headerRecordIndex: found.headerRecordIndex, mapping: mapping, columns: found.columns)
    }
}
