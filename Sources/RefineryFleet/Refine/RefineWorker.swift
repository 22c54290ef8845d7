#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Logging
internal import Metrics
internal import Postgres
package import RefineryModel
package import RefineryStore
internal import ServiceLifecycle
package import Waiting

/// Claims refine jobs, reads their rows, refines them and stores what comes of them, until it is told to stop.
///
/// Told to stop, it claims nothing more and finishes what it holds; cancelled, it gives that back.
package struct RefineWorker: Service {
    private let worker: WorkerID
    private let database: Database
    private let sources: SourceStorages
    private let settings: FleetSettings
    private let isolation: Isolation?
    private let wakeUp: WakeUp
    private let logger: Logger

    /// - Parameter isolation: How to try the rows of a batch that has only one attempt left; `nil` for not at all.
    package init(
        worker: WorkerID, database: Database, sources: SourceStorages, settings: FleetSettings, isolation: Isolation? = nil,
        wakeUp: WakeUp, logger: Logger
    ) {
        self.isolation = isolation
        self.worker = worker
        self.database = database
        self.sources = sources
        self.settings = settings
        self.wakeUp = wakeUp
        self.logger = logger
    }

    package func run() async throws {
        var claimer = JobClaimer(database: database, stage: .refine, worker: worker)
        let releaser = JobReleaser(database: database, settings: settings, logger: logger)
        let refining = BatchRefining(database: database, sources: sources, settings: settings, isolation: isolation)
        var failures = 0
        var hadWork = false
        var lookups = LookupHint(database: database)
        // Registering wakes it: the end of one that claims before would be noticed only when its lease lapses.
        await pause(settings.poll)
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                // A busy worker never waits: what became ready behind its last claim, such as a rescued job, is found by this.
                if wakeUp.take() { claimer.restart() }
                // A server that crashed may have forgotten the end of a batch: commits of batches are not waited for.
                if wakeUp.takeReconnected() { claimer.doubt() }
                let jobs = try await claimer.claim(limit: settings.batchesPerClaim)
                failures = 0
                database.outage.end(logger)
                guard !jobs.isEmpty else {
                    if hadWork { await database.hint(NotifyChannel.drained) }
                    hadWork = false
                    if await pause(settings.poll) { claimer.restart() }
                    continue
                }
                hadWork = true
                if await !work(on: jobs, refining, releaser, &lookups) { claimer.doubt() }
            } catch {
                if Task.isCancelled { break }
                failures += 1
                database.outage.log("cannot claim jobs, trying again", error, ["failures": "\(failures)"], logger)
                await pause(Backoff(base: .milliseconds(100), ceiling: .seconds(5)).bound(attempt: failures))
            }
        }
    }

    /// Waits for a wake-up, a stop, or so long; jittered, so that a fleet does not arrive as a herd.
    @discardableResult
    private func pause(_ limit: Duration) async -> Bool {
        await withGracefulShutdownHandler {
            let isSignal = await wakeUp.wait(atMost: limit * Double.random(in: 0.9...1.1))
            guard isSignal, !Task.isShuttingDownGracefully else { return false }
            try? await Task.sleep(for: settings.wakeJitter * Double.random(in: 0...1))
            return true
        } onGracefulShutdown: {
            wakeUp.signal()
        }
    }

    /// Runs the jobs together; when that fails, one by one, so that one bad batch does not cost the others an attempt.
    /// - Returns: Whether the database knows what became of all of them.
    private func work(
        on jobs: [ClaimedJob], _ refining: BatchRefining, _ releaser: JobReleaser, _ lookups: inout LookupHint
    ) async -> Bool {
        let start = ContinuousClock.now
        do {
            let outcomes = try await withGracefulShutdownHandler {
                try await withTimeout(settings.processingTimeout) { try await refining.run(jobs) }
            } onGracefulShutdown: {
                logger.info("finishing what is held", metadata: jobs.metadata([:]))
            }
            let rows = outcomes.reduce(0) { $0 + $1.rows }
            Counter(label: "refinery_rows_refined_total").increment(by: rows)
            logger.debug(
                "batches done",
                metadata: jobs.metadata(["rows": "\(rows)", "milliseconds": "\(start.duration(to: .now).inMilliseconds)"]))
            await lookups.tell(ofPhones: outcomes.reduce(0) { $0 + $1.phones })
            return true
        } catch let error as LeaseLostError {
            await releaser.tell(error, of: jobs, "lease lost, nothing was stored")
            // Those of the group that are still ours go on at once; the others are in better hands.
            return await releaser.release(jobs)
        } catch {
            if Task.isCancelled {
                return await releaser.release(jobs)
            } else if costsNoAttempt(error) {
                database.outage.log("batches interrupted, they run again", error, jobs.metadata([:]), logger)
                let isKnown = await releaser.release(jobs)
                await pause(settings.retry.base)
                return isKnown
            } else if jobs.count > 1 {
                logger.notice(
                    "batches failed together, running them one by one", metadata: jobs.metadata(["reason": "\(error)"]))
                var isKnown = true
                for job in jobs { isKnown = await work(on: [job], refining, releaser, &lookups) && isKnown }
                return isKnown
            } else {
                Counter(label: "refinery_jobs_failed_total").increment(by: jobs.count)
                let failure = JobFailure(error)
                logger.warning(
                    "batches failed", metadata: jobs.metadata(["code": "\(failure.code)", "reason": "\(failure.message)"]))
                return await releaser.fail(jobs, code: failure.code, message: failure.message)
            }
        }
    }

}

extension [ClaimedJob] {
    /// Which batches they are, for a log line.
    fileprivate func metadata(_ more: Logger.Metadata) -> Logger.Metadata {
        let imports = Set(map(\.importID.description)).sorted().joined(separator: ",")
        let own: Logger.Metadata = [
            "count": "\(count)", "import": "\(imports)", "batch": "\(map { String($0.seq) }.joined(separator: ","))",
        ]
        return own.merging(more) { $1 }
    }
}

/// Whether a failure is the database's alone (away, full), or a rival's whose transaction won: it costs a job no attempt, or a few
/// restarts of the server, or a few deadlocks, would end imports.
func costsNoAttempt(_ error: any Error) -> Bool {
    if error as? StoreError == .survivorGone { return true }
    return switch error as? PostgresError {
    case .connectionLost, .cannotConnect, .commitUnknown, .poolExhausted, .poolClosed: true
    case .server(let error): error.sqlState.isRollback || error.sqlState.category == "53"
    default: false
    }
}

/// What the history of a job says about a failure.
struct JobFailure {
    let code: String
    let message: String

    init(_ error: any Error) {
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
