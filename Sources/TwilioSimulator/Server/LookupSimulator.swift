internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

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
        let listener = Mutex<(any Channel)?>(nil)
        let responder = Responder(credentials: options.credentials, ledger: ledger, load: load)
        var logger = Logger(label: "twilio-simulator")
        logger.logLevel = .critical
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(options.host, port: options.port), backlog: 4_096),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            responder: { request, writer, channel in try await responder.respond(to: request, writer: writer, channel: channel) },
            onServerRunning: { [onListening] channel in
                listener.withLock { $0 = channel }
                await onListening(channel.localAddress?.port ?? 0)
            })
        // NIO ends the whole process when a listener closes while a connection that it accepted is still being set up ("Deinited
        // NIOAsyncWriter without calling finish()"). So the server accepts nothing more first, and has a moment for what had come.
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        let serving = Task.detached { try await group.run() }
        @Sendable func stop(_ end: @escaping @Sendable () async -> Void) {
            guard let channel = listener.withLock({ $0 }) else { return serving.cancel() }
            Task {
                try? await channel.setOption(.autoRead, value: false).get()
                try? await Task.sleep(for: .milliseconds(100))
                await end()
            }
        }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await serving.value
            } onGracefulShutdown: {
                stop { await group.triggerGracefulShutdown() }
            }
        } onCancel: {
            stop { serving.cancel() }
        }
    }
}
