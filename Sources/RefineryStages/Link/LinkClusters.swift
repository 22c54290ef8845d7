package import RefineryModel

/// Records that belong together, by the links between them: the connected components of those that join, without bringing together what a
/// person refused, nor persons whose names contradict each other, nor branches in different places, nor a company to one of several that its
/// short name may mean.
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
    /// The same for sides: the parts of a cluster that only a person brought together, though their names differ. Who belongs to one of them
    /// is not held against the others.
    private var sideParents: [Int]
    /// By root: its records, in no order.
    private var members: [[Int]]
    /// By root of a side: records whose names (or places) differ, against which another side is held.
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
        sideParents = parents
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
        let ambiguous = ambiguousLinks(result)
        for (place, link) in result.enumerated() where link.state.joins {
            guard let one = indexes[link.record], let other = indexes[link.other] else { continue }
            if !ambiguous.contains(place), unite(one, other, evenIfIncompatible: link.state == .confirmed) {
                keep(link, for: one)
                keep(link, for: other)
            } else if link.state == .accepted {
                result[place] = Link(kind, link.record, link.other, rule: link.rule, score: link.score, state: .candidate)
            }
        }
        return result.sorted { ($0.record, $0.other) < ($1.record, $1.other) }
    }

    /// Places of the links by which a company that says only Acme would come to Acme Freight, where another one leads to Acme Realty: it may be
    /// either. A number that both have, or a person, says more than a name.
    private func ambiguousLinks(_ links: [Link]) -> Set<Int> {
        guard kind == .company else { return [] }
        var wholes: [[UInt64]: [(place: Int?, record: Int)]] = [:]
        for (place, link) in links.enumerated() where link.state.joins {
            guard let one = indexes[link.record], let other = indexes[link.other] else { continue }
            let (short, whole) = features[one].isShorter(than: features[other]) ? (one, other) : (other, one)
            guard features[short].isShortName(of: features[whole]) else { continue }
            let isSure = link.state == .confirmed || features[short].sharesNumber(with: features[whole], isDirect: false)
            wholes[features[short].nameAndPlace, default: []].append((isSure ? nil : place, whole))
        }
        var result: Set<Int> = []
        for found in wholes.values where found.count > 1 {
            // Of each name one, and no more than a family of firms has.
            var names: [Int] = []
            for (_, whole) in found where names.count < 32 {
                if !names.contains(where: { features[$0].isNamedLike(features[whole]) }) { names.append(whole) }
            }
            for case (let place?, let whole) in found where names.contains(where: { features[$0].standsApart(from: features[whole]) }) {
                result.insert(place)
            }
        }
        return result
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

    private mutating func root(of index: Int) -> Int { Self.root(of: index, in: &parents) }

    private static func root(of index: Int, in parents: inout [Int]) -> Int {
        var root = index
        while parents[root] != root { root = parents[root] }
        var next = index
        while parents[next] != root { (parents[next], next) = (root, parents[next]) }
        return root
    }

    /// False when the clusters of two records may not be one.
    private mutating func unite(_ record: Int, _ rival: Int, evenIfIncompatible: Bool) -> Bool {
        let (one, other) = (root(of: record), root(of: rival))
        for index in refused[one] where one != other && root(of: index) == other { return false }
        let sides = (Self.root(of: record, in: &sideParents), Self.root(of: rival, in: &sideParents))
        let areCompatible = sides.0 == sides.1 || isCompatible(sides.0, sides.1)
        if one != other {
            if !evenIfIncompatible, !areCompatible { return false }
            let (large, small) = members[one].count >= members[other].count ? (one, other) : (other, one)
            parents[small] = large
            members[large] += members[small]
            refused[large] += refused[small]
            members[small] = []
            refused[small] = []
        }
        if areCompatible, sides.0 != sides.1 { uniteSides(sides.0, sides.1) }
        return true
    }

    private mutating func uniteSides(_ large: Int, _ small: Int) {
        sideParents[small] = large
        for face in faces[small] where !faces[large].contains(where: { features[$0].hasSameFace(as: features[face], kind) }) {
            faces[large].append(face)
        }
        faces[small] = []
    }

    private func isCompatible(_ one: Int, _ other: Int) -> Bool {
        for face in faces[one] {
            for rival in faces[other] where !features[face].isCompatible(with: features[rival], kind) { return false }
        }
        return true
    }
}
