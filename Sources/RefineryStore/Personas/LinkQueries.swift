package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A key of a record; in the order of the index by which they are looked for.
package struct LinkKey: Sendable, Comparable {
    package let key: Int64
    package let record: RecordID

    package init(key: Int64, record: RecordID) {
        self.key = key
        self.record = record
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.key != right.key ? left.key < right.key : left.record < right.record
    }

    /// Writes keys that are not there; one that is ends the transaction. SQL: `sql/queries/personas/copy_link_keys.sql`.
    package static func copy(_ keys: [LinkKey], on connection: isolated PostgresConnection) async throws {
        if keys.isEmpty { return }
        try await connection.copyIn(SQLCatalog.query("copy_link_keys")) { writer in
            for key in keys {
                try writer.startRow(columns: 2)
                writer.append(key.key)
                writer.append(key.record)
            }
        }
    }
}

extension Parameters {
    fileprivate mutating func append(_ keys: [LinkKey]) {
        append(keys.map(\.key))
        append(keys.map(\.record))
    }
}

/// Adds keys of records; those that are there stay. SQL: `sql/queries/personas/insert_link_keys.sql`.
package struct InsertLinkKeys: Query {
    package static let sql = SQLCatalog.query("insert_link_keys")
    package let keys: [LinkKey]
    package init(_ keys: [LinkKey]) { self.keys = keys }
    package func bind(_ parameters: inout Parameters) { parameters.append(keys) }
}

/// Finds those of some keys that are there, and gives their records. SQL: `sql/queries/personas/find_keyed_records.sql`.
package struct FindKeyedRecords: Query {
    package static let sql = SQLCatalog.query("find_keyed_records")
    package let keys: [LinkKey]
    package init(of keys: [LinkKey]) { self.keys = keys }
    package func bind(_ parameters: inout Parameters) { parameters.append(keys) }
    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}

/// Which records have a key.
package struct LinkPosting: Sendable, Equatable {
    package let key: Int64
    /// Ascending; as many as were asked for at most.
    package let records: [RecordID]
}

/// Finds the records that have keys; keys that only one record has are left out. SQL: `sql/queries/personas/find_link_postings.sql`.
package struct FindLinkPostings: Query {
    package static let sql = SQLCatalog.query("find_link_postings")
    package let keys: [Int64], limit: Int

    /// - Parameter limit: Records of one key.
    package init(keys: [Int64], limit: Int) {
        self.keys = keys
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(keys)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> LinkPosting { LinkPosting(key: try row[0], records: try row[1]) }
}

/// Writes down what was found about pairs of records; what a person decided stays. SQL: `sql/queries/personas/insert_links.sql`.
package struct InsertLinks: Query {
    package static let sql = SQLCatalog.query("insert_links")
    package let kind: LinkKind, links: [Link]

    /// - Parameter links: Of one kind, sorted by their records, so that rivals do not wait for each other crosswise.
    package init(_ kind: LinkKind, _ links: [Link]) {
        self.kind = kind
        self.links = links
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind)
        parameters.append(links.map(\.record))
        parameters.append(links.map(\.other))
        parameters.append(links.map(\.rule))
        parameters.append(links.map(\.score))
        parameters.append(links.map { $0.state == .accepted })
    }
}

/// A link as it is stored.
package struct StoredLink: Sendable, Equatable {
    /// One that is withheld is `accepted` here: it would join, if nothing stood against it.
    package let link: Link
    package let isWithheld: Bool
}

/// Lists the links of records that say something for sure, whatever the other record is. SQL: `sql/queries/personas/list_links.sql`.
package struct ListLinks: Query {
    package static let sql = SQLCatalog.query("list_links")
    package let kind: LinkKind, records: [RecordID]

    package init(_ kind: LinkKind, of records: [RecordID]) {
        self.kind = kind
        self.records = records
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind)
        parameters.append(records)
    }

    /// The kind is put in by who asked.
    package static func decode(_ row: Row) throws -> StoredLinkRow {
        StoredLinkRow(record: try row[0], other: try row[1], rule: try row[2], score: try row[3], state: try row[4], isWithheld: try row[5])
    }
}

/// A link without its kind.
package struct StoredLinkRow: Sendable {
    package let record: RecordID
    package let other: RecordID
    package let rule: String
    package let score: Float
    package let state: LinkState
    package let isWithheld: Bool

    package func link(_ kind: LinkKind) -> StoredLink {
        StoredLink(
            link: Link(kind, record, other, rule: rule, score: score, state: isWithheld ? .accepted : state), isWithheld: isWithheld)
    }
}

/// Says of links whether they are withheld. SQL: `sql/queries/personas/withhold_links.sql`.
package struct WithholdLinks: Query {
    package static let sql = SQLCatalog.query("withhold_links")
    package let kind: LinkKind, links: [(link: Link, isWithheld: Bool)]

    package init(_ kind: LinkKind, _ links: [(link: Link, isWithheld: Bool)]) {
        self.kind = kind
        self.links = links
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind)
        parameters.append(links.map(\.link.record))
        parameters.append(links.map(\.link.other))
        parameters.append(links.map(\.isWithheld))
    }
}

/// Lists those of some records that a link joins to another one. SQL: `sql/queries/personas/list_crossing_records.sql`.
package struct ListCrossingRecords: Query {
    package static let sql = SQLCatalog.query("list_crossing_records")
    package let kind: LinkKind, records: [RecordID]

    package init(_ kind: LinkKind, of records: [RecordID]) {
        self.kind = kind
        self.records = records
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind)
        parameters.append(records)
    }

    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}
