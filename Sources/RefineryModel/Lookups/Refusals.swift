/// What the refusals of an account mean, from the point of view of one process.
///
/// An account that is used to its limit refuses a few: a request may arrive before the end of another one is noted. The fleet pays
/// more for each step down than for those few, so only a share of more than 1 % counts as throttling; that of a healthy fleet
/// is to stay under 2 %. And a refusal of a request that counted no more requests in flight than one that was accepted a moment ago
/// has another cause than their number: fewer of them would not help.
package struct Refusals: Sendable {
    package enum Meaning: Sendable, Equatable {
        /// No more than happens.
        case few
        /// Too many requests are in flight.
        case tooManyInFlight
        /// Too many are refused, however few are in flight.
        case tooFast
    }

    private static let memory: Duration = .seconds(2)

    private var ofLoad = RefusedShare(most: 0.01)
    private var ofOtherCauses = RefusedShare(most: 0.05)
    /// The request in flight beside the most others that was accepted recently, and when.
    private var accepted: (concurrent: Int, at: ContinuousClock.Instant)?

    package init() {}

    /// - Parameter concurrent: How many requests the account says it counted, itself included; nil: it did not say.
    package mutating func accept(concurrent: Int?, at now: ContinuousClock.Instant) {
        ofLoad.add(isRefused: false)
        ofOtherCauses.add(isRefused: false)
        guard let concurrent else { return }
        if let most = acceptedOfLate(now), most > concurrent { return }
        accepted = (concurrent, now)
    }

    private func acceptedOfLate(_ now: ContinuousClock.Instant) -> Int? {
        guard let accepted, accepted.at.duration(to: now) <= Self.memory else { return nil }
        return accepted.concurrent
    }

    /// What one more refusal means. After one that means something the count starts over.
    /// - Parameter inFlight: Requests that this process had in flight.
    package mutating func refuse(concurrent: Int?, inFlight: Int, at now: ContinuousClock.Instant) -> Meaning {
        let hasOtherCause = if let concurrent, let most = acceptedOfLate(now) { most >= concurrent } else { false }
        ofLoad.add(isRefused: !hasOtherCause)
        ofOtherCauses.add(isRefused: hasOtherCause)
        let meaning: Meaning =
            ofLoad.isTooLarge(inFlight: inFlight) ? .tooManyInFlight : ofOtherCauses.isTooLarge(inFlight: inFlight) ? .tooFast : .few
        if meaning != .few { self = Refusals() }
        return meaning
    }
}

/// The share of the last requests that were refused, as an exponential mean over about 1,000, so that refusals that come by chance seldom
/// look like more than they are.
struct RefusedShare: Sendable {
    private static let weight = 1.0 / 1000

    private let most: Double
    private var share = 0.0
    private var onEnd = 0

    init(most: Double) { self.most = most }

    /// A wave of refusals is not waited for to become a share. Refusals come at once and answers later, so a few of many that were sent
    /// together are in a row by chance: with 50 and more in flight ten are too many, with a few three.
    func isTooLarge(inFlight: Int) -> Bool { onEnd >= max(3, min(10, inFlight / 5)) || share > most }

    mutating func add(isRefused: Bool) {
        share += ((isRefused ? 1 : 0) - share) * Self.weight
        onEnd = isRefused ? onEnd + 1 : 0
    }
}
