/// How long answers of the database are on their way, by what the last of them took: so far ahead permits are asked for.
struct LeadTime: Sendable {
    /// Half of each of the last round trips.
    private var halves: [Duration] = []
    private var next = 0

    /// How many answers are remembered: one that was slow by chance is forgotten within seconds.
    private static let memory = 32
    /// The time in which a permit can be used bridges this much by itself.
    private static let bridged: Duration = .milliseconds(50)
    private static let longest: Duration = .seconds(10)

    /// Zero where the database is near.
    var value: Duration {
        guard let slowest = halves.max(), slowest > Self.bridged else { return .zero }
        return min(slowest, Self.longest)
    }

    mutating func add(roundTrip: Duration) {
        if halves.count < Self.memory {
            halves.append(roundTrip / 2)
        } else {
            halves[next] = roundTrip / 2
            next = (next + 1) % Self.memory
        }
    }
}
