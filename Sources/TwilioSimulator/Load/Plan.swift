/// What becomes of one request that was admitted, before its number is looked at.
struct Plan: Equatable, Sendable {
    enum Outcome: Equatable, Sendable {
        case answer
        case refuse
        case fail(status: Int)
        case packageError(Int)
        case mishap(Mishap)
    }

    let outcome: Outcome
    let latency: Duration

    /// - Parameter isFailing: Whether a burst of failures goes on.
    init(_ behaviour: Behaviour, ordinal: Int, isFailing: Bool) {
        let draw = Draw(seed: behaviour.seed, ordinal: ordinal)
        latency = draw.latency(behaviour)
        outcome = isFailing ? .fail(status: behaviour.failStatus) : Self.outcome(behaviour, at: draw.outcome)
    }

    private static func outcome(_ behaviour: Behaviour, at place: Double) -> Outcome {
        var place = place
        for (name, share) in behaviour.shares {
            if place < share {
                switch name {
                case .rate429: return .refuse
                case .rate5xx: return .fail(status: behaviour.failStatus)
                case .rateReset: return .mishap(.reset)
                case .rateDrip: return .mishap(.drip)
                case .rateSlow: return .mishap(.slow)
                case .rateBrokenJSON: return .mishap(.brokenJSON)
                default: return .packageError(behaviour.packageErrorCode)
                }
            }
            place -= share
        }
        return .answer
    }
}
