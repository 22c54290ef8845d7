internal import HummingbirdCore
internal import ServiceLifecycle
internal import PlainServer
internal import Simulation
internal import Synchronization

/// A server that answers as six providers of enrichment do, misbehaves when told to, and keeps a ledger of what was paid.
///
/// Plain HTTP/1.1. The same process may hold several, each with its own ledger.
package struct ProviderSimulator: Service {
    package let host: String
    package let port: Int
    /// What arrived and was charged.
    package let ledger = ProviderLedger()
    let state: ProviderState
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - onListening: Called once, as soon as connections are accepted, with the port.
    package init(
        host: String = "127.0.0.1", port: Int = 0, behaviour: ProviderBehaviour = ProviderBehaviour(),
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        state = ProviderState(behaviour)
        self.onListening = onListening
    }

    /// How it behaves, for the requests that arrive from now on.
    package var behaviour: ProviderBehaviour {
        get { state.behaviour }
        nonmutating set { state.set(newValue) }
    }

    /// Serves until the graceful shutdown of the service group, or until cancellation.
    /// - Throws: When the port cannot be had.
    package func run() async throws {
        let responder = ProviderResponder(ledger: ledger, state: state, deliveries: Deliveries())
        let server = PlainServer("provider-simulator", host: host, port: port, onListening: onListening)
        try await server.run { request, writer, channel in try await responder.respond(to: request, writer: writer, channel: channel) }
    }

    /// Serves while `body` runs, in this process, and stops when it returns.
    package static func running<Result>(
        _ behaviour: ProviderBehaviour = ProviderBehaviour(), _ body: (_ simulator: ProviderSimulator, _ port: Int) async throws -> Result
    ) async throws -> Result {
        try await RunningSimulator.serving({ ProviderSimulator(behaviour: behaviour, onListening: $0) }, body)
    }
}

/// What changes while the simulator runs: its behaviour, and the tokens it gave.
final class ProviderState: Sendable {
    private struct State {
        var tokens: [String: ContinuousClock.Instant] = [:]
        var tokenCount = 0
    }

    let control: BehaviourControl<ProviderBehaviour>
    private let state = Mutex(State())
    let later = LaterNumbers()

    init(_ behaviour: ProviderBehaviour) { control = BehaviourControl(behaviour) }

    var behaviour: ProviderBehaviour { control.behaviour }
    func set(_ behaviour: ProviderBehaviour) { control.set(behaviour) }

    /// Whether the request that arrives now is one of those that fail.
    func takesFailure() -> Bool {
        control.update { behaviour in
            guard behaviour.failRequests > 0 else { return false }
            behaviour.failRequests -= 1
            return true
        }
    }

    func newToken() -> String {
        let tokenSeconds = behaviour.tokenSeconds
        return state.withLock { state in
            state.tokenCount += 1
            let token = "RAW.TOKEN.\(state.tokenCount)"
            state.tokens[token] = .now + .milliseconds(Int64(tokenSeconds * 1_000))
            return token
        }
    }

    func isValid(token: String) -> Bool { state.withLock { ($0.tokens[token] ?? .now) > .now } }
}
