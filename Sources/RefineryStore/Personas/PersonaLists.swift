#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Which personas are wanted; nil for all.
package struct PersonaFilter: Sendable, Equatable {
    /// At these companies.
    package var companies: [UUID]?
    /// Codes such as `TX`.
    package var states: [String]?
    /// Levels of titles, as `personas.seniority` has them.
    package var seniorities: [String]?
    /// Only those who decide, as the view `decision_makers` has them.
    package var decide = false
    /// Of those who decide only the one to call of each company.
    package var areTargets = false
    /// The personas people mean by what they know of somebody.
    package var search: Search?

    /// What is known of a person or a company.
    package enum Search: Sendable, Equatable {
        /// In lower case.
        case email(String)
        /// In E.164.
        case phone(String)
        /// Each word stands in the name, in any case.
        case name([String])
    }

    package init() {}
}

/// One line of a list of personas or companies: what the view shows of it, as a JSON object.
package struct OverviewLine: Sendable, Equatable {
    package let id: UUID
    package let json: String
}

/// Lists personas by id, a page at a time. SQL: `sql/queries/personas/list_personas.sql`.
package struct ListPersonas: Query {
    package static let sql = SQLCatalog.query("list_personas")
    package let filter: PersonaFilter, after: UUID?, limit: Int

    package init(_ filter: PersonaFilter = PersonaFilter(), after: UUID? = nil, limit: Int) {
        self.filter = filter
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
        parameters.append(filter.companies)
        parameters.append(filter.states)
        parameters.append(filter.seniorities)
        parameters.append(filter.decide || filter.areTargets)
        parameters.append(filter.areTargets)
        parameters.append(filter.search?.email)
        parameters.append(filter.search?.phone)
        parameters.append(filter.search?.patterns)
    }

    package static func decode(_ row: Row) throws -> OverviewLine { OverviewLine(id: try row[0], json: try row[1]) }
}

/// Which companies are wanted; nil for all.
package struct CompanyFilter: Sendable, Equatable {
    package var states: [String]?
    package var domain: String?
    /// An e-mail address finds nothing here.
    package var search: PersonaFilter.Search?

    package init() {}
}

/// Lists companies by id, a page at a time. SQL: `sql/queries/personas/list_companies.sql`.
package struct ListCompanies: Query {
    package static let sql = SQLCatalog.query("list_companies")
    package let filter: CompanyFilter, after: UUID?, limit: Int

    package init(_ filter: CompanyFilter = CompanyFilter(), after: UUID? = nil, limit: Int) {
        self.filter = filter
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
        parameters.append(filter.states)
        parameters.append(filter.domain)
        parameters.append(filter.search?.phone)
        parameters.append(filter.search?.patterns)
    }

    package static func decode(_ row: Row) throws -> OverviewLine { OverviewLine(id: try row[0], json: try row[1]) }
}

/// Finds companies by domain or name. SQL: `sql/queries/personas/find_companies.sql`.
package struct FindCompanies: Query {
    package static let sql = SQLCatalog.query("find_companies")
    package let text: String

    package init(text: String) { self.text = text }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(text)
        parameters.append(PersonaFilter.Search.pattern(text))
    }

    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Finds personas or companies by an interval of ids. SQL: `sql/queries/personas/find_groups.sql`.
package struct FindGroups: Query {
    package static let sql = SQLCatalog.query("find_groups")
    package let kind: LinkKind, from: UUID, to: UUID

    package init(_ kind: LinkKind, from: UUID, to: UUID) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(from)
        parameters.append(to)
    }

    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// One persona or company with all that it consists of; each part is JSON.
package struct GroupParts: Sendable, Equatable {
    package let overview: String
    package let phones: String
    package let emails: String
    package let profiles: String
    package let records: String
    package let links: String
}

/// Reads one persona or company as a whole. SQL: `sql/queries/personas/show_group.sql`.
package struct ShowGroup: Query {
    package static let sql = SQLCatalog.query("show_group")
    package let kind: LinkKind, id: UUID

    package init(_ kind: LinkKind, id: UUID) {
        self.kind = kind
        self.id = id
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(id)
    }

    /// Nil: it is gone.
    package static func decode(_ row: Row) throws -> GroupParts? {
        guard let overview: String = try row[0] as String? else { return nil }
        return GroupParts(
            overview: overview, phones: try row[1], emails: try row[2], profiles: try row[3], records: try row[4], links: try row[5])
    }
}

extension PersonaFilter.Search {
    fileprivate var email: String? { if case .email(let email) = self { email } else { nil } }
    fileprivate var phone: String? { if case .phone(let phone) = self { phone } else { nil } }
    fileprivate var patterns: [String]? { if case .name(let words) = self { words.map(Self.pattern) } else { nil } }

    /// A pattern of LIKE for texts that hold `word`.
    fileprivate static func pattern(_ word: String) -> String {
        "%" + word.flatMap { "%_\\".contains($0) ? ["\\", $0] : [$0] } + "%"
    }
}
