package import HummingbirdCore
internal import Logging
package import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// Plain HTTP/1.1 at one address of this machine: what probes and monitoring ask, and what simulators are.
package struct PlainServer: Sendable {
    package typealias Responder = @Sendable (Request, consuming ResponseWriter, any Channel) async throws -> Void

    private let name: String
    private let host: String
    private let port: Int
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - onListening: Called once, as soon as connections are accepted, with the port.
    package init(_ name: String, host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void) {
        self.name = name
        self.host = host
        self.port = port
        self.onListening = onListening
    }

    /// Serves until the graceful shutdown of the service group, which lets requests in progress finish, or until cancellation, which does not.
    /// - Throws: When the port cannot be had.
    package func run(_ responder: @escaping Responder) async throws {
        var logger = Logger(label: name)
        logger.logLevel = .critical
        let http = HTTP1Channel(responder: responder)
        let connections = Connections()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4_096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [logger] channel in
                http.setup(channel: channel, logger: logger).flatMapThrowing { connection in
                    let serve = { connections.serve(channel) { await http.handle(value: connection, logger: logger) } }
                    try channel.pipeline.syncOperations.addHandler(FirstMoment(serve), position: .first)
                }
            }
            .bind(host: host, port: port).get()
        await onListening(listener.localAddress?.port ?? 0)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                try? await listener.closeFuture.get()
                await connections.allEnded()
            } onGracefulShutdown: {
                connections.end(.answered)
                listener.close(promise: nil)
            }
        } onCancel: {
            connections.end(.cutOff)
            listener.close(promise: nil)
        }
    }
}
