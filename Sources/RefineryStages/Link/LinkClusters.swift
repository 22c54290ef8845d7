package import RefineryModel

/// Records that belong together, by the links between them: the connected components of those that join, without bringing together what a
/// person refused, nor persons whose names contradict each other, nor branches in different places.
///
/// The same records and links give the same clusters, in whatever order they are told: links are taken in the order of certainty.
package struct LinkClusters {
    /// A record of a cluster, and the link by which it is there.
    package struct Member: Sendable, Equatable {
        package let record: RecordID
        /// `first` for the record with the smallest id, which founds the cluster.
        package let rule: String
        package let score: Float
    }

    private let kind: LinkKind
    private let features: [LinkFeatures]
    private let indexes: [RecordID: Int]
    private var parents: [Int]
    /// By root: its records, in no order.
    private var members: [[Int]]
    /// By root: records whose names (or places) differ, against which another cluster is held.
    private var faces: [[Int]]
    /// By root: records that must not come into the cluster.
    private var refused: [[Int]]
    /// By record: the surest link of those that hold it.
    private var best: [(rule: String, score: Float)?]

    /// Each record is a cluster of its own.
    /// - Parameter features: Of different records, in any order.
    package init(_ kind: LinkKind, _ features: [LinkFeatures]) {
        self.kind = kind
        self.features = features.sorted { $0.id < $1.id }
        indexes = Dictionary(uniqueKeysWithValues: self.features.enumerated().map { ($1.id, $0) })
        parents = Array(self.features.indices)
        members = self.features.indices.map { [$0] }
        faces = members
        refused = Array(repeating: [], count: parents.count)
        best = Array(repeating: nil, count: parents.count)
    }

    /// Brings together what the links join.
    ///
    /// - Parameter links: All that are known between the records, of any state, each pair once; those of other records are left alone.
    /// - Returns: The links, sorted by their records: one that is `accepted` but may not join its clusters is a `candidate`. A confirmed one
    ///   joins whatever the names are.
    package mutating func join(_ links: [Link]) -> [Link] {
        for link in links where link.state == .refused {
            guard let one = indexes[link.record], let other = indexes[link.other] else { continue }
            refused[root(of: one)].append(other)
            refused[root(of: other)].append(one)
        }
        var result = links.sorted(by: Self.isSurer)
        for (place, link) in result.enumerated() where link.state.joins {
            guard let one = indexes[link.record], let other = indexes[link.other] else { continue }
            if unite(root(of: one), root(of: other), evenIfIncompatible: link.state == .confirmed) {
                keep(link, for: one)
                keep(link, for: other)
            } else if link.state == .accepted {
                result[place] = Link(kind, link.record, link.other, rule: link.rule, score: link.score, state: .candidate)
            }
        }
        return result.sorted { ($0.record, $0.other) < ($1.record, $1.other) }
    }

    /// The clusters by their smallest ids, each with its records by id.
    package func groups() -> [[Member]] {
        var result: [[Member]] = []
        for index in parents.indices where parents[index] == index { result.append(group(members[index].sorted())) }
        return result.sorted { $0[0].record < $1[0].record }
    }

    private func group(_ sorted: [Int]) -> [Member] {
        sorted.map { index in
            if index == sorted[0] { return Member(record: features[index].id, rule: "first", score: 1) }
            return Member(record: features[index].id, rule: best[index]?.rule ?? "", score: best[index]?.score ?? 0)
        }
    }

    private static func isSurer(_ one: Link, _ other: Link) -> Bool {
        let confirmed = (one.state == .confirmed, other.state == .confirmed)
        if confirmed.0 != confirmed.1 { return confirmed.0 }
        if one.score != other.score { return one.score > other.score }
        return (one.record, one.other) < (other.record, other.other)
    }

    private mutating func keep(_ link: Link, for index: Int) {
        if best[index] == nil { best[index] = (link.rule, link.score) }
    }

    private mutating func root(of index: Int) -> Int {
        var root = index
        while parents[root] != root { root = parents[root] }
        var next = index
        while parents[next] != root { (parents[next], next) = (root, parents[next]) }
        return root
    }

    /// False when they may not be one.
    private mutating func unite(_ one: Int, _ other: Int, evenIfIncompatible: Bool) -> Bool {
        if one == other { return true }
        for index in refused[one] where root(of: index) == other { return false }
        if !evenIfIncompatible, !isCompatible(one, other) { return false }
        let (large, small) = members[one].count >= members[other].count ? (one, other) : (other, one)
        parents[small] = large
        members[large] += members[small]
        refused[large] += refused[small]
        for face in faces[small] where !faces[large].contains(where: { features[$0].hasSameFace(as: features[face], kind) }) {
            faces[large].append(face)
        }
        members[small] = []
        refused[small] = []
        faces[small] = []
        return true
    }

    private func isCompatible(_ one: Int, _ other: Int) -> Bool {
        for face in faces[one] {
            for rival in faces[other] where !features[face].isCompatible(with: features[rival], kind) { return false }
        }
        return true
    }
}
