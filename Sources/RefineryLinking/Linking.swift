package import Postgres
package import RefineryModel
internal import RefineryStages
package import RefineryStore

/// Whatever changes to which companies and personas records belong, beside the linking of new ones: what a person decides, what is undone
/// or erased, what providers add. Each is part of the caller's transaction.
package enum Linking {
    /// What there is of companies, or of personas, after a change: each with its records.
    package typealias Owners = [OwnerID: [RecordID]]

    /// Puts the records of companies or personas together again, by all links that there are now, and derives them again.
    ///
    /// What a person decided is in `links` before: confirmed ones join first, refused ones keep apart. Of a persona that comes apart, the
    /// part with the record that founded it keeps its id. When records change their company, their personas follow.
    /// - Returns: Those that there are now of all that was looked at.
    @discardableResult
    package static func regroup(
        _ kind: LinkKind, _ owners: [OwnerID], on connection: isolated PostgresConnection
    ) async throws -> Owners {
        _ = try await connection.first(ShareLinks())
        try await connection.execute(LockOwners())
        let regroup = Regroup(shelf: RecordShelf())
        switch kind {
        case .persona:
            return try await regroup.personas([], owners: owners, on: connection).owners
        case .company:
            let companies = try await regroup.companies([], owners: owners, on: connection)
            _ = try await regroup.personas(Array(companies.owners.values.joined()), on: connection)
            return companies.owners
        }
    }

    /// Derives personas again from their records, and from what providers said. They stay together as they are.
    package static func refresh(personas: [OwnerID], on connection: isolated PostgresConnection) async throws {
        _ = try await connection.first(ShareLinks())
        try await connection.execute(LockOwners())
        let owned = try await connection.rows(ListOwned<PersonaTable>(by: personas))
        let shelf = RecordShelf()
        try await shelf.load(owned.map(\.record), on: connection)
        let companies = try await connection.rows(ListOwners<CompanyTable>(of: owned.map(\.record)))
        var records: [OwnerID: [RecordID]] = [:]
        for membership in owned { records[membership.owner, default: []].append(membership.record) }
        try await ProfileWriter(shelf: shelf).write(
            personas: records.map { ProfileWriter.Subject(id: $0.key, records: $0.value) },
            companies: Dictionary(uniqueKeysWithValues: companies.map { ($0.record, $0.owner) }), areNew: false, on: connection)
    }

    /// Keeps linking away until the end of the transaction: before records are taken away.
    package static func hold(on connection: isolated PostgresConnection) async throws {
        try await connection.execute(HoldLinks())
        try await connection.execute(LockOwners())
    }

    /// Forgets records that were taken away in this transaction, which called ``hold(on:)`` before: their links and keys go, and their
    /// companies and personas are what the others make of them.
    /// - Parameter touched: Records that are still there, and of which less is known now: rows that repeated them are gone.
    package static func forget(
        _ records: [RecordID], touching touched: [RecordID] = [], on connection: isolated PostgresConnection
    ) async throws {
        var companies: Set<OwnerID> = []
        var personas: Set<OwnerID> = []
        if !records.isEmpty {
            for (kind, owner) in try await connection.rows(ForgetRecords(ids: records)) {
                if kind == .company { companies.insert(owner) } else { personas.insert(owner) }
            }
        }
        if !touched.isEmpty {
            companies.formUnion(try await connection.rows(ListOwners<CompanyTable>(of: touched)).map(\.owner))
            personas.formUnion(try await connection.rows(ListOwners<PersonaTable>(of: touched)).map(\.owner))
        }
        if companies.isEmpty && personas.isEmpty { return }
        let regroup = Regroup(shelf: RecordShelf())
        let moved = try await regroup.companies([], owners: Array(companies), on: connection).moved
        _ = try await regroup.personas(moved, owners: Array(personas), on: connection)
    }
}
