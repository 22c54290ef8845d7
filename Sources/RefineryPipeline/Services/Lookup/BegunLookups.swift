internal import RefineryStore

/// What came of asking for permits: what to do with each number, and when its request is due.
struct BegunLookups: Sendable {
    let numbers: [BegunNumber]
    let permits: LookupPermits
    /// When the database was asked, and when its answer was here: the permits were granted in between.
    let sentAt: ContinuousClock.Instant
    let receivedAt: ContinuousClock.Instant

    /// The earliest instant of request `place`, from 0, wherever in between the permits were granted.
    func due(_ place: Int) -> ContinuousClock.Instant { receivedAt + delay(place) }

    /// The latest, with permits that are good for `latenessMax`. Waiting for rivals is over before permits are granted, so it makes
    /// none late: otherwise a fleet whose rivals wait long for each other would throw away all it is granted, and ask yet more often.
    func latest(_ place: Int, latenessMax: Duration) -> ContinuousClock.Instant {
        sentAt + permits.wait + delay(place) + latenessMax
    }

    /// Permits that were saved up were due before they were granted: at once, then.
    private func delay(_ place: Int) -> Duration { max(.zero, permits.offset + permits.step * place) }
}
