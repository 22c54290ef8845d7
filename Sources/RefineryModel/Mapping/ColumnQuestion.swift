/// A column of which it is not sure enough what it is: until somebody says, it is an extra.
package struct ColumnQuestion: Sendable, Equatable {
    /// Its position, from 0.
    package let index: Int
    /// As ``Mapping/names`` has it.
    package let header: String
    /// What it may be, the likelier first; no field: an extra.
    package let candidates: [DetectedColumn.Candidate]
    /// Up to five different values, as the file has them.
    package let examples: [String]

    fileprivate func mayBe(_ field: Field) -> Bool { candidates.contains { $0.mayFill(field) } }
}

extension DetectedColumn.Meaning {
    /// Nil for an extra.
    package var field: Field? {
        if case .field(let field, _) = self { field } else { nil }
    }

    package var role: ColumnRole? {
        if case .field(_, let role) = self { role } else { nil }
    }

    /// As what somebody may say of a column.
    package var target: MappingOverride.Target {
        switch self {
        case .field(let field, let role): .field(field, role: role)
        case .extra: .extra
        }
    }
}

extension Mapping {
    /// Makes columns extras of which it is not sure enough that they are a field.
    /// - Parameters:
    ///   - columns: What was found out about each column.
    ///   - required: Fields that the file has to have. A column that may be one of them, and is not taken for it, is asked about too.
    ///   - acceptsGuesses: Whether the best guess stands instead, and a required field that is missing is the column that is likeliest.
    /// - Returns: What is open then.
    package mutating func withholdUnsure(_ columns: [DetectedColumn], required: [Field], acceptsGuesses: Bool) -> [ColumnQuestion] {
        var open: Set<Int> = []
        if !acceptsGuesses {
            open = Set(columns.indices.filter { self.columns[$0].field != nil && columns[$0].best.confidence < DetectedColumn.sure })
            for index in open { self.columns[index] = .extra(name: names[index]) }
        }
        for field in missing(of: required) {
            let likely = columns.indices.compactMap { index -> (index: Int, confidence: Double)? in
                guard case .extra = self.columns[index] else { return nil }
                return columns[index].candidates.first { $0.mayFill(field) }.map { (index, $0.confidence) }
            }
            if acceptsGuesses {
                guard let best = likely.max(by: { ($0.confidence, $1.index) < ($1.confidence, $0.index) }) else { continue }
                self.columns[best.index] = .field(field, multiplier: 1)
            } else {
                open.formUnion(likely.map(\.index))
            }
        }
        return open.sorted().map { index in
            ColumnQuestion(
                index: index, header: names[index], candidates: columns[index].candidates, examples: columns[index].examples)
        }
    }

    /// Those of some fields that no column is; a direct phone stands for a business phone.
    private func missing(of required: [Field]) -> [Field] {
        let fields = Set(self.fields)
        return required.filter { field in
            !fields.contains(field) && !(field == .businessPhone && fields.contains(.directPhone))
        }
    }

    /// Whether the file lists persons without their firms: it names persons, and no column is, or may be, the business name.
    /// - Parameter questions: What ``withholdUnsure(_:required:acceptsGuesses:)`` gave.
    package func listsPersons(_ questions: [ColumnQuestion]) -> Bool {
        let fields = Set(self.fields)
        return !fields.contains(.businessName) && !fields.isDisjoint(with: [.contactName, .firstName, .lastName])
            && !questions.contains { $0.mayBe(.businessName) }
    }

    /// Why a file with these columns would be refused: ``MappingError/undecided(_:columns:)`` where each required field may be one of the
    /// open columns, else ``MappingError/fieldsMissing(_:headers:)``; nil when nothing is missing.
    package func refusal(required: [Field], _ questions: [ColumnQuestion]) -> MappingError? {
        let missing = missing(of: required)
        guard !missing.isEmpty else { return nil }
        let nowhere = missing.filter { field in !questions.contains { $0.mayBe(field) } }
        guard nowhere.isEmpty else { return .fieldsMissing(nowhere, headers: names) }
        let columns = questions.filter { missing.contains(where: $0.mayBe) }
        return .undecided(missing, columns: columns.map(\.header))
    }
}

extension DetectedColumn.Meaning {
    /// Whether a column of that meaning can be the only one for the field: any phone is a phone.
    fileprivate func fills(_ field: Field) -> Bool {
        switch field {
        case .businessPhone: [.businessPhone, .directPhone, .otherPhones].contains(self.field)
        default: self.field == field
        }
    }
}

extension DetectedColumn.Candidate {
    /// What is less likely is not worth a question.
    private static let leastLikely = 0.1

    fileprivate func mayFill(_ field: Field) -> Bool { confidence >= Self.leastLikely && meaning.fills(field) }
}
