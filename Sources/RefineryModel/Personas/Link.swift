/// What two records can be the same of. The raw values are those of `links.kind`.
package enum LinkKind: String, Sendable, CaseIterable, Codable {
    case company
    case persona
}

/// Where a link stands. The raw values are those of `links.state`.
package enum LinkState: String, Sendable, CaseIterable, Codable {
    /// Sure enough by itself.
    case accepted
    /// Perhaps: a person says.
    case candidate
    /// A person said that both are the same.
    case confirmed
    /// A person said that they are not: no other link may bring them together.
    case refused

    /// Whether it holds the two together.
    package var joins: Bool { self == .accepted || self == .confirmed }
}

/// Two records that are the same company, or the same person, and why.
package struct Link: Sendable, Equatable {
    package let kind: LinkKind
    /// The smaller id.
    package let record: RecordID
    package let other: RecordID
    /// By what they were found to be the same, as `email` or `name+phone`: names in English, joined by `+`, of what agreed.
    package let rule: String
    /// The probability that they are the same, 0 to 1.
    package let score: Float
    package let state: LinkState

    package init(_ kind: LinkKind, _ one: RecordID, _ other: RecordID, rule: String, score: Float, state: LinkState) {
        self.kind = kind
        record = min(one, other)
        self.other = max(one, other)
        self.rule = rule
        self.score = score
        self.state = state
    }
}
