#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// Puts records to their companies and personas again, by all links that there are, and derives whatever changed.
///
/// It looks at everything that the records hang together with, so the outcome depends on records and links alone, never on the order in
/// which they came. The caller's transaction holds the lock of owners.
struct Regroup {
    let shelf: RecordShelf

    /// What became of companies, or of personas.
    struct Outcome: Sendable {
        /// Each of them, and its records.
        var owners: [OwnerID: [RecordID]] = [:]
        var made = 0
        var gone = 0
        /// Records that belong to another one than before.
        var moved: [RecordID] = []
    }

    /// What hangs together with some records.
    private struct Closure {
        /// nil where a record belongs to nobody yet.
        var members: [RecordID: Membership?] = [:]
        var links: [Pair: StoredLink] = [:]
    }

    private struct Pair: Hashable {
        let record: RecordID
        let other: RecordID
    }

    /// - Parameters:
    ///   - seeds: Records that are new, or whose links changed.
    ///   - owners: Companies that lost records, or are to be looked at again.
    func companies(
        _ seeds: [RecordID], owners: [OwnerID] = [], on connection: isolated PostgresConnection
    ) async throws -> Outcome {
        let closure = try await closure(CompanyTable.self, seeds, owners, on: connection) { features, _ in features.hasCompany }
        let clusters = try await clusters(.company, closure, generic: [:], on: connection)
        let settled = try await settle(CompanyTable.self, closure, clusters, seeds, owners, on: connection)
        try await ProfileWriter(shelf: shelf).write(companies: settled.changed, areNew: false, on: connection)
        if !settled.gone.isEmpty { try await connection.execute(DeleteCompanies(settled.gone)) }
        return settled.outcome
    }

    /// - Parameters:
    ///   - seeds: Records that are new, or whose links or companies changed.
    ///   - owners: Personas that lost records, or are to be looked at again.
    func personas(
        _ seeds: [RecordID], owners: [OwnerID] = [], on connection: isolated PostgresConnection
    ) async throws -> Outcome {
        let closure = try await closure(PersonaTable.self, seeds, owners, on: connection) { $0.hasPerson || $0.hasCompany && $1 }
        let companies = try await connection.rows(ListOwners<CompanyTable>(of: Array(closure.members.keys)))
        let byRecord = Dictionary(uniqueKeysWithValues: companies.map { ($0.record, $0.owner) })
        var generic: [OwnerID: [RecordID]] = [:]
        for (record, company) in byRecord where shelf.features[record]?.hasPerson == false { generic[company, default: []].append(record) }
        let clusters = try await clusters(.persona, closure, generic: generic, on: connection)
        let settled = try await settle(PersonaTable.self, closure, clusters, seeds, owners, on: connection)
        try await ProfileWriter(shelf: shelf).write(personas: settled.changed, companies: byRecord, areNew: false, on: connection)
        if !settled.gone.isEmpty { try await connection.execute(DeletePersonas(settled.gone)) }
        if !settled.moves.isEmpty || !settled.made.isEmpty {
            try await connection.execute(MovePersonas(settled.moves, made: settled.made))
        }
        return settled.outcome
    }

    // MARK: - Steps

    /// Everything that the seeds hang together with: what shares an owner with them, or a link that joins, and so on.
    /// - Parameter fits: Whether a record can belong to somebody, by its features and whether it has a company.
    private func closure<Table: OwnerTable>(
        _ table: Table.Type, _ seeds: [RecordID], _ owners: [OwnerID], on connection: isolated PostgresConnection,
        fits: (LinkFeatures, Bool) -> Bool
    ) async throws -> Closure {
        var closure = Closure()
        var seen: Set<OwnerID> = Set(owners)
        var companiesSeen: Set<OwnerID> = []
        let seedSet = Set(seeds)
        // What nobody has put anywhere yet is seen to by whoever reads it as his own.
        var strangers: Set<RecordID> = []
        var frontier = seeds
        if !owners.isEmpty {
            frontier += try await connection.rows(ListOwned<Table>(by: owners)).map(\.record).filter { !seedSet.contains($0) }
        }
        while !frontier.isEmpty {
            try await shelf.load(frontier, on: connection)
            let owned = try await connection.rows(ListOwners<Table>(of: frontier))
            var fresh: [RecordID] = []
            let byRecord = Dictionary(uniqueKeysWithValues: owned.map { ($0.record, $0) })
            var companies: Set<RecordID> = []
            if Table.kind == .persona {
                let nameless = frontier.filter { shelf.features[$0]?.hasPerson == false }
                let found = nameless.isEmpty ? [] : try await connection.rows(ListOwners<CompanyTable>(of: nameless))
                companies = Set(found.map(\.record))
                let new = Set(found.map(\.owner)).subtracting(companiesSeen)
                companiesSeen.formUnion(new)
                if !new.isEmpty {
                    let personas = try await connection.rows(ListGenericPersonas(of: Array(new))).filter { seen.insert($0).inserted }
                    if !personas.isEmpty { fresh += try await connection.rows(ListOwned<Table>(by: personas)).map(\.record) }
                }
            }
            var members: [RecordID] = []
            for record in frontier where closure.members[record] == nil {
                let membership = byRecord[record]
                guard let features = shelf.features[record], fits(features, companies.contains(record)) else { continue }
                guard membership != nil || seedSet.contains(record) else {
                    strangers.insert(record)
                    continue
                }
                closure.members[record] = .some(membership)
                members.append(record)
            }
            let new = Set(members.compactMap { byRecord[$0]?.owner }).subtracting(seen)
            seen.formUnion(new)
            if !new.isEmpty { fresh += try await connection.rows(ListOwned<Table>(by: Array(new))).map(\.record) }
            for row in try await connection.rows(ListLinks(Table.kind, of: members)) {
                closure.links[Pair(record: row.record, other: row.other)] = row.link(Table.kind)
                if row.isWithheld || row.state.joins { fresh += [row.record, row.other] }
            }
            frontier = Array(Set(fresh.filter { closure.members[$0] == nil && !strangers.contains($0) }))
        }
        return closure
    }

