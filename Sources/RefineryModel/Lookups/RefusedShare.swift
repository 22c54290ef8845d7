/// The share of the last requests that were refused because there were too many of them, as an exponential mean over about 200.
///
/// An account that is used to its limit refuses a few: a request may arrive before the end of another one is noted. The fleet pays
/// more for each step down than for those few, so only a share of more than 1 % counts as throttling; that of a healthy fleet
/// is to stay under 2 %.
package struct RefusedShare: Sendable {
    private static let weight = 1.0 / 200
    private static let most = 0.01

    private var share = 0.0

    package init() {}

    /// Three refusals on end are too many, or one in 100 for long.
    package var isTooLarge: Bool { share > Self.most }

    package mutating func add(isRefused: Bool) { share += ((isRefused ? 1 : 0) - share) * Self.weight }
}
