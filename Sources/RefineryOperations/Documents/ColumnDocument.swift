package import RefineryModel
package import RefineryStages

/// What is known of a column of a file, as programs read it.
package struct ColumnDocument: Encodable {
    /// From 0.
    let index: Int
    let header: String
    /// What it was found to be: a field, `extra` or `ignore`. A field that is not sure enough is the runner-up of `extra`.
    let field: String
    let role: String?
    /// From 0 to 1.
    let confidence: Double
    let runnerUp: String?
    let runnerUpConfidence: Double?
    /// What becomes of it: a field, `extra.` and a name, or that it is not stored. Not its field where another column is that.
    let use: String
    let evidence: [String]
    let fill: Double
    let distinct: Int
    let examples: [String]

    init(index: Int, header: String, use: ColumnUse, _ column: DetectedColumn) {
        self.index = index
        self.header = header
        let (best, other) = column.answer(as: use)
        if case .neverStored = use { field = "ignore" } else { field = best.meaning.name }
        role = field == "ignore" ? nil : best.meaning.role?.rawValue
        confidence = best.confidence.rounded(toPlaces: 3)
        runnerUp = other?.meaning.name
        runnerUpConfidence = other?.confidence.rounded(toPlaces: 3)
        self.use = use.description
        evidence = column.evidence
        fill = column.fill.rounded(toPlaces: 3)
        distinct = column.distinct
        examples = column.examples
    }

    private enum CodingKeys: String, CodingKey {
        case index, header, field, role, confidence, runnerUp, runnerUpConfidence, use, evidence, fill, distinct, examples
    }

    /// What is not there is null: a reader need not ask whether a key is.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(index, forKey: .index)
        try values.encode(header, forKey: .header)
        try values.encode(field, forKey: .field)
        try values.encode(role, forKey: .role)
        try values.encode(confidence, forKey: .confidence)
        try values.encode(runnerUp, forKey: .runnerUp)
        try values.encode(runnerUpConfidence, forKey: .runnerUpConfidence)
        try values.encode(use, forKey: .use)
        try values.encode(evidence, forKey: .evidence)
        try values.encode(fill, forKey: .fill)
        try values.encode(distinct, forKey: .distinct)
        try values.encode(examples, forKey: .examples)
    }
}

extension SourceInspection {
    /// The columns in their order.
    package var columnDocuments: [ColumnDocument] {
        headers.indices.map { ColumnDocument(index: $0, header: headers[$0], use: mapping.columns[$0], columns[$0]) }
    }
}

extension DetectedColumn.Meaning {
    fileprivate var name: String { field?.rawValue ?? "extra" }
}

extension ColumnUse {
    /// For people: a field and its role, `extra.` and a name, or that it is not stored.
    package var description: String {
        switch self {
        case .field(let field, let multiplier, let role):
            field.rawValue + (role.map { ":\($0.rawValue)" } ?? "") + (multiplier == 1 ? "" : " × \(multiplier)")
        case .extra(let name): "extra.\(name)"
        case .neverStored: "(not stored)"
        }
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }
}

/// A column that somebody is asked about, as programs read it.
package struct QuestionDocument: Codable {
    let index: Int
    package let header: String
    /// What it may be, the likelier first, as a mapping says it: `business_name`, `other_phones:mobile`, `extra`.
    package let candidates: [String]
    package let confidences: [Double]
    package let examples: [String]

    package init(_ question: ColumnQuestion) {
        index = question.index
        header = question.header
        candidates = question.candidates.map(\.meaning.target.text)
        confidences = question.candidates.map { $0.confidence.rounded(toPlaces: 3) }
        examples = question.examples
    }
}

/// A submitted file, as programs read it.
package struct SubmitDocument: Codable {
    package let importId: String
    /// The name of the table, where several were submitted together.
    package let fileName: String?
    let status: String
    /// Where the meaning of the columns comes from; missing where it was found out or said.
    package let mapping: MappingOrigin?
    /// Columns that are extras since it is not sure enough what they are; missing where there is none.
    package let questions: [QuestionDocument]?

    package init(_ id: ImportID, _ inspection: SourceInspection, fileName: String? = nil) {
        importId = id.description
        self.fileName = fileName
        status = ImportStatus.running.rawValue
        mapping = inspection.mapping.origin
        questions = inspection.questions.isEmpty ? nil : inspection.questions.map(QuestionDocument.init)
    }
}

/// Several tables that were submitted together, as programs read it.
package struct SubmissionDocument: Codable {
    package let submissionId: String
    /// Those that are imports now.
    package let imports: [SubmitDocument]
    /// Those that were not taken.
    package let refused: [Refusal]

    /// Why a table was not taken.
    package struct Refusal: Codable {
        package let fileName: String
        /// A code of `FaultCode`.
        package let error: String
        package let message: String
        package let remedy: String?
        package let context: [String: String]?

        package init(_ fault: any Fault, fileName: String) {
            self.fileName = fileName
            (error, message, remedy) = (fault.code.rawValue, fault.summary, fault.remedy)
            context = fault.details.isEmpty ? nil : fault.details
        }
    }

    package init(_ id: SubmissionID, _ imports: [SubmitDocument], refused: [Refusal]) {
        submissionId = id.description
        self.imports = imports
        self.refused = refused
    }
}
