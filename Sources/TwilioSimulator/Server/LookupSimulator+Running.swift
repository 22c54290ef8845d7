extension LookupSimulator {
    /// Serves while `body` runs, in this process, and stops when it returns: requests in progress are cut off.
    /// - Parameter body: Gets the simulator, to read its ledger and change its behaviour, and the port.
    package static func running<Result>(
        _ options: Options = Options(), behaviour: Behaviour = Behaviour(),
        _ body: (_ simulator: LookupSimulator, _ port: Int) async throws -> Result
    ) async throws -> Result {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let simulator = LookupSimulator(options, behaviour: behaviour) { listening.yield($0) }
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
