internal import Logging
internal import Metrics
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// Deletes what was kept long enough, one small delete at a time, between the leader's other work.
///
/// It only looks at runs that have ended. Before the first job of one goes, the run is marked under its row lock
/// (`jobs_pruned_at`): from then on nothing folds, retries or cancels it, so its counters are final.
struct Retention {
    /// One thing to delete bit by bit.
    private enum Task {
        case jobs(RunID)
        case events(RunID)
        case source(SourceLocation)
        case lookupLeases
        case deliveries
    }

    private let settings: RetentionSettings
    private let sources: SourceStorages
    private let logger: Logger
    private var tasks: [Task] = []
    private var lookedAt: ContinuousClock.Instant?
    /// Sources that could not be deleted: said once.
    private var refused: Set<ImportID> = []

    init(settings: RetentionSettings, sources: SourceStorages, logger: Logger) {
        self.sources = sources
        self.settings = settings
        self.logger = logger
    }

    /// Whether nothing is left to delete that was found.
    var isIdle: Bool { tasks.isEmpty }

    /// Makes at most one small delete; looks for more to do when nothing is left and it is time.
    mutating func step(on connection: PostgresConnection) async throws {
        if let task = tasks.last {
            if try await run(task, on: connection) { return }
            tasks.removeLast()
            return
        }
        guard lookedAt.map({ $0.duration(to: .now) >= settings.every }) ?? true else { return }
        lookedAt = .now
        tasks += [.lookupLeases, .deliveries]
        try await expireSources(on: connection)
        for id in try await connection.rows(FindPrunableRuns(completed: settings.completedJobs, failed: settings.failedJobs)) {
            guard try await connection.first(BeginPruning(runID: id)) != nil else { continue }
            logger.info("pruning jobs and events", metadata: ["run": "\(id)"])
            tasks += [.events(id), .jobs(id)]
        }
        tasks += try await connection.rows(FindOrphanedSources()).map { .source($0) }
        // A full page means that there may be more: look again as soon as these are done.
        if tasks.count >= 20 { lookedAt = nil }
    }

    /// - Returns: Whether there may be more of it.
    private func run(_ task: Task, on connection: PostgresConnection) async throws -> Bool {
        let deleted: Int64?
        let (label, limit): (String, Int)
        switch task {
        case .jobs(let id):
            (label, limit) = ("jobs", settings.rowsPerDelete)
            deleted = try await connection.first(PruneJobs(runID: id, limit: limit))
        case .events(let id):
            (label, limit) = ("events", settings.rowsPerDelete)
            deleted = try await connection.first(PruneEvents(runID: id, limit: limit))
        case .source(let location):
            return try await sources.deleteSome(location)
        case .lookupLeases:
            (label, limit) = ("lookup_leases", settings.rowsPerDelete)
            deleted = try await connection.first(PruneLookupLeases(age: settings.lookupLeases, limit: limit))
        case .deliveries:
            (label, limit) = ("webhook_deliveries", settings.rowsPerDelete)
            deleted = try await connection.first(PruneDeliveries(age: settings.deliveries, limit: limit))
        }
        let count = deleted ?? 0
        if count > 0 { Counter(label: Metric.prunedRows.rawValue, dimensions: [("table", label)]).increment(by: count) }
        return count >= Int64(limit)
    }

    /// Marks sources as deleted; their bytes go bit by bit afterwards.
    private mutating func expireSources(on connection: PostgresConnection) async throws {
        guard let age = settings.sources else { return }
        let expired = try await connection.rows(FindExpiredSources(age: age, limit: 20 + refused.count))
        for source in expired where !refused.contains(source.importID) {
            do {
                try sources.checkReach(of: source.location)
                guard try await connection.first(MarkSourceDeleted(importID: source.importID)) != nil else { continue }
                tasks.append(.source(source.location))
                logger.info("source deleted", metadata: ["import": "\(source.importID)"])
            } catch let error as StoreError {
                // Its files may lie where only other machines reach them: no reason to stop leading.
                refused.insert(source.importID)
                logger.warning("source cannot be deleted", metadata: ["import": "\(source.importID)", "reason": "\(error.summary)"])
            }
        }
    }
}
