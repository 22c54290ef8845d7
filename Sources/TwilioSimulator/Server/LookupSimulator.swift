internal import ServiceLifecycle
internal import PlainServer
internal import Simulation

/// A server that answers lookups as Twilio does, misbehaves when told to, and keeps a ledger of what reached it.
///
/// Plain HTTP/1.1. The same process may hold several, each with its own ledger.
package struct LookupSimulator: Service {
    /// Where it listens and who may ask.
    package struct Options: Sendable {
        /// An address of this machine; lookups are answered to everyone who can reach it.
        package var host = "127.0.0.1"
        /// 0 takes any free port.
        package var port = 0
        package var credentials = Credentials()

        package init(port: Int = 0, credentials: Credentials = Credentials()) {
            self.port = port
            self.credentials = credentials
        }
    }

    package let options: Options
    /// What arrived.
    package let ledger = Ledger()
    /// How it behaves, to be changed at any time.
    package let load: LoadControl
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameter onListening: Called once, as soon as connections are accepted, with the port.
    package init(
        _ options: Options = Options(), behaviour: Behaviour = Behaviour(),
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.options = options
        self.load = LoadControl(behaviour)
        self.onListening = onListening
    }

    /// Serves until the graceful shutdown of the service group, which lets requests in progress finish, or until cancellation, which does not.
    /// - Throws: When the port cannot be had.
    package func run() async throws {
        let responder = Responder(credentials: options.credentials, ledger: ledger, load: load)
        let server = PlainServer("twilio-simulator", host: options.host, port: options.port, onListening: onListening)
        try await server.run { request, writer, channel in try await responder.respond(to: request, writer: writer, channel: channel) }
    }
}
