#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Two records that are the same, or may be, with what both say.
package struct LinkPair: Sendable, Equatable {
    package let link: Link
    /// When a person decided, as ISO 8601, and who; nil: nobody did.
    package let decidedAt: String?
    package let decidedBy: String?
    package let foundAt: String
    /// Both records as JSON, the smaller id first.
    package let records: String
}

/// Lists pairs of records, the surest first, a page at a time. SQL: `sql/queries/personas/list_link_pairs.sql`.
package struct ListLinkPairs: Query {
    package static let sql = SQLCatalog.query("list_link_pairs")
    package let state: LinkState, kind: LinkKind?, after: Link?, limit: Int, records: [RecordID]?

    /// - Parameters:
    ///   - kind: nil for both.
    ///   - after: The last of the page before.
    ///   - records: Only links among these; nil for all.
    package init(_ state: LinkState, kind: LinkKind? = nil, after: Link? = nil, limit: Int, records: [RecordID]? = nil) {
        self.state = state
        self.kind = kind
        self.after = after
        self.limit = limit
        self.records = records
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(state.rawValue)
        parameters.append(kind?.rawValue)
        parameters.append(Int32(clamping: limit))
        parameters.append(after.map { Double($0.score) })
        parameters.append(after?.kind.rawValue)
        parameters.append(after?.record)
        parameters.append(after?.other)
        parameters.append(records)
    }

    package static func decode(_ row: Row) throws -> LinkPair {
        guard let kind = LinkKind(rawValue: try row[0]), let state = LinkState(rawValue: try row[5]) else {
            throw StoreError.unexpectedRows(statement: "list_link_pairs")
        }
        return LinkPair(
            link: Link(kind, try row[1], try row[2], rule: try row[3], score: Float(try row[4] as Double), state: state),
            decidedAt: try row[6],
            decidedBy: try row[7], foundAt: try row[8], records: try row[9] as String? ?? "[]")
    }
}

/// Keeps what a person says of two records. SQL: `sql/queries/personas/decide_link.sql`.
package struct DecideLink: Query {
    package static let sql = SQLCatalog.query("decide_link")
    package let kind: LinkKind, record: RecordID, other: RecordID, state: LinkState, person: String?

    /// - Parameters:
    ///   - state: ``LinkState/confirmed`` or ``LinkState/refused``.
    ///   - person: Who says so; nil: the user of the database.
    package init(_ kind: LinkKind, _ record: RecordID, _ other: RecordID, is state: LinkState, by person: String?) {
        self.kind = kind
        self.record = min(record, other)
        self.other = max(record, other)
        self.state = state
        self.person = person
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(record)
        parameters.append(other)
        parameters.append(state.rawValue)
        parameters.append(person)
    }

    /// What it was before, further candidates that went with it, and the personas or companies that the records are of.
    package static func decode(_ row: Row) throws -> (before: String, candidates: Int64, groups: [UUID]) {
        (try row[0], try row[1], try row[2])
    }
}

/// Holds personas or companies together for good. SQL: `sql/queries/personas/confirm_groups.sql`.
package struct ConfirmGroups: Query {
    package static let sql = SQLCatalog.query("confirm_groups")
    package let kind: LinkKind, ids: [UUID], person: String?

    package init(_ kind: LinkKind, ids: [UUID], by person: String?) {
        self.kind = kind
        self.ids = ids
        self.person = person
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(ids)
        parameters.append(person)
    }

    package static func decode(_ row: Row) throws -> (record: RecordID, other: RecordID) { (try row[0], try row[1]) }
}

/// Puts records of a persona or company apart for good. SQL: `sql/queries/personas/refuse_records.sql`.
package struct RefuseRecords: Query {
    package static let sql = SQLCatalog.query("refuse_records")
    package let kind: LinkKind, id: UUID, records: [RecordID], person: String?

    package init(_ kind: LinkKind, id: UUID, records: [RecordID], by person: String?) {
        self.kind = kind
        self.id = id
        self.records = records
        self.person = person
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(id)
        parameters.append(records)
        parameters.append(person)
    }

}

/// Lists the records of a persona, or company. SQL: `sql/queries/personas/list_members.sql`.
package struct ListMembers: Query {
    package static let sql = SQLCatalog.query("list_members")
    package let kind: LinkKind, id: UUID

    package init(_ kind: LinkKind, id: UUID) {
        self.kind = kind
        self.id = id
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(id)
    }

    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}

/// Finds the run that links an import. SQL: `sql/queries/personas/find_link_run.sql`.
package struct FindLinkRun: Query {
    package static let sql = SQLCatalog.query("find_link_run")
    package let importID: ImportID

    package init(importID: ImportID) { self.importID = importID }

    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }

    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}
