internal import RefineryStore

/// What to do with the numbers, or the questions, of one lease, and when.
///
/// The permits were granted by the server's clock at an instant that nobody here knows: it lies in the middle of the round trip, give or
/// take half of it. Every permit is used at its time by this reckoning, whatever the round trip: fleets far from their database keep
/// the rate as well, and the doubt is a shift of all permits of a process alike.
struct BegunLookups<Item: Sendable>: Sendable {
    let items: [Item]
    let permits: LookupPermits
    /// When the database was asked, and when its answer was here: the permits were granted in between.
    let sentAt: ContinuousClock.Instant
    let receivedAt: ContinuousClock.Instant
    /// How long the answer was expected to be on its way: no permit is due earlier than that after it was granted.
    let lead: Duration

    /// Up to so much a permit is kept back, so that it is not too early wherever in the round trip it was granted.
    private static var cautionMax: Duration { .milliseconds(50) }

    /// The time on the way, there and back. Waiting for rivals is over before permits are granted, and no part of it.
    var roundTrip: Duration { max(.zero, sentAt.duration(to: receivedAt) - permits.wait) }

    /// The earliest instant of request `place`, from 0.
    func due(_ place: Int) -> ContinuousClock.Instant { slot(place) + caution }

    /// The latest, with permits that are good for `latenessMax`.
    func latest(_ place: Int, latenessMax: Duration) -> ContinuousClock.Instant { slot(place) + latenessMax - caution }

    private var caution: Duration { min(roundTrip / 2, Self.cautionMax) }

    /// Permits that were saved up were due before they were granted: as soon as they are here, then.
    private func slot(_ place: Int) -> ContinuousClock.Instant {
        receivedAt - roundTrip / 2 + max(lead, permits.offset + permits.step * place)
    }
}
