package import Foundation
internal import Postgres
internal import RefineryLinking
package import RefineryModel
internal import RefineryStore

/// What a person corrected, and what became of it.
package struct Correction: Sendable {
    /// A persona or company that there is now.
    package struct Group: Sendable, Equatable {
        package let id: UUID
        /// How many records it has.
        package let records: Int
    }

    package let kind: LinkKind
    /// What was said of the records: ``LinkState/confirmed`` that they are the same, ``LinkState/refused`` that they are not.
    package let state: LinkState
    /// Pairs that it was said of: all of them for a decision, those that were made for a merge; none for a split.
    package let links: [(record: RecordID, other: RecordID)]
    /// Those that the records belong to now.
    package let groups: [Group]
}

/// A correction as programs read it.
package struct CorrectionDocument: Encodable {
    struct Group: Encodable {
        let id: String
        let records: Int
    }

    let kind: String
    let state: String
    let links: [String]
    let groups: [Group]

    package init(_ correction: Correction) {
        kind = correction.kind.rawValue
        state = correction.state.rawValue
        links = correction.links.map { LinkName(correction.kind, $0.record, $0.other).description }
        groups = correction.groups.map { Group(id: $0.id.uuidString.lowercased(), records: $0.records) }
    }
}

/// How a pair of records is called: `persona:4294967297:8589934593`.
package struct LinkName: Sendable, Equatable, CustomStringConvertible {
    package let kind: LinkKind
    package let record: RecordID
    package let other: RecordID

    package init(_ kind: LinkKind, _ record: RecordID, _ other: RecordID) {
        self.kind = kind
        self.record = min(record, other)
        self.other = max(record, other)
    }

    /// - Returns: Nil for what is no such name.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = LinkKind(rawValue: String(parts[0])), let one = Int64(parts[1]), let other = Int64(parts[2]),
            one != other
        else { return nil }
        self.init(kind, RecordID(rawValue: one), RecordID(rawValue: other))
    }

    package var description: String { "\(kind.rawValue):\(record.rawValue):\(other.rawValue)" }
}

/// Why a correction is not made.
package enum CorrectionError: Fault, Equatable {
    case notFound(String)
    case same(LinkKind)
    case notMembers(LinkKind, [Int64])
    case nobodyStays(LinkKind)
    case generic

    package var code: FaultCode {
        switch self {
        case .notFound: .linkNotFound
        case .same, .notMembers, .nobodyStays, .generic: .valueInvalid
        }
    }
    package var summary: String {
        switch self {
        case .notFound(let name): "Nothing was found about the records of “\(name)”."
        case .same(let kind): "Both are the same \(kind.rawValue)."
        case .notMembers(let kind, let records):
            "\(records.map { "\($0)" }.joined(separator: ", ")): no record of this \(kind.rawValue)."
        case .nobodyStays(let kind): "All records of the \(kind.rawValue) were named: none would stay."
        case .generic: "Whoever answers at a company is there as long as the company has records without a person."
        }
    }
    package var remedy: String? {
        switch self {
        case .notFound: "List the candidates; a pair is called kind:record:record there."
        case .same, .generic: nil
        case .notMembers: "Look at it: its records are listed with their ids."
        case .nobodyStays: "Name those alone that are another one."
        }
    }
}

extension Operations {
    /// Says that personas, or companies, are one; for good, until a person says otherwise.
    /// - Parameter person: Who says so; nil: the user of the database.
    /// - Throws: ``CorrectionError``, ``GroupChoiceError``.
    package func merge(_ kind: LinkKind, _ ids: [UUID], by person: String?) async throws -> Correction {
        guard Set(ids).count == ids.count, ids.count > 1 else { throw CorrectionError.same(kind) }
        return try await correct { connection in
            for id in ids { try await Self.check(kind, id, on: connection) }
            let links = try await connection.rows(ConfirmGroups(kind, ids: ids, by: person))
            return Correction(kind, .confirmed, links, try await Linking.regroup(kind, ids, on: connection))
        }
    }

    /// Says that records of a persona, or company, are another one: they are never put together again with those that stay, until a
    /// person says otherwise.
    /// - Throws: ``CorrectionError``, ``GroupChoiceError``.
    package func split(_ kind: LinkKind, _ id: UUID, records: [RecordID], by person: String?) async throws -> Correction {
        try await correct { connection in
            try await Self.check(kind, id, on: connection)
            let members = Set(try await connection.rows(ListMembers(kind, id: id)))
            let strangers = records.filter { !members.contains($0) }
            guard strangers.isEmpty else { throw CorrectionError.notMembers(kind, strangers.map(\.rawValue)) }
            guard Set(records).count < members.count else { throw CorrectionError.nobodyStays(kind) }
            try await connection.execute(RefuseRecords(kind, id: id, records: Array(Set(records)), by: person))
            return Correction(kind, .refused, [], try await Linking.regroup(kind, [id], on: connection))
        }
    }

    /// Says of pairs of records that they are the same, or that they are not, whatever was found or said of them before. A refusal is of
    /// all candidates between the two that the records are of.
    /// - Parameter state: ``LinkState/confirmed`` or ``LinkState/refused``.
    /// - Throws: ``CorrectionError``.
    package func decide(_ name: LinkName, is state: LinkState, by person: String?) async throws -> Correction {
        try await correct { connection in
            let decide = DecideLink(name.kind, name.record, name.other, is: state, by: person)
            guard let decided = try await connection.first(decide) else { throw CorrectionError.notFound(name.description) }
            let groups = try await Linking.regroup(name.kind, decided.groups, on: connection)
            return Correction(name.kind, state, [(name.record, name.other)], groups)
        }
    }

    /// In one transaction, while nobody else puts records together.
    private func correct(_ body: @Sendable (isolated PostgresConnection) async throws -> Correction) async throws -> Correction {
        try await database.pool.withTransaction { connection in
            // In the order of those who link.
            _ = try await connection.first(ShareLinks())
            try await connection.execute(LockOwners())
            return try await body(connection)
        }
    }

    /// That it is there, and no generic contact: such a one is what its company makes of it.
    private static func check(_ kind: LinkKind, _ id: UUID, on connection: isolated PostgresConnection) async throws {
        guard let parts = try await connection.first(ShowGroup(kind, id: id)) ?? nil else {
            throw GroupChoiceError.unknown(kind, id.uuidString.lowercased())
        }
        if kind == .persona, try JSON.value(PersonaLine.self, from: parts.overview).answersForCompany { throw CorrectionError.generic }
    }
}

extension Correction {
    fileprivate init(_ kind: LinkKind, _ state: LinkState, _ links: [(RecordID, RecordID)], _ owners: Linking.Owners) {
        self.init(
            kind: kind, state: state, links: links.map { (record: $0.0, other: $0.1) },
            groups: owners.map { Group(id: $0.key, records: $0.value.count) }.sorted { ($1.records, $0.id) < ($0.records, $1.id) })
    }
}
