package import Foundation
internal import PhoneNumbers
internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    // MARK: - Finding

    /// The persona a person means: a persona by its id, or the beginning of it.
    /// - Throws: ``GroupChoiceError``.
    package func personaID(_ text: String) async throws -> UUID { try await groupID(.persona, text) }

    /// Which company a person means: by its id, or the beginning of it.
    /// - Throws: ``GroupChoiceError``.
    package func companyID(_ text: String) async throws -> UUID { try await groupID(.company, text) }

    package func groupID(_ kind: LinkKind, _ text: String) async throws -> UUID {
        let digits = text.lowercased().filter { $0 != "-" }
        guard !digits.isEmpty, digits.count <= 32, digits.allSatisfy(\.isHexDigit), let from = UUID(digits: digits, padding: "0"),
            let to = UUID(digits: digits, padding: "f")
        else { throw GroupChoiceError.unknown(kind, text) }
        let find = FindGroups(kind, from: from, to: to)
        let found = try await withConnection { try await $0.rows(find) }
        guard let id = found.first else { throw GroupChoiceError.unknown(kind, text) }
        guard found.count == 1 else { throw GroupChoiceError.ambiguous(kind, text) }
        return id
    }

    /// The companies that a person means: one by its id or the beginning of it, else those of a domain or a name.
    /// - Throws: ``GroupChoiceError`` where there is none.
    package func companyIDs(_ text: String) async throws -> [UUID] {
        // Eight digits and more are hardly a name.
        if text.count >= 8, text.allSatisfy({ $0.isHexDigit || $0 == "-" }), let id = try? await companyID(text) { return [id] }
        let find = FindCompanies(text: text)
        let found = try await withConnection { try await $0.rows(find) }
        guard !found.isEmpty else { throw GroupChoiceError.unknown(.company, text) }
        return found
    }

    // MARK: - Lists

    package func personas(_ filter: PersonaFilter, after: UUID? = nil, limit: Int) async throws -> [PersonaLine] {
        let list = ListPersonas(filter, after: after, limit: limit)
        return try await withConnection { try await $0.rows(list) }.map { try JSON.value(from: $0.json) }
    }

    package func companies(_ filter: CompanyFilter, after: UUID? = nil, limit: Int) async throws -> [CompanyLine] {
        let list = ListCompanies(filter, after: after, limit: limit)
        return try await withConnection { try await $0.rows(list) }.map { try JSON.value(from: $0.json) }
    }

    /// Pairs of records, the surest first.
    /// - Parameter kind: nil for both.
    package func links(_ state: LinkState, kind: LinkKind?, after: Link? = nil, limit: Int) async throws -> [LinkPair] {
        let list = ListLinkPairs(state, kind: kind, after: after, limit: limit)
        return try await withConnection { try await $0.rows(list) }
    }

    // MARK: - One

    package func persona(_ id: UUID) async throws -> GroupDocument<PersonaLine> { try await group(.persona, id) }

    package func company(_ id: UUID) async throws -> GroupDocument<CompanyLine> { try await group(.company, id) }

    private func group<Line: ExportLine>(_ kind: LinkKind, _ id: UUID) async throws -> GroupDocument<Line> {
        let show = ShowGroup(kind, id: id)
        guard let parts = try await withConnection({ try await $0.first(show) }) ?? nil else {
            throw GroupChoiceError.unknown(kind, id.uuidString.lowercased())
        }
        return GroupDocument(
            line: try JSON.value(from: parts.overview), phones: try JSON.value(from: parts.phones),
            emails: try JSON.value(from: parts.emails),
            socialProfiles: try JSON.value(from: parts.profiles), records: try JSON.value(from: parts.records),
            links: try JSON.value(from: parts.links))
    }
}

extension PersonaFilter.Search {
    /// What a person types of somebody: an e-mail address, a phone number, or words of a name.
    package init(_ text: String) {
        if text.contains("@") {
            self = .email(text.lowercased())
        } else if text.filter(\.isNumber).count >= 7, let parser = try? PhoneNumberParser(region: "US"),
            case .valid(let number, isFirstOfSeveral: false) = parser.parse(text)
        {
            self = .phone(number.e164)
        } else {
            self = .name(text.split(whereSeparator: \.isWhitespace).map(String.init))
        }
    }
}

extension UUID {
    /// - Parameter digits: At most 32 hexadecimal ones; the rest is `padding`.
    fileprivate init?(digits: String, padding: Character) {
        var text = digits + String(repeating: padding, count: 32 - digits.count)
        for place in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: place)) }
        self.init(uuidString: text)
    }
}

/// Why a persona or a company cannot be had.
package enum GroupChoiceError: Fault, Equatable {
    case unknown(LinkKind, String)
    case ambiguous(LinkKind, String)

    package var code: FaultCode {
        switch self {
        case .unknown(.persona, _), .ambiguous(.persona, _): .personaNotFound
        case .unknown(.company, _), .ambiguous(.company, _): .companyNotFound
        }
    }
    package var summary: String {
        switch self {
        case .unknown(let kind, let text): "There is no \(kind.rawValue) “\(text)”."
        case .ambiguous(let kind, let text): "More than one \(kind.rawValue) has an id that begins with “\(text)”."
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown(.persona, _): "List them; one that was merged has the id of the older one."
        case .unknown(.company, _): "List them; one is known by its id, its domain or its name."
        case .ambiguous: "Say more of its id."
        }
    }
}
