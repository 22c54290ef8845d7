#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Logging
internal import PrivatePostgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Threads
internal import Waiting
internal import RefineryFleet

/// One long-running process of the fleet.
enum FleetProcess {
    /// Does its duty until SIGTERM or SIGINT, or until it ends by itself: what is under way may finish within SHUTDOWN_TIMEOUT_SECONDS, then
    /// it is cancelled and given back. A second signal cancels at once.
    /// - Parameters:
    ///   - retirement: When it ends by itself.
    ///   - prepare: What has to be right before the process counts as one of the fleet.
    /// - Throws: ``MemoryLimitError`` when it ended because of its memory.
    static func run(
        _ duty: Duty, retirement: RetirementSettings = RetirementSettings(),
        prepare: @escaping @Sendable (Runtime) async throws -> Void = { _ in }
    ) async throws {
        // Before anything else, twice: one that comes while the process starts reaches what it has become by then.
        let (whileStarting, whileRunning) = (TerminationSignals.stream(), TerminationSignals.stream())
        let isSupervised = SupervisorLink.endWithSupervisor()
        let id = WorkerID()
        let runtime: Runtime
        do {
            runtime = try await Interruption.watching(whileStarting) {
                let runtime = try await Runtime.start(role: duty.role.rawValue, id: "\(id)", patience: nil)
                try await prepare(runtime)
                return runtime
            }
        } catch is Interruption {
            return
        }
        var settings = runtime.configuration.fleet
        settings.alerts.directories = [runtime.isPrivate ? PrivatePostgres().home : nil, runtime.sources.directory].compactMap(\.self)
        settings.retirement.untilEmpty = retirement.untilEmpty
        settings.retirement.memoryLimit = retirement.memoryLimit ?? settings.retirement.memoryLimit
        let member = FleetMember(
            id: id, host: ProcessInfo.processInfo.hostName, version: Version.current, database: runtime.database, sources: runtime.sources,
            settings: settings, logger: runtime.logger)
        let (retirements, retiring) = AsyncStream.makeStream(of: Retirement.self, bufferingPolicy: .bufferingOldest(1))
        let heart = member.heart
        let telemetry = ProcessTelemetry.service(
            role: duty.role.rawValue, runtime: runtime, isAlive: { heart.isBeating })
        // Stopped last: a process that drains still says so.
        let services = telemetry + member.services(duty) { retiring.yield($0) }
        var configuration = ServiceGroupConfiguration(services: services, logger: runtime.logger)
        configuration.maximumGracefulShutdownDuration = runtime.configuration.shutdownTimeout
        let process = RunningProcess(
            services: ServiceGroup(configuration: configuration), heart: member.heart, runtime: runtime,
            manager: isSupervised ? nil : ServiceManager(environment: Environment.variables))
        let retirement = try await process.run(until: whileRunning, or: retirements)
        await runtime.database.close()
        runtime.logger.info("stopped", metadata: ["because": "\(retirement.map { "\($0)" } ?? "signal")"])
        if case .memory(let used, let limit) = retirement { throw MemoryLimitError(role: duty.role, used: used, limit: limit) }
    }
}

/// The services of a process, and what ends them.
private struct RunningProcess: Sendable {
    let services: ServiceGroup
    let heart: Heart
    let runtime: Runtime
    let manager: ServiceManager?

    /// Runs until the first signal or reason asks the services to stop and they have; the next signal cancels them.
    /// - Returns: Why they were asked; nil for a signal.
    func run(until signals: AsyncStream<Int32>, or retirements: AsyncStream<Retirement>) async throws -> Retirement? {
        let reason = Reason()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await services.run() } catch is CancellationError {}
            }
            group.addTask {
                var iterator = signals.makeAsyncIterator()
                guard await iterator.next() != nil else { return }
                await stop("signal")
                _ = await iterator.next()
            }
            group.addTask {
                // The first one counts, as the exit code says it.
                var iterator = retirements.makeAsyncIterator()
                if let retirement = await iterator.next() {
                    await reason.set(retirement)
                    await stop("\(retirement)")
                }
                // Ends with the group: only the services' own end, or a second signal, ends the process.
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
            }
            if let manager { group.addTask { await keepAlive(manager) } }
            // Either everything has ended, or a second signal came: then what still runs is cancelled, and gives back its jobs.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
        return await reason.retirement
    }

    private actor Reason {
        private(set) var retirement: Retirement?
        func set(_ retirement: Retirement) { self.retirement = retirement }
    }

    private func stop(_ why: String) async {
        runtime.logger.info("stopping", metadata: ["within": "\(runtime.configuration.shutdownTimeout)", "because": "\(why)"])
        manager?.tellStopping(within: runtime.configuration.shutdownTimeout + .seconds(5))
        await services.triggerGracefulShutdown()
    }

    /// Tells the manager that the process is ready, and then, as long as its loops turn, that it lives.
    private func keepAlive(_ manager: ServiceManager) async {
        manager.tellReady()
        let interval = manager.watchdog.map { $0 / 2 } ?? .seconds(3600)
        while !Task.isCancelled {
            if heart.isBeating { manager.tellAlive() }
            try? await Task.sleep(for: interval)
        }
    }
}

/// A process ended because it used more memory than it may.
struct MemoryLimitError: Fault {
    let role: WorkerRole
    let used: Int
    let limit: Int

    var code: FaultCode { .memoryLimitExceeded }
    var summary: String {
        "The \(role.rawValue) used \(used >> 20) MiB of memory and may use \(limit >> 20) MiB. It finished what it held and ended."
    }
    var remedy: String? {
        "Whoever supervises it starts another one. If that happens often, raise the limit or lower MAX_CONCURRENT_BATCHES."
    }
}
