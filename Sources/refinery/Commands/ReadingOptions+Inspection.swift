internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages

extension ReadingOptions {
    /// Looks at the file as these options say, and with what is remembered of files with such headers, where there is a database. Says
    /// what was used of that, and of which columns it is not sure.
    /// - Parameter refuses: Whether a file that lacks what is required is an error.
    func inspect(_ table: SourceTable, refuses: Bool = true) async throws -> SourceInspection {
        let source = table.file
        var choices = table.completed(try choices())
        if let line = table.conversion.flatMap(Self.sheetLine) { Console.message(line) }
        let signatures = try SourceInspection.signatures(choices) { try source.read(at: 0, count: $0) }
        if let library = await Runtime.library(for: signatures) { choices.library = library }
        choices.refuses = refuses
        do {
            let inspection = try SourceInspection(source, choices)
            if let origin = inspection.mapping.origin {
                Console.message("Columns: \(origin.description.visible). --no-remembered detects them again.")
            }
            if let doubt = inspection.encodingDoubt { Console.message(Self.line(doubt)) }
            if inspection.listsPersons {
                Console.message("No column holds business names: this is a list of persons. If one does: --map \"…=business_name\"")
            }
            for line in QuestionText.lines(inspection.questions) { Console.message(line) }
            return inspection
        } catch let error as MappingError {
            if case .undecided = error {
                choices.refuses = false
                for line in QuestionText.lines(try SourceInspection(source, choices).questions) { Console.message(line) }
            }
            throw error
        }
    }

    /// Which sheet of several is read; nil where there is no choice.
    private static func sheetLine(_ conversion: Conversion) -> String? {
        guard let sheet = conversion.sheet, !conversion.others.isEmpty else { return nil }
        let others = conversion.others.prefix(10).map { "“\($0.visible)”" }.joined(separator: ", ")
        return
            "Sheet “\(sheet.visible)”. \(conversion.others.count == 1 ? "Another has" : "Others have") a table too: \(others). Take it with --sheet."
    }

    private static func line(_ doubt: EncodingDoubt) -> String {
        let cells = doubt.cells.map { "“\($0.visible.prefix(60))”" }.joined(separator: ", ")
        return "Read as \(doubt.encoding), which is likelier than \(doubt.rival): \(cells). If that is wrong: --encoding \(doubt.rival)"
    }

    /// What is remembered of a file once it is submitted: that of one whose columns somebody named.
    func remembered(_ inspection: SourceInspection, _ source: SourceTable) -> SavedMapping? {
        map.isEmpty || only != nil ? nil : inspection.saved(as: source.name)
    }
}

/// What is asked about columns of which it is not sure enough what they are.
enum QuestionText {
    /// A column, its candidates with what decides for each, and examples of its values.
    static func lines(_ questions: [ColumnQuestion]) -> [String] { lines(questions.map(QuestionDocument.init)) }

    /// The same, as a server tells it.
    static func lines(_ questions: [QuestionDocument]) -> [String] {
        questions.flatMap { question in
            let header = question.header.visible
            let candidates = zip(question.candidates, question.confidences).map { "\(name($0)) (\(percent($1)))" }
            let examples = question.examples.map { "“\($0.visible.prefix(40))”" }.joined(separator: ", ")
            let decisions = question.candidates.map { "--map \"\(header)=\($0)\"" }
            return [
                "Not sure what the column \"\(header)\" is: \(candidates.joined(separator: ", or ")). It is kept as an extra.",
                "  \(examples.isEmpty ? "It is empty" : "It holds \(examples)").",
                "  Say which: \(decisions.joined(separator: " or ")); --yes takes the best guess.",
            ]
        }
    }

    /// A meaning, for people.
    static func name(_ meaning: DetectedColumn.Meaning) -> String { meaning.field == nil ? "no field" : meaning.target.text }

    /// A meaning as documents have it, for people.
    private static func name(_ target: String) -> String { target == "extra" || target.hasPrefix("extra.") ? "no field" : target }

    /// Cut off, so that what is not quite enough does not look as if it were.
    static func percent(_ share: Double) -> String { "\(Int(share * 100 + 1e-9)) %" }
}
