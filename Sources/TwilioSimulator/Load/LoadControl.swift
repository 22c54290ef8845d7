internal import Synchronization

/// The behaviour in force, and what is left of a burst of failures.
package final class LoadControl: Sendable {
    private struct State {
        var behaviour: Behaviour
        var failingUntil: ContinuousClock.Instant?
        var askedOnce: Set<UInt64> = []
    }

    private let initial: Behaviour
    private let state: Mutex<State>

    package init(_ behaviour: Behaviour) {
        initial = behaviour
        state = Mutex(State(behaviour: behaviour, failingUntil: Self.deadline(behaviour)))
    }

    /// The behaviour in force; a burst shows what is left of it.
    package var behaviour: Behaviour {
        state.withLock { state in
            var behaviour = state.behaviour
            let left = state.failingUntil.map { max(.zero, $0 - .now) } ?? .zero
            behaviour.failSeconds = Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
            return behaviour
        }
    }

    /// Puts another behaviour into force, for the requests that arrive from now on.
    package func set(_ behaviour: Behaviour) {
        state.withLock {
            $0.behaviour = behaviour
            $0.failingUntil = Self.deadline(behaviour)
        }
    }

    /// Changes what `json` names and keeps the rest; see ``Behaviour/changed(by:)``.
    package func change(by json: String) throws { set(try behaviour.changed(by: json)) }

    /// Back to the behaviour of the start.
    package func reset() { set(initial) }

    /// The behaviour for the next request, without what a plan decides.
    var current: Behaviour { state.withLock { $0.behaviour } }

    /// What becomes of the request with this place in the order of arrival.
    func plan(ordinal: Int) -> Plan {
        let (behaviour, isFailing) = state.withLock { state -> (Behaviour, Bool) in
            if state.behaviour.failRequests > 0 {
                state.behaviour.failRequests -= 1
                return (state.behaviour, true)
            }
            guard let end = state.failingUntil else { return (state.behaviour, false) }
            if .now < end { return (state.behaviour, true) }
            state.failingUntil = nil
            return (state.behaviour, false)
        }
        return Plan(behaviour, ordinal: ordinal, isFailing: isFailing)
    }

    /// Whether a number of the kind ``MagicNumber/once(_:)`` is asked for the first time.
    func isFirstTime(_ digits: UInt64) -> Bool { state.withLock { $0.askedOnce.insert(digits).inserted } }

    /// Numbers of the kind ``MagicNumber/once(_:)`` are new again.
    func forgetNumbers() { state.withLock { $0.askedOnce.removeAll() } }

    private static func deadline(_ behaviour: Behaviour) -> ContinuousClock.Instant? {
        behaviour.failSeconds > 0 ? .now + .milliseconds(Int64(behaviour.failSeconds * 1_000)) : nil
    }
}
