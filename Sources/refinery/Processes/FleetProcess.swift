#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Logging
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Threads
internal import Waiting
internal import RefineryFleet

/// One long-running process of the fleet: its name in it, and what its services share.
struct FleetProcess: Sendable {
    let id: WorkerID
    let runtime: Runtime
    /// Signalled when there may be jobs to claim.
    let wakeUp = WakeUp()
    /// Signalled when an import may have ended.
    let drained = WakeUp()

    var settings: FleetSettings { runtime.configuration.fleet }

    /// Runs services until SIGTERM or SIGINT: what is under way may finish within SHUTDOWN_TIMEOUT_SECONDS, then it is
    /// cancelled and given back. A second signal cancels at once.
    /// - Parameters:
    ///   - account: Whom a lookup worker asks.
    ///   - prepare: What has to be right before the process counts as one of the fleet.
    static func run(
        _ role: WorkerRole, account: String? = nil, prepare: @escaping @Sendable (Runtime) async throws -> Void = { _ in },
        services: (FleetProcess) -> [any Service]
    ) async throws {
        // Before anything else, twice: one that comes while the process starts reaches what it has become by then.
        let (whileStarting, whileRunning) = (TerminationSignals.stream(), TerminationSignals.stream())
        SupervisorLink.endWithSupervisor()
        let id = WorkerID()
        let runtime: Runtime
        do {
            runtime = try await Interruption.watching(whileStarting) {
                let runtime = try await Runtime.start(role: role.rawValue, id: "\(id)", patience: nil)
                try await prepare(runtime)
                return runtime
            }
        } catch is Interruption {
            return
        }
        let process = FleetProcess(id: id, runtime: runtime)
        let presence = Presence(
            id: id, role: role, host: ProcessInfo.processInfo.hostName, version: Version.current, account: account,
            database: runtime.database, settings: process.settings,
            wakeUps: [role.stage.rawValue: process.wakeUp, NotifyChannel.drained: process.drained],
            logger: runtime.logger)
        // Services stop in reverse order: presence goes last, when nothing is held any more.
        var configuration = ServiceGroupConfiguration(services: [presence] + services(process), logger: runtime.logger)
        configuration.maximumGracefulShutdownDuration = runtime.configuration.shutdownTimeout
        try await stop(ServiceGroup(configuration: configuration), on: whileRunning, runtime)
        await runtime.database.close()
        runtime.logger.info("stopped")
    }

    /// Runs the services; the first signal asks them to stop, the second cancels them.
    private static func stop(_ services: ServiceGroup, on signals: AsyncStream<Int32>, _ runtime: Runtime) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await services.run() } catch is CancellationError {}
            }
            group.addTask {
                var iterator = signals.makeAsyncIterator()
                guard await iterator.next() != nil else { return }
                runtime.logger.info("stopping", metadata: ["within": "\(runtime.configuration.shutdownTimeout)"])
                await services.triggerGracefulShutdown()
                _ = await iterator.next()
            }
            // Either everything has ended, or a second signal came: then what still runs is cancelled, and gives back its jobs.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
