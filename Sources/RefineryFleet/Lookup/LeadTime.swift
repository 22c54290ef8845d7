/// How long answers of the database are on their way, by what the last of them took: so far ahead permits are asked for.
struct LeadTime: Sendable {
    /// Half of each of the last round trips, oldest first, and when its answer came.
    private var halves: [(duration: Duration, at: ContinuousClock.Instant)] = []

    /// How many answers are remembered, and for how long: one that was slow by chance is forgotten. While permits are asked for ten
    /// seconds ahead, few answers come: they alone would remember a stall for minutes.
    private static let memory = 32
    private static let age: Duration = .seconds(5)
    /// The time in which a permit can be used bridges this much by itself.
    private static let bridged: Duration = .milliseconds(50)
    private static let longest: Duration = .seconds(10)

    /// Zero where the database is near.
    /// - Parameter now: When it is asked for.
    func value(at now: ContinuousClock.Instant) -> Duration {
        // The last answer counts however old it is: a database that is very far away answers seldom.
        let recent = halves.filter { $0.at >= now - Self.age }.map(\.duration)
        guard let slowest = recent.max() ?? halves.last?.duration, slowest > Self.bridged else { return .zero }
        return min(slowest, Self.longest)
    }

    /// - Parameter now: When the answer was here.
    mutating func add(roundTrip: Duration, at now: ContinuousClock.Instant) {
        if halves.count == Self.memory { halves.removeFirst() }
        halves.append((roundTrip / 2, now))
    }
}
