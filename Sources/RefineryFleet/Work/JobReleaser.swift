package import Logging
internal import Metrics
internal import Postgres
package import RefineryModel
package import RefineryStore

/// Gives jobs back, whatever became of the task that held them.
package struct JobReleaser: Sendable {
    private let database: Database
    private let settings: FleetSettings
    private let logger: Logger

    package init(database: Database, settings: FleetSettings, logger: Logger) {
        self.database = database
        self.settings = settings
        self.logger = logger
    }

    /// Untouched, without costing an attempt. Runs even when the calling task was cancelled.
    /// - Returns: False when the database could not be told: see ``JobClaimer/doubt()``.
    package func release(_ jobs: [ClaimedJob]) async -> Bool {
        await giveBack("release") { try await $0.rows(ReleaseJobs(jobs: jobs)).count }
    }

    /// As failed: each waits for its next attempt, or is dead.
    /// - Parameters:
    ///   - message: For the history of the jobs: never contents of a row.
    ///   - isFinal: Whether no other attempt can end otherwise: they are dead at once.
    /// - Returns: False when the database could not be told: see ``JobClaimer/doubt()``.
    package func fail(_ jobs: [ClaimedJob], code: String, message: String, isFinal: Bool = false) async -> Bool {
        var generator = SystemRandomNumberGenerator()
        let delays = jobs.map { settings.retry.delay(attempt: $0.attempt, using: &generator) }
        return await giveBack("fail") { connection in
            let failed = try await connection.rows(FailJobs(jobs: jobs, delays: delays, code: code, message: message, isFinal: isFinal))
            let events = failed.map {
                RunEvent($0.state == .dead ? .jobDead : .jobRetried, $0.runID, data: "{\"job\": \($0.id), \"code\": \"\(code)\"}")
            }
            let stored = try await connection.rows(InsertEvents(events))
            try await connection.execute(Notify(channel: NotifyChannel.progress, payloads: stored.map(\.payload)))
            return failed.count
        }
    }

    /// A job whose work ended with `error`: as failed, but untouched when neither the job nor the worker is to blame.
    /// - Parameter problem: For the log.
    /// - Returns: False when the database could not be told: see ``JobClaimer/doubt()``.
    func giveBack(_ job: ClaimedJob, after error: any Error, _ problem: Logger.Message) async -> Bool {
        if Task.isCancelled { return await release([job]) }
        if costsNoAttempt(error) {
            database.outage.log(problem, error, ["job": "\(job.id)", "import": "\(job.importID)"], level: .notice, logger)
            try? await Task.sleep(for: settings.retry.base)
            return await release([job])
        }
        let failure = JobFailure(error)
        logger.warning(
            problem,
            metadata: ["job": "\(job.id)", "import": "\(job.importID)", "code": "\(failure.code)", "reason": "\(failure.message)"])
        // A file or an option that makes no sense makes none next time.
        let kind = (error as? any Fault)?.kind
        return await fail([job], code: failure.code, message: failure.message, isFinal: kind == .data || kind == .usage)
    }

    /// Says why jobs are not this worker's any more: its lease was lost, or, which is no trouble at all, somebody cancelled their import.
    /// - Parameter loss: What the log says of a lost lease.
    func tell(_ error: LeaseLostError, of jobs: [ClaimedJob], _ loss: Logger.Message) async {
        let imports = Array(Set(jobs.map(\.importID)))
        let found = try? await database.uncancelled { try await $0.rows(FindCancelledImports(ids: imports)) }
        let cancelled = Set(found ?? [])
        for id in cancelled {
            let count = jobs.count { $0.importID == id }
            logger.info("import cancelled, nothing more of it is stored", metadata: ["import": "\(id)", "jobs": "\(count)"])
        }
        let lost = error.jobs - jobs.count { cancelled.contains($0.importID) }
        guard lost > 0 else { return }
        Counter(label: "refinery_leases_lost_total").increment(by: lost)
        let rest = Set(jobs.map(\.importID)).subtracting(cancelled).map(\.description).sorted().joined(separator: ",")
        logger.notice(loss, metadata: ["jobs": "\(lost)", "import": "\(rest)"])
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
