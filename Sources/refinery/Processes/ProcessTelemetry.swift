#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Logging
internal import Metrics
internal import Postgres
internal import Prometheus
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
internal import Telemetry
internal import Threads

/// What a long-running process tells probes and monitoring.
enum ProcessTelemetry {
    /// What the process counts; the first use makes it the one of all counters.
    static let registry: MetricRegistry = {
        let registry = MetricRegistry(help: Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0.rawValue, $0.help) }))
        MetricsSystem.bootstrap(registry)
        for metric in Metric.countersFromStart { Counter(label: metric.rawValue).increment(by: 0) }
        return registry
    }()

    private static let startedAt = Date().timeIntervalSince1970

    /// The service that answers, where METRICS_PORT says so.
    /// - Parameters:
    ///   - role: What the process is.
    ///   - isAlive: Whether its loops turn.
    static func service(role: String, runtime: Runtime, isAlive: @escaping @Sendable () -> Bool) -> [any Service] {
        guard let port = runtime.configuration.metricsPort else { return [] }
        let server = TelemetryServer(
            host: runtime.configuration.metricsHost, port: port, reports: reports(role: role, runtime: runtime, isAlive: isAlive),
            logger: runtime.logger
        ) { port in
            runtime.logger.info("metrics at", metadata: ["port": "\(port)"])
        }
        return [server]
    }

    /// What a process says, also where it answers on a port of its own.
    static func reports(role: String, runtime: Runtime, isAlive: @escaping @Sendable () -> Bool) -> TelemetryServer.Reports {
        _ = (registry, startedAt)
        let fleet = FleetReading(operations: runtime.operations)
        return TelemetryServer.Reports(
            health: {
                let isAlive = isAlive()
                return condition(isAlive, ["status": isAlive ? "ok" : "hanging", "role": role, "version": Version.current])
            },
            readiness: { await readiness(role, runtime) },
            metrics: { (own(role, runtime) + registry.families + (await fleet.families())).text })
    }

    private static func readiness(_ role: String, _ runtime: Runtime) async -> TelemetryServer.Condition {
        var document = ["role": role, "version": Version.current, "revision": Version.current]
        do {
            try await runtime.database.pool.withConnection { try await SchemaUpgrade().check(on: $0) }
            document["status"] = "ready"
        } catch {
            document["status"] = "not ready"
            document["reason"] = (error as? any Fault)?.code.rawValue ?? FaultCode.internalError.rawValue
        }
        return condition(document["reason"] == nil, document)
    }

    private static func condition(_ isWell: Bool, _ document: [String: String]) -> TelemetryServer.Condition {
        TelemetryServer.Condition(isWell: isWell, document: (try? JSON.text(document)) ?? "{}")
    }

    /// What nobody counts but everybody has.
    private static func own(_ role: String, _ runtime: Runtime) -> [MetricFamily] {
        let load = runtime.database.pool.load
        var families = [
            family(.buildInfo, [("version", Version.current), ("role", role)], 1), family(.processStartTime, [], startedAt),
        ]
        if let memory = residentMemory() { families.append(family(.residentMemory, [], Double(memory))) }
        families.append(
            MetricFamily(
                Metric.databaseConnections.rawValue, .gauge, help: Metric.databaseConnections.help,
                [
                    MetricFamily.Sample([MetricFamily.Label("state", "open")], Double(load.open)),
                    MetricFamily.Sample([MetricFamily.Label("state", "waited_for")], Double(load.waiting)),
                ]))
        return families
    }

    static func family(_ metric: Metric, _ labels: [(String, String)], _ value: Double) -> MetricFamily {
        MetricFamily(
            metric.rawValue, metric.isCounter ? .counter : .gauge, help: metric.help,
            [MetricFamily.Sample(labels.map { MetricFamily.Label($0.0, $0.1) }, value)])
    }
}

/// What the database knows of the fleet, asked at most once in five seconds however many ask.
actor FleetReading {
    private static let freshFor: Duration = .seconds(5)

    private let operations: Operations
    private var last: (families: [MetricFamily], at: ContinuousClock.Instant)?

    init(operations: Operations) { self.operations = operations }

    /// Whether the database answered, and what, where it did.
    func families() async -> [MetricFamily] {
        if let last, last.at.duration(to: .now) < Self.freshFor { return last.families }
        let fleet = try? await operations.fleetMetrics()
        let families = [ProcessTelemetry.family(.databaseUp, [], fleet == nil ? 0 : 1)] + (fleet ?? [])
        last = (families, .now)
        return families
    }
}
