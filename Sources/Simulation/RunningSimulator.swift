package import ServiceLifecycle

/// A simulator in the process that needs it.
package enum RunningSimulator {
    /// Runs a simulator while `body` runs, in this process, and stops it when `body` returns: requests in progress are cut off.
    /// - Parameters:
    ///   - make: Makes it; its parameter is told the port.
    ///   - body: Gets the simulator, to read its ledger and change its behaviour, and the port.
    package static func serving<Simulator: Service, Result>(
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