    /// What the links make of the records; writes which links are withheld.
    /// - Parameter generic: Records that name nobody, by their companies.
    private func clusters(
        _ kind: LinkKind, _ closure: Closure, generic: [OwnerID: [RecordID]], on connection: isolated PostgresConnection
    ) async throws -> [Cluster] {
        let nameless = Set(generic.values.joined())
        let features = closure.members.keys.filter { !nameless.contains($0) }.compactMap { shelf.features[$0] }
        var clusters = LinkClusters(kind, features)
        let joined = clusters.join(closure.links.values.map(\.link))
        var changed: [(link: Link, isWithheld: Bool)] = []
        for link in joined {
            guard let stored = closure.links[Pair(record: link.record, other: link.other)], stored.link.state == .accepted else { continue }
            let isWithheld = link.state == .candidate
            if isWithheld != stored.isWithheld { changed.append((link, isWithheld)) }
        }
        if !changed.isEmpty { try await connection.execute(WithholdLinks(kind, changed)) }
        return clusters.groups().map(Cluster.init) + generic.values.map(Cluster.generic)
    }

    private struct Settled {
        let outcome: Outcome
        /// Those whose records changed, to be derived again.
        let changed: [ProfileWriter.Subject]
        let gone: [OwnerID]
        let made: [OwnerID]
        /// The owner that records left and the one they went to, each pair once.
        let moves: [(from: OwnerID, to: OwnerID)]
    }

    /// Names the clusters, and writes which records belong to them.
    private func settle<Table: OwnerTable>(
        _ table: Table.Type, _ closure: Closure, _ clusters: [Cluster], _ seeds: [RecordID], _ owners: [OwnerID],
        on connection: isolated PostgresConnection
    ) async throws -> Settled {
        let before = closure.members.compactMapValues { $0?.owner }
        let ids = clusters.ids(Table.kind, now: before)
        let (seeds, looked) = (Set(seeds), Set(owners))
        var outcome = Outcome()
        var (memberships, changed): ([Membership], [ProfileWriter.Subject]) = ([], [])
        for (id, cluster) in zip(ids, clusters) {
            outcome.owners[id] = cluster.records
            var isChanged = looked.contains(id)
            for membership in cluster.memberships(of: id) {
                let old = closure.members[membership.record] ?? nil
                if old?.owner != id { outcome.moved.append(membership.record) }
                if old != membership { memberships.append(membership) }
                if old?.owner != id || seeds.contains(membership.record) { isChanged = true }
            }
            if isChanged { changed.append(ProfileWriter.Subject(id: id, records: cluster.records)) }
        }
        // Those that lost records without gaining any.
        let losers = Set(outcome.moved.compactMap { before[$0] })
        let known = Set(changed.map(\.id))
        for loser in losers.subtracting(known) {
            if let records = outcome.owners[loser] { changed.append(ProfileWriter.Subject(id: loser, records: records)) }
        }
        let old = Set(before.values)
        let gone = old.union(looked).subtracting(outcome.owners.keys).sorted()
        outcome.gone = gone.count
        let made = Set(outcome.owners.keys).subtracting(old).subtracting(looked).sorted()
        outcome.made = made.count
        var heirs: [OwnerID: Set<OwnerID>] = [:]
        for membership in memberships {
            if let former = before[membership.record], former != membership.owner { heirs[former, default: []].insert(membership.owner) }
        }
        let moves = heirs.keys.sorted().flatMap { from in (heirs[from] ?? []).sorted().map { (from: from, to: $0) } }
        memberships.sort { $0.record < $1.record }
        if !memberships.isEmpty { try await connection.execute(SetOwners<Table>(memberships)) }
        return Settled(
            outcome: outcome, changed: changed.sorted { $0.id < $1.id }, gone: gone, made: made, moves: moves)
    }
}
