#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore
internal import ServiceLifecycle
internal import UnixSignals

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
    /// - Parameter account: Whom a lookup worker asks.
    static func run(_ role: WorkerRole, account: String? = nil, _ services: (FleetProcess) -> [any Service]) async throws {
        SupervisorLink.endWithSupervisor()
        let id = WorkerID()
        let process = FleetProcess(
            id: id, runtime: try await Runtime.start(role: role.rawValue, id: "\(id)", patience: nil))
        let runtime = process.runtime
        let presence = Presence(
            id: id, role: role, host: ProcessInfo.processInfo.hostName, version: Version.current, account: account,
            database: runtime.database, settings: process.settings,
            wakeUps: [role.stage.rawValue: process.wakeUp, NotifyChannel.drained: process.drained],
            logger: runtime.logger)
        // Services stop in reverse order: presence goes last, when nothing is held any more.
        var configuration = ServiceGroupConfiguration(
            services: [presence] + services(process), gracefulShutdownSignals: [.sigterm, .sigint], logger: runtime.logger)
        configuration.maximumGracefulShutdownDuration = runtime.configuration.shutdownTimeout
        try await runUntilSecondSignal(ServiceGroup(configuration: configuration))
        await runtime.database.close()
    }

    private static func runUntilSecondSignal(_ services: ServiceGroup) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await services.run() } catch is CancellationError {}
            }
            group.addTask {
                var iterator = signals.makeAsyncIterator()
                for _ in 1...2 { _ = await iterator.next() }
            }
            // Either everything has ended, or a second signal came: then what still runs is cancelled, and gives back its jobs.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
