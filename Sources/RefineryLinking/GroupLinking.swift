package import Postgres
package import RefineryModel
internal import RefineryStages
package import RefineryStore

/// Links a group of records with all that are stored, in three short transactions. Each may be repeated, and what other processes link at
/// the same time is neither lost nor done twice:
///
/// 1. The keys of the records are written.
/// 2. Whatever shares a key with them is compared, and the links that this gives are written; so are the companies and personas of
///    records that hang together with no others. The keys of any two records are committed before one of them is compared, so every pair
///    is seen by somebody.
/// 3. Under the lock of owners, the others are put to what they hang together with, by all links that there are, whoever wrote them.
package struct GroupLinking: Sendable {
    /// Up to so many records of one key are all compared with each other; of a key with more, each only with the ``hotRecords`` first.
    /// So a key that many share costs what it is worth, and records that only such a key brings together still meet.
    static let postingsMax = 100
    static let hotRecords = 8
    /// So many keys are looked up at a time, and so many records beside the group are in memory: a group shares keys with
    /// many more records than it has, and more of them with each list that is stored.
    package static let keysAtOnce = 8_192
    package static let besideAtOnce = 2_048
    /// A company of more records is not derived by each group of a run that has some of it, but once, by the last.
    package static let largeCompany = 2_000

    /// What came of it.
    package struct Outcome: Sendable, Equatable {
        package var records = 0
        /// By how many there are more now: fewer than none when known ones turned out to be one.
        package var companies = 0
        package var personas = 0
        /// Pairs that were found to be the same, and perhaps.
        package var linked = 0
        package var candidates = 0

        /// As counters of a run.
        package var counters: [String: Int64] {
            [
                "records": Int64(records), "companies": Int64(companies), "personas": Int64(personas), "linked": Int64(linked),
                "candidates": Int64(candidates),
            ]
        }
    }

    private let database: Database
    private let largeCompany: Int
    private let keysAtOnce: Int
    private let besideAtOnce: Int
    /// For tests: what happens before each of the transactions.
    private let onStep: @Sendable (Step) async throws -> Void

    package enum Step: Sendable, CaseIterable { case keys, links, owners }

    package init(
        database: Database, largeCompany: Int = Self.largeCompany, keysAtOnce: Int = Self.keysAtOnce, besideAtOnce: Int = Self.besideAtOnce,
        onStep: @escaping @Sendable (Step) async throws -> Void = { _ in }
    ) {
        self.database = database
        self.largeCompany = largeCompany
        self.keysAtOnce = keysAtOnce
        self.besideAtOnce = besideAtOnce
        self.onStep = onStep
    }

    /// - Parameters:
    ///   - ids: Any stored records; those that are gone are left out.
    ///   - new: Those of them whose companies and personas count as made by this group, though an attempt made them that did not end.
    ///   - job: The job of which they are the group, and that `finish` ends; nil: nobody comes after this group, nothing is left to others.
    ///   - finish: Runs in the last transaction, with what came of it.
    /// - Throws: ``StoreError/survivorGone`` when records went meanwhile: try again.
    @discardableResult
    package func link(
        _ ids: [RecordID], new: Set<RecordID> = [], as job: ClaimedJob? = nil,
        finish: @escaping @Sendable (isolated PostgresConnection, Outcome) async throws -> Void = { _, _ in }
    ) async throws -> Outcome {
        let shelf = RecordShelf()
        let pool = database.pool
        let options = TransactionOptions(synchronousCommit: false)
        try await onStep(.keys)
        let epoch = try await pool.withConnection { connection in
            do {
                return try await connection.transaction(options) { try await writeKeys(ids, shelf, areNew: true, on: $0) }
            } catch let error as PostgresError where error.sqlState == .uniqueViolation {
                // Somebody links the same records at this moment.
                return try await connection.transaction(options) { try await writeKeys(ids, shelf, areNew: false, on: $0) }
            }
        }
        try await onStep(.links)
        let own = shelf.features.keys.sorted()
        let found = try await pool.withConnection { connection in
            try await connection.transaction(options) { connection in
                try await check(epoch, on: connection)
                let found = try await writeLinks(own, shelf, on: connection)
                return try await foundOwners(own, new, found, shelf, on: connection)
            }
        }
        try await onStep(.owners)
        return try await pool.withConnection { connection in
            try await connection.transaction(options) { connection in
                try await check(epoch, on: connection)
                let outcome = try await unite(own, found, shelf, job, on: connection)
                try await finish(connection, outcome)
                return outcome
            }
        }
    }

    /// What the first two steps leave for the last one.
    fileprivate struct Found: Sendable {
        var outcome = Outcome()
        /// Links that join the records with each other or with others.
        var joining: [LinkKind: [Link]] = [:]
        /// Records that belong to their company, or persona, and hang together with no others, as far as is known.
        var settled: [LinkKind: Set<RecordID>] = [.company: [], .persona: []]
    }

    private func check(_ epoch: Int64, on connection: isolated PostgresConnection) async throws {
        guard try await connection.first(ShareLinks()) == epoch else { throw StoreError.survivorGone }
    }

    // MARK: - Keys

    /// - Parameter areNew: Whether those records of which a key is not there have none there, nor will have when this is written.
    /// - Returns: The epoch of what was read.
    private func writeKeys(
        _ ids: [RecordID], _ shelf: RecordShelf, areNew: Bool, on connection: isolated PostgresConnection
    ) async throws -> Int64 {
        guard let epoch = try await connection.first(ShareLinks()) else { throw StoreError.unexpectedRows(statement: "share_links") }
        try await shelf.load(ids, on: connection)
        var (new, old): ([LinkKey], [LinkKey]) = ([], [])
        for (record, features) in shelf.features {
            for key in features.companyKeys { new.append(LinkKey(key: key, record: record)) }
            for key in features.personKeys { new.append(LinkKey(key: key, record: record)) }
        }
        // By key: neighbours in the index are written together.
        new.sort()
        if areNew {
            var first: [RecordID: LinkKey] = [:]
            for key in new where first[key.record] == nil { first[key.record] = key }
            let known = Set(try await connection.rows(FindKeyedRecords(of: Array(first.values))))
            if !known.isEmpty {
                old = new.filter { known.contains($0.record) }
                new.removeAll { known.contains($0.record) }
            }
        } else {
            (new, old) = ([], new)
        }
        try await LinkKey.copy(new, on: connection)
        if !old.isEmpty { try await connection.execute(InsertLinkKeys(old)) }
        return epoch
    }

    // MARK: - Links

    private func writeLinks(_ own: [RecordID], _ shelf: RecordShelf, on connection: isolated PostgresConnection) async throws -> Found {
        var found = Found()
        found.outcome.records = own.count
        var pairs: [Comparison] = []
        for kind in LinkKind.allCases {
            let owners = KeyOwners(own, shelf, kind)
            for start in stride(from: 0, to: owners.keys.count, by: keysAtOnce) {
                let keys = Array(owners.keys[start..<min(start + keysAtOnce, owners.keys.count)])
                owners.add(try await connection.rows(FindLinkPostings(keys: keys, limit: Self.postingsMax + 1)), shelf, to: &pairs)
            }
        }
        let links = try await compare(pairs, shelf, on: connection)
        for kind in LinkKind.allCases {
            let ofKind = links[kind] ?? []
            if !ofKind.isEmpty { try await connection.execute(InsertLinks(kind, ofKind)) }
            found.joining[kind] = ofKind.filter { $0.state == .accepted }
            found.outcome.linked += found.joining[kind]?.count ?? 0
            found.outcome.candidates += ofKind.count - (found.joining[kind]?.count ?? 0)
        }
        return found
    }

    /// Compares each pair once, and reads each record beside the group once.
    /// - Returns: Links in order: others who write some of the same ones at this moment wait, and do not lock each other out.
    private func compare(
        _ found: [Comparison], _ shelf: RecordShelf, on connection: isolated PostgresConnection
    ) async throws -> [LinkKind: [Link]] {
        let pairs = found.sorted()
        var links: [LinkKind: [Link]] = [:]
        var next = pairs.startIndex
        while next < pairs.endIndex {
            var beside: [RecordID] = []
            var end = next
            while end < pairs.endIndex {
                let other = pairs[end].other
                if beside.last != other && shelf.features[other] == nil {
                    if beside.count == besideAtOnce { break }
                    beside.append(other)
                }
                end += 1
            }
            let others = RecordShelf()
            try await others.load(beside, on: connection)
            for index in next..<end where index == pairs.startIndex || pairs[index] != pairs[index - 1] {
                let pair = pairs[index]
                guard let own = shelf.features[pair.own], let other = shelf.features[pair.other] ?? others.features[pair.other] else {
                    continue
                }
                let (first, second) = pair.own < pair.other ? (own, other) : (other, own)
                guard let verdict = LinkScorer.verdict(pair.kind, first, second) else { continue }
                links[pair.kind, default: []].append(
                    Link(pair.kind, first.id, second.id, rule: verdict.rule, score: verdict.score, state: verdict.state))
            }
            next = end
        }
        return links.mapValues { $0.sorted { ($0.record, $0.other) < ($1.record, $1.other) } }
    }

    // MARK: - What hangs together with no others

    private func foundOwners(
        _ own: [RecordID], _ new: Set<RecordID>, _ found: Found, _ shelf: RecordShelf, on connection: isolated PostgresConnection
    ) async throws -> Found {
        var found = found
        let (employments, identities) = try await connection.pipeline(ListOwners<CompanyTable>(of: own), ListOwners<PersonaTable>(of: own))
        let (ofCompanies, ofPersonas) = (Set(employments.map(\.record)), Set(identities.map(\.record)))
        found.outcome.companies = employments.count { $0.owner.founder == $0.record && new.contains($0.record) }
        found.outcome.personas = identities.count { $0.owner.founder == $0.record && new.contains($0.record) }
        let employed = own.filter { shelf.features[$0]?.hasCompany == true }

        let companies = alone(.company, among: employed.filter { !ofCompanies.contains($0) }, found, shelf)
        let newCompanies = try await found.settle(CompanyTable.self, companies, on: connection)
        try await ProfileWriter(shelf: shelf).write(
            companies: newCompanies.map { ProfileWriter.Subject(id: $0, records: $1.records) }, areNew: true, on: connection)
        found.outcome.companies += newCompanies.count

        var companyOf: [RecordID: OwnerID] = [:]
        for (id, cluster) in newCompanies { for record in cluster.records { companyOf[record] = id } }
        let free = own.filter { !ofPersonas.contains($0) && (shelf.features[$0]?.hasCompany == false || companyOf[$0] != nil) }
        let freeSet = Set(free)
        var personas = alone(.persona, among: free.filter { shelf.features[$0]?.hasPerson == true }, found, shelf)
        for (_, cluster) in newCompanies {
            let nameless = cluster.records.filter { shelf.features[$0]?.hasPerson == false && freeSet.contains($0) }
            if !nameless.isEmpty { personas.append(Cluster.generic(nameless)) }
        }
        let newPersonas = try await found.settle(PersonaTable.self, personas, on: connection)
        try await ProfileWriter(shelf: shelf).write(
            personas: newPersonas.map { ProfileWriter.Subject(id: $0, records: $1.records) }, companies: companyOf, areNew: true,
            on: connection)
        found.outcome.personas += newPersonas.count
        return found
    }

    /// Clusters of some records that no link joins to any other record.
    private func alone(_ kind: LinkKind, among records: [RecordID], _ found: Found, _ shelf: RecordShelf) -> [Cluster] {
        let free = Set(records)
        var crossing: Set<RecordID> = []
        var links: [Link] = []
        for link in found.joining[kind] ?? [] {
            switch (free.contains(link.record), free.contains(link.other)) {
            case (true, true): links.append(link)
            case (true, false): crossing.insert(link.record)
            case (false, true): crossing.insert(link.other)
            case (false, false): break
            }
        }
        var clusters = LinkClusters(kind, records.compactMap { shelf.features[$0] })
        let joined = clusters.join(links)
        // What may not join is for the last step to say, which looks at everything.
        for link in joined where link.state == .candidate { crossing.formUnion([link.record, link.other]) }
        return clusters.groups().filter { group in !group.contains { crossing.contains($0.record) } }.map(Cluster.init)
    }

    // MARK: - What hangs together with others

    private func unite(
        _ own: [RecordID], _ found: Found, _ shelf: RecordShelf, _ job: ClaimedJob?, on connection: isolated PostgresConnection
    ) async throws -> Outcome {
        var outcome = found.outcome
        try await connection.execute(LockOwners())
        let regroup = Regroup(shelf: shelf)
        var companySeeds = Set(try await seeds(.company, own, found, on: connection))
        var personaSeeds = Set(try await seeds(.persona, own, found, on: connection))
        if let job, let turn = try await connection.first(TakeLinkDeferrals(job: job)) {
            companySeeds.formUnion(turn.records)
            personaSeeds.formUnion(turn.records)
            let deferred = turn.isLast ? [] : try await ofLargeCompanies(companySeeds, found, on: connection)
            if !deferred.isEmpty {
                try await connection.execute(DeferLinks(runID: job.runID, records: deferred.sorted()))
                companySeeds.subtract(deferred)
                personaSeeds.subtract(deferred)
            }
        }
        let companies = companySeeds.isEmpty ? Regroup.Outcome() : try await regroup.companies(companySeeds.sorted(), on: connection)
        personaSeeds.formUnion(companies.moved)
        let personas = personaSeeds.isEmpty ? Regroup.Outcome() : try await regroup.personas(personaSeeds.sorted(), on: connection)
        outcome.companies += companies.made - companies.gone
        outcome.personas += personas.made - personas.gone
        return outcome
    }

    /// Those of some records that links lead from to a company with very many, over each other too.
    private func ofLargeCompanies(
        _ seeds: Set<RecordID>, _ found: Found, on connection: isolated PostgresConnection
    ) async throws -> Set<RecordID> {
        let links = found.joining[.company] ?? []
        let others = Set(links.flatMap { [$0.record, $0.other] }).subtracting(seeds)
        if others.isEmpty { return [] }
        var reached = try await connection.rows(FindLargeCompanyRecords(among: others.sorted(), moreThan: largeCompany))
        if reached.isEmpty { return [] }
        var neighbours: [RecordID: [RecordID]] = [:]
        for link in links {
            neighbours[link.record, default: []].append(link.other)
            neighbours[link.other, default: []].append(link.record)
        }
        var result: Set<RecordID> = []
        while let record = reached.popLast() {
            for neighbour in neighbours[record] ?? [] where seeds.contains(neighbour) && result.insert(neighbour).inserted {
                reached.append(neighbour)
            }
        }
        return result
    }

    /// Records that do not belong to anybody yet, or that others linked meanwhile.
    private func seeds(
        _ kind: LinkKind, _ own: [RecordID], _ found: Found, on connection: isolated PostgresConnection
    ) async throws -> [RecordID] {
        let settled = found.settled[kind] ?? []
        let crossing = settled.isEmpty ? [] : try await connection.rows(ListCrossingRecords(kind, of: Array(settled)))
        return own.filter { !settled.contains($0) } + crossing
    }
}

