internal import HummingbirdCore
internal import ServiceLifecycle
internal import PlainServer
internal import Simulation

/// A server that takes contacts as campaign services do, misbehaves when told to, and keeps a ledger of who it was given, and how often.
///
/// Plain HTTP/1.1. The same process may hold several, each with its own ledger.
package struct CampaignSimulator: Service {
    package let host: String
    package let port: Int
    /// Who arrived.
    package let ledger = CampaignLedger()
    let control: BehaviourControl<CampaignBehaviour>
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - onListening: Called once, as soon as connections are accepted, with the port.
    package init(
        host: String = "127.0.0.1", port: Int = 0, behaviour: CampaignBehaviour = CampaignBehaviour(),
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        control = BehaviourControl(behaviour)
        self.onListening = onListening
    }

    /// How it behaves, for the requests that arrive from now on.
    package var behaviour: CampaignBehaviour {
        get { control.behaviour }
        nonmutating set { control.set(newValue) }
    }

    /// Serves until the graceful shutdown of the service group, or until cancellation.
    /// - Throws: When the port cannot be had.
    package func run() async throws {
        let responder = CampaignResponder(ledger: ledger, control: control)
        let server = PlainServer("campaign-simulator", host: host, port: port, onListening: onListening)
        try await server.run { request, writer, channel in try await responder.respond(to: request, writer: writer, channel: channel) }
    }

    /// Runs a simulator while `body` runs, in this process, and stops it when `body` returns: requests in progress are cut off.
    /// - Parameter body: Gets the simulator and its address.
    package static func running<Result>(
        _ behaviour: CampaignBehaviour = CampaignBehaviour(), _ body: (_ simulator: CampaignSimulator, _ url: String) async throws -> Result
    ) async throws -> Result {
        try await RunningSimulator.serving({ CampaignSimulator(behaviour: behaviour, onListening: $0) }) { simulator, port in
            try await body(simulator, "http://127.0.0.1:\(port)")
        }
    }
}
