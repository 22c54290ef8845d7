#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// Records that are one company, or one persona.
struct Cluster: Sendable {
    /// By id; the first one has the rule `first`.
    private(set) var members: [Member]

    struct Member: Sendable {
        let record: RecordID
        let rule: String
        let score: Float
    }

    init(_ group: [LinkClusters.Member]) {
        members = group.map { Member(record: $0.record, rule: $0.rule, score: $0.score) }
    }

    private init(members: [Member]) { self.members = members }

    var records: [RecordID] { members.map(\.record) }

    /// Whoever answers at a company: its records that name nobody.
    static func generic(_ records: [RecordID]) -> Cluster {
        let sorted = records.sorted()
        return Cluster(
            members: sorted.map { Member(record: $0, rule: $0 == sorted[0] ? "first" : "company", score: 1) })
    }

    func memberships(of owner: OwnerID) -> [Membership] {
        members.map { Membership(record: $0.record, owner: owner, rule: $0.rule, score: $0.score) }
    }
}

extension [Cluster] {
    /// The id of each cluster: one that its records have already, so that it stays what people know it by.
    ///
    /// Of several, that of the oldest founder; where clusters come apart, it stays with the founder, or with the oldest record where the
    /// founder is gone. A cluster that is left with none is named after its oldest record.
    func ids(_ kind: LinkKind, now owners: [RecordID: OwnerID]) -> [OwnerID] {
        var taken: Set<OwnerID> = []
        var ids = map { cluster -> OwnerID? in
            let records = Set(cluster.records)
            let own = Set(cluster.records.compactMap { owners[$0] }).filter { $0.founder.map(records.contains) ?? false }
            return own.min { ($0.founder?.rawValue ?? 0) < ($1.founder?.rawValue ?? 0) }
        }
        taken.formUnion(ids.compactMap(\.self))
        let founders = Set(flatMap(\.records))
        for index in indices.sorted(by: { self[$0].members[0].record < self[$1].members[0].record }) where ids[index] == nil {
            // One whose founder is in another cluster stays there.
            let orphaned = Set(self[index].records.compactMap { owners[$0] }).filter {
                !taken.contains($0) && !($0.founder.map(founders.contains) ?? false)
            }
            let id =
                orphaned.min { ($0.founder?.rawValue ?? 0, $0) < ($1.founder?.rawValue ?? 0, $1) }
                ?? kind.id(foundedBy: self[index].members[0].record)
            ids[index] = id
            taken.insert(id)
        }
        return ids.compactMap(\.self)
    }
}