extension GroupLinking.Found {
    /// Makes clusters companies or personas of their own. Those of whose records somebody else was faster are for the last step.
    fileprivate mutating func settle<Table: OwnerTable>(
        _ table: Table.Type, _ clusters: [Cluster], on connection: isolated PostgresConnection
    ) async throws -> [(id: OwnerID, cluster: Cluster)] {
        let named = clusters.map { (id: Table.kind.id(foundedBy: $0.members[0].record), cluster: $0) }
        let memberships = named.flatMap { $0.cluster.memberships(of: $0.id) }.sorted { $0.record < $1.record }
        if memberships.isEmpty { return [] }
        let new = Set(try await connection.rows(FoundOwners<Table>(memberships)))
        let made = named.filter { new.isSuperset(of: $0.cluster.records) }
        settled[Table.kind] = Set(made.flatMap(\.cluster.records))
        return made
    }
}

/// A record of a group, and one that shares a key with it: perhaps the same. In order of the other ones, so that each is read once.
private struct Comparison: Comparable {
    let other: RecordID
    let own: RecordID
    let kind: LinkKind

    // Of the numbers themselves: there are millions to sort, and the operators of RecordID are called through a table.
    static func == (left: Self, right: Self) -> Bool {
        left.other.rawValue == right.other.rawValue && left.own.rawValue == right.own.rawValue && left.isOfPersona == right.isOfPersona
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.other.rawValue != right.other.rawValue { return left.other.rawValue < right.other.rawValue }
        if left.own.rawValue != right.own.rawValue { return left.own.rawValue < right.own.rawValue }
        return !left.isOfPersona && right.isOfPersona
    }

