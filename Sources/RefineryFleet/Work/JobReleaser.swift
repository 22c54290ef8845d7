internal import Logging
internal import Metrics
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import Waiting

/// Gives jobs back, whatever became of the task that held them, and says what became of them.
struct JobReleaser: Sendable {
    private let database: Database
    private let settings: FleetSettings
    private let logger: Logger

    init(database: Database, settings: FleetSettings, logger: Logger) {
        self.database = database
        self.settings = settings
        self.logger = logger
    }

    /// Untouched, without costing an attempt. Runs even when the calling task was cancelled.
    /// - Returns: False when the database could not be told: see ``JobClaimer/doubt()``.
    func release(_ jobs: [ClaimedJob]) async -> Bool {
        await giveBack("release") { try await $0.rows(ReleaseJobs(jobs: jobs)).count }
    }

    /// As failed: it waits for its next attempt, or is dead; dead at once where no other attempt can end otherwise.
    /// - Returns: False when the database could not be told: see ``JobClaimer/doubt()``.
    func fail(_ job: ClaimedJob, _ error: any Error) async -> Bool {
        Counter(label: Metric.jobsFailed.rawValue).increment()
        let failure = JobFailure(error)
        logger.warning("job failed", metadata: [job].metadata(["code": "\(failure.code)", "reason": "\(failure.message)"]))
        var generator = SystemRandomNumberGenerator()
        let fail = FailJobs(
            jobs: [job], delays: [settings.retry.delay(attempt: job.attempt, using: &generator)], code: failure.code,
            message: failure.message, isFinal: failure.isFinal)
        return await giveBack("fail") { connection in
            let failed = try await connection.rows(fail)
            let events = failed.map {
                RunEvent($0.state == .dead ? .jobDead : .jobRetried, $0.runID, data: "{\"job\": \($0.id), \"code\": \"\(failure.code)\"}")
            }
            try await connection.publish(try await connection.rows(InsertEvents(events)))
            return failed.count
        }
    }

    /// Says why jobs are not this worker's any more: its lease was lost, or, which is no trouble at all, somebody cancelled their import.
    func tell(_ error: LeaseLostError, of jobs: [ClaimedJob]) async {
        let imports = Array(Set(jobs.map(\.importID)))
        let found = try? await database.uncancelled { try await $0.rows(FindCancelledImports(ids: imports)) }
        let cancelled = Set(found ?? [])
        for id in cancelled {
            let count = jobs.count { $0.importID == id }
            logger.info("import cancelled, nothing more of it is stored", metadata: ["import": "\(id)", "jobs": "\(count)"])
        }
        let lost = error.jobs - jobs.count { cancelled.contains($0.importID) }
        guard lost > 0 else { return }
        Counter(label: Metric.leasesLost.rawValue).increment(by: lost)
        let rest = jobs.filter { !cancelled.contains($0.importID) }
        logger.notice("lease lost, nothing was stored", metadata: rest.metadata(["count": "\(lost)"]))
    }

    private func giveBack(
        _ what: String, _ body: @escaping @Sendable (isolated PostgresConnection) async throws -> Int
    ) async -> Bool {
        do {
            let count = try await database.uncancelled(body)
            logger.debug("jobs given back", metadata: ["how": "\(what)", "count": "\(count)"])
            return true
        } catch {
            // Nothing is lost: the next claim gives them back, or the end of this process does.
            database.outage.log("jobs could not be given back yet", error, ["how": "\(what)"], logger)
            return false
        }
    }
}

/// What the history of a job, and the log of the leader, say about a failure.
struct JobFailure {
    let code: String
    /// Never contents of a row.
    let message: String
    /// Whether no other attempt can end otherwise: a file or an option that makes no sense makes none next time.
    let isFinal: Bool

    init(_ error: any Error) {
        let kind = (error as? any Fault)?.kind
        isFinal = kind == .data || kind == .usage
        switch error {
        case is TimeoutError:
            code = "timed_out"
            message = "The batch took longer than PROCESSING_TIMEOUT_SECONDS."
        case let error as PostgresError:
            code = error.sqlState.map { "database_\($0)" } ?? "database"
            message = error.summary
        case let error as any Fault:
            code = error.code.rawValue
            message = error.summary
        default:
            code = "internal_error"
            message = "\(type(of: error))"
        }
    }
}
