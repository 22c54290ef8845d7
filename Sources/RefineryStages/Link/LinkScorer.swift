package import RefineryModel

/// Compares two records: Fellegi–Sunter, by the weights of data/personas/weights.csv. Symmetric, and the same on every machine.
package enum LinkScorer {
    /// - Returns: Nil when they are probably not the same, or one of them has no such thing.
    package static func verdict(_ kind: LinkKind, _ one: LinkFeatures, _ other: LinkFeatures) -> LinkVerdict? {
        switch kind {
        case .company: company(one, other)
        case .persona: persona(one, other)
        }
    }

    static func company(_ one: LinkFeatures, _ other: LinkFeatures) -> LinkVerdict? { nil }

    static func persona(_ one: LinkFeatures, _ other: LinkFeatures) -> LinkVerdict? { nil }
}
