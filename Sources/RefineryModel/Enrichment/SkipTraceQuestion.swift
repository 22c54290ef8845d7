/// One paid question, as a provider is asked it: normalized, so that equal questions are equal texts.
///
/// It stands in the database while it is asked and as the key of its answer, and holds all that the request is made of: who claims it
/// later needs nothing else. Its description shows nothing of the person.
package struct SkipTraceQuestion: Sendable, Hashable {
    package let provider: EnrichmentProviderName
    /// What is bought, as ``SkipTraceProduct/name`` has it.
    package let product: String
    /// What is told, by the provider-independent names of ``Field``: in lower case, blanks folded, numbers in E.164.
    package let fields: [Field: String]

    package enum Field: String, Sendable, Hashable, Codable, CaseIterable {
        case firstName = "first_name"
        case lastName = "last_name"
        case email, phone, company, domain, address, city, state, zip
        case linkedIn = "linkedin"
    }

    /// - Parameter fields: Empty texts are left out.
    package init(_ provider: EnrichmentProviderName, product: String, _ fields: [Field: String?]) {
        self.provider = provider
        self.product = product
        self.fields = fields.compactMapValues { $0.map(Self.normalized) }.filter { !$0.value.isEmpty }
    }

    /// Reads ``text``; nil for what is none.
    package init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2 else { return nil }
        var fields: [Field: String?] = [:]
        for line in lines.dropFirst(2) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let field = Field(rawValue: String(parts[0])) else { return nil }
            fields[field] = String(parts[1])
        }
        self.init(EnrichmentProviderName(rawValue: String(lines[0])), product: String(lines[1]), fields)
    }

    /// The key of the answer: provider, product and the fields in order, one a line.
    package var text: String {
        var text = "\(provider.rawValue)\n\(product)"
        for field in Field.allCases {
            if let value = fields[field] { text += "\n\(field.rawValue)=\(value)" }
        }
        return text
    }

    package subscript(_ field: Field) -> String? { fields[field] }

    /// Whether a person is named, so that an answer about another one is none.
    package var namesPerson: Bool { fields[.lastName] != nil }

    /// In lower case; runs of blanks and controls become one blank, those at the ends go.
    package static func normalized(_ text: String) -> String {
        var result = ""
        var isBlank = false
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                isBlank = true
                continue
            }
            if isBlank, !result.isEmpty { result.unicodeScalars.append(" ") }
            isBlank = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}

extension SkipTraceQuestion: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(provider) \(product) by \(Field.allCases.filter { fields[$0] != nil }.map(\.rawValue))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
