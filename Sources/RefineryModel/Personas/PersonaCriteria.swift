/// Which personas are meant: the filter of enrichment and of campaigns. As JSON it is what `refinery_internal.personas_matching` takes
/// (`sql/views/personas_matching.sql`), as text what people write: `state=TX,OK seniority=owner decision_maker missing=mobile`.
///
/// Every condition has to hold; of several values of one any does. Without conditions all personas are meant.
package struct PersonaCriteria: Sendable, Equatable, Codable {
    /// What a persona can have or miss.
    package enum Contact: String, Sendable, Codable, CaseIterable {
        case phone, mobile, email, social
        case workEmail = "work_email"
    }

    /// Two letters.
    package var state: [String]?
    package var country: [String]?
    package var city: [String]?
    /// Beginnings of ZIP codes.
    package var zip: [String]?
    /// Parts of the name of the company's industry.
    package var industry: [String]?
    /// Levels, as `personas.seniority` has them.
    package var seniority: [String]?
    package var decisionMaker: Bool?
    /// Whoever answers at a company, rather than a person.
    package var generic: Bool?
    package var has: [Contact]?
    package var missing: [Contact]?
    /// 0 to 1.
    package var minScore: Double?
    /// Personas with a record of this import, or one that its rows repeat.
    package var importID: RunID?
    /// Personas in this block of a campaign.
    package var block: RunID?
    /// Ids.
    package var persona: [String]?
    package var company: [String]?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case state, country, city, zip, industry, seniority, generic, has, missing, persona, company, block
        case decisionMaker = "decision_maker"
        case minScore = "min_score"
        case importID = "import"
    }

    package init() {}

    /// Reads conditions as people write them, separated by blanks or `and`; values by commas, those with blanks in quotes: `city="San Antonio"`.
    /// A condition that is true or false is said by its name, or by `not` before it.
    /// - Throws: ``PersonaCriteriaError`` for what is none.
    package init(parsing text: String) throws(PersonaCriteriaError) {
        var isNegated = false
        for term in Self.terms(text) where term.lowercased() != "and" {
            if term.lowercased() == "not" {
                isNegated = true
                continue
            }
            try take(term, isNegated: isNegated)
            isNegated = false
        }
        if isNegated { throw .unknown("not", known: Self.names) }
    }

    package static let names = CodingKeys.allCases.map(\.rawValue).sorted()

    private mutating func take(_ term: String, isNegated: Bool) throws(PersonaCriteriaError) {
        let parts = term.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let key = CodingKeys(rawValue: parts[0].lowercased()) else { throw .unknown(parts[0], known: Self.names) }
        if key == .decisionMaker || key == .generic {
            let word = parts.count == 1 ? "true" : parts[1].lowercased()
            guard let value = ["true": true, "yes": true, "false": false, "no": false][word] else {
                throw .value(term, expected: "yes or no")
            }
            if key == .generic { generic = value != isNegated } else { decisionMaker = value != isNegated }
            return
        }
        let values = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
        guard !isNegated, !values.isEmpty else { throw .value(term, expected: "\(key.rawValue)=VALUE, several separated by commas") }
        switch key {
        case .state: state = values
        case .country: country = values
        case .city: city = values
        case .zip: zip = values
        case .industry: industry = values
        case .seniority: seniority = values.map { $0.lowercased() }
        case .persona: persona = try values.map { value throws(PersonaCriteriaError) in try Self.id(value, term) }
        case .company: company = try values.map { value throws(PersonaCriteriaError) in try Self.id(value, term) }
        case .has: has = try Self.contacts(values, term)
        case .missing: missing = try Self.contacts(values, term)
        case .minScore:
            guard let value = Double(values[0]), (0...1).contains(value) else { throw .value(term, expected: "a score from 0 to 1") }
            minScore = value
        case .importID, .block:
            guard let id = RunID(text: values[0]) else { throw .value(term, expected: "a whole id") }
            if key == .block { block = id } else { importID = id }
        case .decisionMaker, .generic: break
        }
    }

    private static func id(_ value: String, _ term: String) throws(PersonaCriteriaError) -> String {
        guard let id = RunID(text: value) else { throw .value(term, expected: "whole ids") }
        return id.description
    }

    private static func contacts(_ values: [String], _ term: String) throws(PersonaCriteriaError) -> [Contact] {
        let contacts = values.compactMap { Contact(rawValue: $0.lowercased()) }
        guard contacts.count == values.count else {
            throw .value(term, expected: Contact.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return contacts
    }

    /// Words at blanks outside of quotes, without the quotes.
    private static func terms(_ text: String) -> [String] {
        var terms: [String] = []
        var term = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character.isWhitespace && !isQuoted {
                if !term.isEmpty { terms.append(term) }
                term = ""
            } else {
                term.append(character)
            }
        }
        return term.isEmpty ? terms : terms + [term]
    }
}

/// What cannot be a filter of personas.
package enum PersonaCriteriaError: Fault, Equatable {
    case unknown(String, known: [String])
    case value(String, expected: String)

    package var code: FaultCode { .valueInvalid }
    package var summary: String {
        switch self {
        case .unknown(let name, _): "“\(name.visible)” is no condition on personas."
        case .value(let term, _): "“\(term.visible)” cannot be understood."
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown(let name, let known):
            Nearest.match(for: name, in: known).map { "Did you mean \"\($0)\"?" } ?? "Conditions are \(known.joined(separator: ", "))."
        case .value(_, let expected): "Write \(expected)."
        }
    }
}
