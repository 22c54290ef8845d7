internal import Simulation

extension LookupSimulator {
    /// Serves while `body` runs, in this process, and stops when it returns: requests in progress are cut off.
    /// - Parameter body: Gets the simulator, to read its ledger and change its behaviour, and the port.
    package static func running<Result>(
        _ options: Options = Options(), behaviour: Behaviour = Behaviour(),
        _ body: (_ simulator: LookupSimulator, _ port: Int) async throws -> Result
    ) async throws -> Result {
        try await RunningSimulator.serving({ LookupSimulator(options, behaviour: behaviour, onListening: $0) }, body)
    }
}
