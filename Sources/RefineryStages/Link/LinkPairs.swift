package import RefineryModel

/// Links a set of records in memory, as the fleet does it in a database: those that share a key are compared.
package enum LinkPairs {
    /// - Parameters:
    ///   - features: Of different records, in any order.
    ///   - postingsMax: Of a key that more records have, each is compared with the first few only.
    /// - Returns: Accepted links and candidates, each pair once, by their records.
    package static func links(_ kind: LinkKind, _ features: [LinkFeatures], postingsMax: Int = 64) -> [Link] {
        let features = features.sorted { $0.id < $1.id }
        var postings: [Int64: [Int]] = [:]
        for (index, one) in features.enumerated() {
            for key in kind == .company ? one.companyKeys : one.personKeys { postings[key, default: []].append(index) }
        }
        var pairs: Set<Pair> = []
        for list in postings.values where list.count > 1 {
            let widest = list.count > postingsMax ? 8 : list.count
            for (place, one) in list.prefix(widest).enumerated() {
                for other in list.dropFirst(place + 1) { pairs.insert(Pair(one: one, other: other)) }
            }
        }
        return pairs.compactMap { pair in
            let (one, other) = (features[pair.one], features[pair.other])
            guard let verdict = LinkScorer.verdict(kind, one, other) else { return nil }
            return Link(kind, one.id, other.id, rule: verdict.rule, score: verdict.score, state: verdict.state)
        }.sorted { ($0.record, $0.other) < ($1.record, $1.other) }
    }

    private struct Pair: Hashable {
        let one, other: Int
    }
}
