package import HummingbirdCore
internal import Logging
package import NIOCore
internal import NIOPosix
package import ServiceLifecycle
internal import Synchronization

/// The server of a simulator: plain HTTP/1.1 at one address of this machine.
package struct SimulatorServer: Sendable {
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
        let listener = Mutex<(any Channel)?>(nil)
        var logger = Logger(label: name)
        logger.logLevel = .critical
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(host, port: port), backlog: 4_096),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            responder: { request, writer, channel in try await responder(request, writer, channel) },
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
                await Self.quietMoment()
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

    /// Three pauses in a row that were not much longer than they were to be: then tasks run as soon as they can, and none is left behind.
    /// Two seconds at most.
    private static func quietMoment() async {
        let pause = Duration.milliseconds(50)
        var punctual = 0
        for _ in 0..<40 where punctual < 3 {
            let took = await ContinuousClock().measure { try? await Task.sleep(for: pause) }
            punctual = took < pause * 1.5 ? punctual + 1 : 0
        }
    }

    /// Runs a simulator while `body` runs, in this process, and stops it when `body` returns: requests in progress are cut off.
    /// - Parameters:
    ///   - make: Makes it, with whom to tell the port.
    ///   - body: Gets the simulator, to read its ledger and change its behaviour, and the port.
    package static func running<Simulator: Service, Result>(
        _ make: (_ onListening: @escaping @Sendable (Int) async -> Void) -> Simulator,
        _ body: (_ simulator: Simulator, _ port: Int) async throws -> Result
    ) async throws -> Result {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let simulator = make { listening.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                try await simulator.run()
            }
            for await port in ports {
                let result = try await body(simulator, port)
                group.cancelAll()
                try? await group.waitForAll()
                return result
            }
            try await group.waitForAll()
            throw CancellationError()
        }
    }
}
