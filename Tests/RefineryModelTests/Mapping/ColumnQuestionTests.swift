import Testing

@testable import RefineryModel

@Suite("A column that is not sure") struct ColumnQuestionTests {
    private typealias Candidate = DetectedColumn.Candidate

    private func column(_ best: Field?, _ confidence: Double, else other: Field? = nil, _ otherConfidence: Double = 0) -> DetectedColumn {
        let meaning = { (field: Field?) in field.map { DetectedColumn.Meaning.field($0, nil) } ?? .extra }
        return DetectedColumn(
            best: Candidate(meaning(best), confidence: confidence),
            runnerUp: otherConfidence > 0 ? Candidate(meaning(other), confidence: otherConfidence) : nil, evidence: [], fill: 1,
            distinct: 1,
            examples: ["x"])
    }

    private func mapping(_ fields: [Field?]) -> Mapping {
        let names = fields.indices.map { "c\($0)" }
        return Mapping(
            columns: zip(fields, names).map { field, name in field.map { .field($0, multiplier: 1) } ?? .extra(name: name) }, names: names)
    }

    private let required: [Field] = [.businessName, .businessPhone]

    @Test("is kept as an extra and asked about, with both candidates; one that is sure is used") func withheld() {
        var mapping = mapping([.businessName, .businessPhone, .city])
        let columns = [column(.businessName, 0.9), column(.businessPhone, 0.7), column(.city, 0.69, else: .county, 0.2)]
        let questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: false)
        #expect(mapping.columns[2] == .extra(name: "c2"))
        #expect(mapping.fields == [.businessName, .businessPhone])
        #expect(questions.map(\.index) == [2])
        #expect(questions.first?.candidates.map(\.meaning.field) == [.city, .county])
        #expect(mapping.refusal(required: required, questions) == nil, "nothing that is required hangs on it")
    }

    @Test("stops a file only where the name or the phone hangs on it") func decisive() {
        var mapping = mapping([.businessName, .businessPhone])
        let columns = [column(.businessName, 0.5, else: .contactName, 0.4), column(.businessPhone, 0.99)]
        let questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: false)
        #expect(mapping.refusal(required: required, questions) == .undecided([.businessName], columns: ["c0"]))
        #expect(mapping.refusal(required: [.businessPhone], questions) == nil)
    }

    @Test("is asked about where only its second candidate is what is missing") func runnerUp() {
        var mapping = mapping([nil, .businessPhone])
        let columns = [column(nil, 0.6, else: .businessName, 0.35), column(.businessPhone, 0.99)]
        let questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: false)
        #expect(mapping.refusal(required: required, questions) == .undecided([.businessName], columns: ["c0"]))
    }

    @Test("is used as the best guess where guesses are accepted, also for what is missing") func guesses() {
        var mapping = mapping([nil, .businessPhone, .city, nil])
        let columns = [
            column(nil, 0.6, else: .businessName, 0.2), column(.businessPhone, 0.5), column(.city, 0.4),
            column(nil, 0.5, else: .businessName, 0.3),
        ]
        let questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: true)
        #expect(questions.isEmpty)
        #expect(mapping.fields == [.businessPhone, .city, .businessName], "the likelier of the two")
        #expect(mapping.refusal(required: required, questions) == nil)
    }

    @Test("is none in a file without any phone: that says so and nothing else") func noPhone() {
        var mapping = mapping([.businessName, .city])
        let columns = [column(.businessName, 0.9), column(.city, 0.9, else: .businessPhone, 0.05)]
        let questions = mapping.withholdUnsure(columns, required: required, acceptsGuesses: false)
        #expect(questions.isEmpty)
        #expect(mapping.refusal(required: required, questions) == .fieldsMissing([.businessPhone], headers: ["c0", "c1"]))
    }
}
