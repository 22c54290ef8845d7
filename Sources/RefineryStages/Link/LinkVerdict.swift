package import RefineryModel

/// What the comparison of two records says, where it says anything.
package struct LinkVerdict: Sendable, Equatable {
    /// What agreed: `name`, `email`, `phone`, `company`, `address`, `zip`, `city`, `domain`, joined by `+`.
    package let rule: String
    /// The probability that both are the same, 0 to 1.
    package let score: Float
    /// ``LinkState/accepted`` or ``LinkState/candidate``.
    package let state: LinkState
}
