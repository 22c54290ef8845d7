#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Logging
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Secrets
internal import Threads

/// A coordinator, workers, lookup workers, enrich workers and push workers on this machine, as real processes; one that ends unasked is started again.
struct LocalFleet: Sendable {
    private let workers: Int
    private let lookupWorkers: Int
    private let enrichWorkers: Int
    private let pushWorkers: Int
    private let environment: [String: String]
    private let patience: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - environment: What the processes get, besides what ties them to this one.
    ///   - patience: How long one may take to end when it is told to; then it is killed, and what it held is rescued later.
    init(
        workers: Int, lookupWorkers: Int = 0, enrichWorkers: Int = 0, pushWorkers: Int = 0, environment: [String: String],
        patience: Duration, logger: Logger
    ) {
        self.workers = workers
        self.lookupWorkers = lookupWorkers
        self.enrichWorkers = enrichWorkers
        self.pushWorkers = pushWorkers
        self.environment = environment
        self.patience = patience
        self.logger = logger
    }

    /// The fleet of a command, on its database.
    /// - Parameter overrides: Variables that its processes get instead of the command's own.
    static func own(
        _ runtime: Runtime, workers: Int, lookupWorkers: Int = 0, enrichWorkers: Int? = nil, pushWorkers: Int = 0,
        _ overrides: [String: String] = [:]
    ) -> LocalFleet {
        var environment = Environment.variables.merging(overrides) { _, new in new }
        environment["DATABASE_URL"] = runtime.url.text
        // What the processes say stands between the reader and the bar: only errors, unless more was asked for.
        if environment["LOG_LEVEL"] == nil { environment["LOG_LEVEL"] = "error" }
        return LocalFleet(
            workers: workers, lookupWorkers: lookupWorkers,
            enrichWorkers: enrichWorkers ?? (runtime.configuration.enrichment.isConfigured ? 1 : 0), pushWorkers: pushWorkers,
            environment: environment,
            patience: runtime.configuration.shutdownTimeout + .seconds(5), logger: runtime.logger)
    }

    /// Runs the processes while `body` runs; then they are stopped in order, and have ended when this returns.
    func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ChildProcessError(reason: String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        defer {
            close(reading)
            close(writing)
        }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            let processes =
                ["coordinator"] + Array(repeating: "worker", count: workers)
                + Array(repeating: "lookup-worker", count: lookupWorkers)
                + Array(repeating: "enrich-worker", count: enrichWorkers)
                + Array(repeating: "push-worker", count: pushWorkers)
            for arguments in processes.map({ [$0] }) {
                group.addTask {
                    try await keepRunning(arguments, input: reading)
                    return nil
                }
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                guard let value = result else { continue }
                group.cancelAll()
                while let _ = try? await group.next() {}
                return value
            }
            throw CancellationError()
        }
    }

    /// Runs the processes until a run ends or pauses, or somebody stops this command.
    func following(_ id: RunID, _ operations: Operations) async throws -> RunSummary {
        try await Interruption.watching(TerminationSignals.stream()) {
            try await run {
                while true {
                    let run = try await operations.run(id)
                    if run.status != .running { return }
                    try await Task.sleep(for: .milliseconds(150))
                }
            }
            // What was under way at a pause ended with the processes: it counts too.
            try await operations.fold(id)
            return try await operations.run(id)
        }
    }

    private func keepRunning(_ arguments: [String], input: Int32) async throws {
        var variables = environment
        variables[SupervisorLink.variable] = "1"
        // A crash report must not print what was in memory.
        if variables["SWIFT_BACKTRACE"] == nil { variables["SWIFT_BACKTRACE"] = ChildProcess.quietCrashReport }
        var generator = SystemRandomNumberGenerator()
        let backoff = Backoff(base: .milliseconds(100), ceiling: .seconds(5))
        var failures = 0
        while !Task.isCancelled {
            let started = ContinuousClock.now
            let child = try ChildProcess.start(arguments, environment: variables, input: input)
            let ending = await child.wait(patience: patience)
            if Task.isCancelled {
                if ending == .signalled(SIGKILL) {
                    logger.warning(
                        "process did not stop in time and was killed", metadata: ["process": "\(arguments[0])", "pid": "\(child.id)"])
                }
                return
            }
            // What ends with an error of configuration or rights would only end so again.
            if case .exited(let code) = ending, [FaultKind.configuration, .usage, .noPermission].map(\.exitCode).contains(code) {
                throw LocalFleetError.refused(process: arguments[0], code: code)
            }
            failures = started.duration(to: .now) > .seconds(30) ? 1 : failures + 1
            logger.warning(
                "process ended unasked, starting it again",
                metadata: ["process": "\(arguments[0])", "pid": "\(child.id)", "ending": "\(ending)"])
            try? await Task.sleep(for: failures == 1 ? .zero : backoff.delay(attempt: failures, using: &generator))
        }
    }
}

/// Why the fleet on this machine cannot run.
enum LocalFleetError: Fault {
    case refused(process: String, code: Int32)

    var code: FaultCode { .processRefused }
    var summary: String {
        switch self {
        case .refused(let process, let code): "The \(process) refused to start (exit code \(code)); its message stands above."
        }
    }
    var remedy: String? { "Correct what it says and run the command again; the import goes on where it is." }
}
