/// Finds what a user probably meant.
package enum Nearest {
    /// The candidate with the fewest edits from `text`, ignoring case and punctuation; `nil` when none is near.
    package static func match(for text: String, in candidates: [String]) -> String? {
        let wanted = Array(HeaderKey(text).text.prefix(64).unicodeScalars)
        guard !wanted.isEmpty else { return nil }
        var best: (candidate: String, edits: Int)?
        for candidate in candidates.prefix(2000) {
            let key = Array(HeaderKey(candidate).text.prefix(64).unicodeScalars)
            guard !key.isEmpty else { continue }
            let edits = distance(wanted, key)
            if edits < best?.edits ?? Int.max { best = (candidate, edits) }
        }
        guard let best, best.edits <= max(wanted.count < 4 ? 1 : 2, wanted.count * 2 / 5) else { return nil }
        return best.candidate
    }

    /// The Levenshtein distance. Complexity: O(`a` × `b`).
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var previous = Array(0...b.count)
        var current = previous
        for (row, left) in a.enumerated() {
            current[0] = row + 1
            for (column, right) in b.enumerated() {
                current[column + 1] = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (left == right ? 0 : 1))
            }
            swap(&previous, &current)
        }
        return previous[b.count]
    }
}
