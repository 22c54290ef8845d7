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

    @Test("is asked about with both candidates where it would be used") func withheld() {
        var mapping = mapping([.businessName, .businessPhone, nil, nil])
        let columns = [
            column(.businessName, 0.9), column(.businessPhone, 0.7), column(.city, 0.69, else: .county, 0.2),
            column(nil, 0.6, else: .title, 0.3),
        ]
        let questions = mapping.ask(columns, required: required, takesGuesses: false)
        #expect(mapping.fields == [.businessName, .businessPhone])
        #expect(questions.map(\.index) == [2])
        #expect(questions.first?.candidates.map(\.meaning.field) == [.city, .county])
        #expect(mapping.refusal(required: required, questions) == nil, "nothing that is required hangs on it")
    }

    @Test("is not asked about where another column is the field already, but for phones and e-mails, which are all kept") func taken() {
        var mapping = mapping([.businessName, .businessPhone, nil, nil])
        let columns = [column(.businessName, 0.9), column(.businessPhone, 0.9), column(.businessName, 0.5), column(.businessPhone, 0.5)]
        #expect(mapping.ask(columns, required: required, takesGuesses: false).map(\.index) == [3])
    }

    @Test("stops a file only where the name or the phone hangs on it") func decisive() {
        var mapping = mapping([nil, .businessPhone])
        let columns = [column(.businessName, 0.5, else: .contactName, 0.4), column(.businessPhone, 0.99)]
        let questions = mapping.ask(columns, required: required, takesGuesses: false)
        #expect(mapping.refusal(required: required, questions) == .undecided([.businessName], columns: ["c0"]))
        #expect(mapping.refusal(required: [.businessPhone], questions) == nil)
    }

    @Test("is asked about where only its second candidate is what is missing, if that is not quite unlikely") func runnerUp() {
        var mapping = mapping([nil, .businessPhone, nil])
        let columns = [
            column(nil, 0.6, else: .businessName, 0.35), column(.businessPhone, 0.99), column(nil, 0.9, else: .businessName, 0.05),
        ]
        let questions = mapping.ask(columns, required: required, takesGuesses: false)
        #expect(mapping.refusal(required: required, questions) == .undecided([.businessName], columns: ["c0"]))
    }

    @Test("becomes what is missing where guesses are taken") func guesses() {
        var mapping = mapping([nil, .businessPhone, nil])
        let columns = [column(nil, 0.6, else: .businessName, 0.2), column(.businessPhone, 0.5), column(nil, 0.5, else: .businessName, 0.3)]
        #expect(mapping.ask(columns, required: required, takesGuesses: true).isEmpty)
        #expect(mapping.columns[2].field == .businessName, "the likelier of the two")
        #expect(mapping.refusal(required: required, []) == nil)
    }

    @Test("is none that somebody said what it is") func said() throws {
        var mapping = mapping([nil, .businessPhone])
        let said = column(.businessName, 0.5).said(.init(target: .extra, source: "said by hand"))
        #expect(said.best.confidence == 1 && said.evidence == ["said by hand"])
        #expect(mapping.ask([said, column(.businessPhone, 0.9)], required: [], takesGuesses: false).isEmpty)
    }

    @Test("is none in a file without any phone: that says so and nothing else") func noPhone() {
        var mapping = mapping([.businessName, .city])
        let columns = [column(.businessName, 0.9), column(.city, 0.9)]
        let questions = mapping.ask(columns, required: required, takesGuesses: false)
        #expect(questions.isEmpty)
        #expect(mapping.refusal(required: required, questions) == .fieldsMissing([.businessPhone], headers: ["c0", "c1"]))
    }
}