    private var isOfPersona: Bool { kind == .persona }
}

/// Which of a group's records have which keys.
private struct KeyOwners {
    /// Ascending, each once.
    let keys: [Int64]
    private var records: [Int64: [RecordID]] = [:]
    private let kind: LinkKind

    init(_ own: [RecordID], _ shelf: RecordShelf, _ kind: LinkKind) {
        self.kind = kind
        for record in own {
            guard let features = shelf.features[record] else { continue }
            for key in kind == .company ? features.companyKeys : features.personKeys { records[key, default: []].append(record) }
        }
        keys = records.keys.sorted()
    }

    /// With which records of a key all that have it are compared.
    private static func compared(_ posting: LinkPosting) -> ArraySlice<RecordID> {
        posting.records.count > GroupLinking.postingsMax ? posting.records.prefix(GroupLinking.hotRecords) : posting.records[...]
    }

    /// Adds the pairs to be compared; those that share several keys several times.
    func add(_ postings: [LinkPosting], _ shelf: RecordShelf, to pairs: inout [Comparison]) {
        for posting in postings {
            let others = Self.compared(posting)
            for record in records[posting.key] ?? [] {
                for other in others where other != record {
                    // Two of the group meet once.
                    let isOwn = shelf.features[other] != nil
                    pairs.append(
                        Comparison(other: isOwn ? max(record, other) : other, own: isOwn ? min(record, other) : record, kind: kind))
                }
            }
        }
    }
}
