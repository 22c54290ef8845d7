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
        return try find(in: records, choices)
    }
}
