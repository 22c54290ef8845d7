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
    private enum Deletion {
        case jobs(RunID)
        case events(RunID)
        case source(SourceLocation)
        case lookupLeases
        case deliveries
    }

    private let settings: RetentionSettings
    private let sources: SourceStorages
    private let logger: Logger
    private var tasks: [Deletion] = []
    private var lookedAt: ContinuousClock.Instant?
    /// What could not be deleted.
    private var refused: Setbacks<Subject>

    /// What a deletion may be refused for.
    private enum Subject: Hashable, CustomStringConvertible {
        case run(RunID)
        /// That its pruning begins.
        case begin(RunID)
        case source(uri: String)
        case lookupLeases, deliveries

        var description: String {
            switch self {
            case .run(let id), .begin(let id): "run \(id)"
            case .source(let uri): "source \(uri)"
            case .lookupLeases: "leases of lookups"
            case .deliveries: "deliveries of webhooks"
            }
        }
    }

    /// - Parameter retry: How long what cannot be deleted waits.
    init(settings: RetentionSettings, retry: Backoff, sources: SourceStorages, logger: Logger) {
        refused = Setbacks(retry)
        self.sources = sources
        self.settings = settings
        self.logger = logger
    }

    /// Whether nothing is left to delete that was found.
    var isIdle: Bool { tasks.isEmpty }

    /// Makes at most one small delete; looks for more to do when nothing is left and it is time.
    mutating func step(on connection: PostgresConnection) async throws {
        if let task = tasks.last {
            let isMore = try await attempt(Self.subject(of: task), on: connection) { try await $0.run(task, on: connection) }
            // What was refused is found again by a later look.
            if isMore != true { tasks.removeLast() }
            return
        }
        guard lookedAt.map({ $0.duration(to: .now) >= settings.every }) ?? true else { return }
        lookedAt = .now
        tasks += [.lookupLeases, .deliveries]
        try await expireSources(on: connection)
        let limit = Self.page + refused.count
        let prunable = FindPrunableRuns(completed: settings.completedJobs, failed: settings.failedJobs, limit: limit)
        for id in try await connection.rows(prunable) where refused.allows(.run(id)) {
            let begun = try await attempt(.begin(id), on: connection) { _ in try await connection.first(BeginPruning(runID: id)) != nil }
            guard begun == true else { continue }
            logger.info("pruning jobs and events", metadata: ["run": "\(id)"])
            tasks += [.events(id), .jobs(id)]
        }
        let orphans = try await connection.rows(FindOrphanedSources(limit: limit))
        tasks += orphans.filter { refused.allows(.source(uri: $0.uri)) }.map { .source($0) }
        // A full page means that there may be more: look again as soon as these are done.
        if tasks.count >= Self.page { lookedAt = nil }
    }

    private static let page = 20

    private static func subject(of task: Deletion) -> Subject {
        switch task {
        case .jobs(let id), .events(let id): .run(id)
        case .source(let location): .source(uri: location.uri)
        case .lookupLeases: .lookupLeases
        case .deliveries: .deliveries
        }
    }

    /// Does what may be refused without keeping anything else from being deleted: it is tried again after a growing delay.
    /// - Returns: nil when it was refused, or has to wait.
    private mutating func attempt<Value>(
        _ subject: Subject, on connection: PostgresConnection, _ body: (inout Retention) async throws -> Value
    ) async throws -> Value? {
        guard refused.allows(subject) else { return nil }
        do {
            let value = try await body(&self)
            refused.forget(subject)
            return value
        } catch {
            guard connection.isUsable, !Task.isCancelled else { throw error }
            // Such as files that lie where only other machines reach them.
            refused.note(subject, error, "cannot be deleted yet", ["what": "\(subject)", "reason": "\(error)"], to: logger)
            return nil
        }
    }

    /// - Returns: Whether there may be more of it.
    private func run(_ task: Deletion, on connection: PostgresConnection) async throws -> Bool {
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
        for source in try await connection.rows(FindExpiredSources(age: age, limit: Self.page + refused.count)) {
            let isMarked = try await attempt(.source(uri: source.location.uri), on: connection) { retention in
                try retention.sources.checkReach(of: source.location)
                return try await connection.first(MarkSourceDeleted(importID: source.importID)) != nil
            }
            guard isMarked == true else { continue }
            tasks.append(.source(source.location))
            logger.info("source deleted", metadata: ["import": "\(source.importID)"])
        }
    }
}
