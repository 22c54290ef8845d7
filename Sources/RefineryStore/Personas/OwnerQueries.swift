#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// The id of a company or of a persona.
package typealias OwnerID = UUID

/// The tables of what records can belong to: statements about both are written once, with `{owner}` for the name.
package protocol OwnerTable: Sendable {
    static var kind: LinkKind { get }
}

package enum CompanyTable: OwnerTable { package static let kind = LinkKind.company }
package enum PersonaTable: OwnerTable { package static let kind = LinkKind.persona }

extension OwnerTable {
    fileprivate static func expand(_ sql: String) -> String { sql.replacing("{owner}", with: kind.rawValue) }
}

/// The owner of a record, and why.
package struct Membership: Sendable, Equatable {
    package let record: RecordID
    package let owner: OwnerID
    /// `first` for the record that founded it.
    package let rule: String
    package let score: Float

    package init(record: RecordID, owner: OwnerID, rule: String, score: Float) {
        self.record = record
        self.owner = owner
        self.rule = rule
        self.score = score
    }

    fileprivate init(_ row: Row) throws {
        self.init(record: try row[0], owner: try row[1], rule: try row[2], score: try row[3])
    }
}

/// The owners of records. SQL: `sql/queries/personas/list_owners.sql`.
package struct ListOwners<Table: OwnerTable>: Query {
    package static var sql: String { Table.expand(SQLCatalog.query("list_owners")) }
    package let records: [RecordID]
    package init(of records: [RecordID]) { self.records = records }
    package func bind(_ parameters: inout Parameters) { parameters.append(records) }
    package static func decode(_ row: Row) throws -> Membership { try Membership(row) }
}

/// All that belong to somebody. SQL: `sql/queries/personas/list_owned.sql`.
package struct ListOwned<Table: OwnerTable>: Query {
    package static var sql: String { Table.expand(SQLCatalog.query("list_owned")) }
    package let owners: [OwnerID]
    package init(by owners: [OwnerID]) { self.owners = owners }
    package func bind(_ parameters: inout Parameters) { parameters.append(owners) }
    package static func decode(_ row: Row) throws -> Membership { try Membership(row) }
}

/// The personas of companies that stand for whoever answers there. SQL: `sql/queries/personas/list_generic_personas.sql`.
package struct ListGenericPersonas: Query {
    package static let sql = SQLCatalog.query("list_generic_personas")
    package let companies: [OwnerID]
    package init(of companies: [OwnerID]) { self.companies = companies }
    package func bind(_ parameters: inout Parameters) { parameters.append(companies) }
    package static func decode(_ row: Row) throws -> OwnerID { try row[0] }
}

/// Gives records that belong to nobody to somebody; gives those that did not belong to anybody.
/// SQL: `sql/queries/personas/found_owners.sql`.
package struct FoundOwners<Table: OwnerTable>: Query {
    package static var sql: String { Table.expand(SQLCatalog.query("found_owners")) }
    package let memberships: [Membership]
    package init(_ memberships: [Membership]) { self.memberships = memberships }
    package func bind(_ parameters: inout Parameters) { parameters.append(memberships) }
    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}

/// Gives records to somebody, whoever had them. SQL: `sql/queries/personas/set_owners.sql`.
package struct SetOwners<Table: OwnerTable>: Query {
    package static var sql: String { Table.expand(SQLCatalog.query("set_owners")) }
    package let memberships: [Membership]
    package init(_ memberships: [Membership]) { self.memberships = memberships }
    package func bind(_ parameters: inout Parameters) { parameters.append(memberships) }
}

/// Notes to which other personas records went, and which personas are there again; so that contacts of campaigns follow.
/// SQL: `sql/queries/personas/move_personas.sql`.
package struct MovePersonas: Query {
    package static let sql = SQLCatalog.query("move_personas")
    package let from: [OwnerID], to: [OwnerID], made: [OwnerID]

    /// - Parameter moves: Each pair once.
    package init(_ moves: [(from: OwnerID, to: OwnerID)], made: [OwnerID]) {
        (from, to) = (moves.map(\.from), moves.map(\.to))
        self.made = made
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(from)
        parameters.append(to)
        parameters.append(made)
    }
}

extension Parameters {
    fileprivate mutating func append(_ memberships: [Membership]) {
        append(memberships.map(\.record))
        append(memberships.map(\.owner))
        append(memberships.map(\.rule))
        append(memberships.map(\.score))
    }
}
