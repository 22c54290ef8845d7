package import Logging
internal import Postgres
package import RefineryModel
internal import RefineryStages
package import RefineryStore
internal import ServiceLifecycle
package import Waiting

/// Claims split jobs and finds the batches of their sources, committing as it goes: workers refine the first batches while
/// the end of the file is still unread, and a coordinator that dies is followed by one that goes on at the last commit.
package struct SplitWorker: Service {
    private let worker: WorkerID
    private let database: Database
    private let sources: SourceStorages
    private let settings: FleetSettings
    private let wakeUp: WakeUp
    private let logger: Logger

    /// Bytes read at once. The first piece is small, so that workers begin at once.
    private static let firstReadBytes: Int64 = 256 * 1024
    private static let readBytes: Int64 = 4 << 20

    package init(
        worker: WorkerID, database: Database, sources: SourceStorages, settings: FleetSettings, wakeUp: WakeUp, logger: Logger
    ) {
        self.worker = worker
        self.database = database
        self.sources = sources
        self.settings = settings
        self.wakeUp = wakeUp
        self.logger = logger
    }

    package func run() async throws {
        let releaser = JobReleaser(database: database, settings: settings, logger: logger)
        var claimer = JobClaimer(database: database, stage: .split, worker: worker)
        var failures = 0
        // Registering wakes it: the end of one that claims before would be noticed only when its lease lapses.
        await withGracefulShutdownHandler {
            _ = await wakeUp.wait(atMost: settings.poll)
        } onGracefulShutdown: {
            wakeUp.signal()
        }
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                // A server that crashed may have forgotten the end of a batch: commits of batches are not waited for.
                if wakeUp.takeReconnected() { claimer.doubt() }
                let jobs = try await claimer.claim(limit: 1)
                failures = 0
                database.outage.end(logger)
                guard let job = jobs.first else {
                    await withGracefulShutdownHandler {
                        if await wakeUp.wait(atMost: settings.splitPoll) { claimer.restart() }
                    } onGracefulShutdown: {
                        wakeUp.signal()
                    }
                    continue
                }
                if await !work(on: job, releaser) { claimer.doubt() }
            } catch {
                if Task.isCancelled { break }
                failures += 1
                database.outage.log("cannot claim split jobs, trying again", error, ["failures": "\(failures)"], logger)
                await wakeUp.wait(atMost: Backoff(base: .milliseconds(100), ceiling: .seconds(5)).bound(attempt: failures))
            }
        }
    }

    /// - Returns: Whether the database knows what became of the job.
    private func work(on job: ClaimedJob, _ releaser: JobReleaser) async -> Bool {
        do {
            return try await split(job, releaser)
        } catch let error as LeaseLostError {
            await releaser.tell(error, of: [job], "lease lost while splitting")
            return true
        } catch {
            return await releaser.giveBack(job, after: error, "splitting failed")
        }
    }

    private func split(_ job: ClaimedJob, _ releaser: JobReleaser) async throws -> Bool {
        try await inspect(job)
        guard let state = try await database.pool.withConnection({ try await $0.first(LoadSplit(importID: job.importID)) }) else {
            throw StoreError.unexpectedRows(statement: "load_split")
        }
        var planner = try SplitPlanner(state)
        var readBytes = Self.firstReadBytes
        while true {
            if Task.isShuttingDownGracefully || Task.isCancelled { return await releaser.release([job]) }
            if planner.readOffset < state.source.bytes {
                let range = planner.readOffset..<min(planner.readOffset + readBytes, state.source.bytes)
                let sources = sources
                planner.consume(try await database.pool.withConnection { try await sources.read(state.source, range, on: $0) })
                readBytes = Self.readBytes
            } else {
                planner.finish()
            }
            let isLast = planner.isAtEnd || planner.isHeld
            let status = try await commit(&planner, job, state)
            await database.hint(Stage.refine.rawValue)
            if isLast || status != .running {
                logger.info(
                    "split",
                    metadata: [
                        "import": "\(job.importID)", "rows": "\(planner.rows)", "at_end": "\(planner.isAtEnd)", "held": "\(planner.isHeld)",
                    ])
                return true
            }
        }
    }

    /// Finds out how the file is written and what its columns mean, where `refinery submit` did not: it was submitted from SQL.
    /// - Throws: What `refinery submit` would have said of the file.
    private func inspect(_ job: ClaimedJob) async throws {
        let sources = sources
        let found = try await database.pool.withConnection { connection -> (PendingReading, [UInt8])? in
            guard let pending = try await connection.first(LoadReading(importID: job.importID)) else { return nil }
            return (pending, try await sources.read(pending.source, 0..<Int64(SourceInspection.beginningBytes), on: connection))
        }
        guard let (pending, beginning) = found else { return }
        let inspection = try SourceInspection(beginning: beginning, try JSON.value(from: pending.choices))
        // A region that does not exist is found now, not by every worker.
        let options = ImportOptions(format: inspection.format, mapping: inspection.mapping, region: pending.region)
        _ = try Refiner(ImportPlan(id: job.importID, number: 0, source: pending.source, options: options), currentYear: 2000)
        let begin = try BeginSplit(job: job, format: inspection.format, mapping: inspection.mapping)
        guard try await database.pool.withConnection({ try await $0.first(begin) }) != nil else { throw LeaseLostError(jobs: 1) }
        logger.info("file read", metadata: ["import": "\(job.importID)", "encoding": "\(inspection.format.encoding)"])
    }

    /// Commits what was planned since the last commit, guarded by the job's token.
    /// - Throws: ``LeaseLostError`` when another coordinator splits this import now.
    private func commit(_ planner: inout SplitPlanner, _ job: ClaimedJob, _ state: SplitState) async throws -> ImportStatus {
        let (batches, unreadable) = planner.take()
        let (offset, rows, isAtEnd, isHeld) = (planner.offset, planner.rows, planner.isAtEnd, planner.isHeld)
        let attempts = settings.attempts
        return try await database.pool.withTransaction(TransactionOptions(synchronousCommit: false)) { connection in
            let advance = AdvanceSplit(job: job, offset: offset, rows: rows, rejected: Int64(unreadable.count), isAtEnd: isAtEnd)
            guard let status = try await connection.first(advance) else { throw LeaseLostError(jobs: 1) }
            if !batches.isEmpty {
                try await connection.execute(
                    InsertRefineJobs(
                        importID: job.importID, priority: job.priority, attempts: attempts, areHeld: status != .running, batches: batches))
            }
            if !unreadable.isEmpty {
                try await connection.execute(InsertRejects(importIDs: unreadable.map { _ in job.importID }, rejects: unreadable))
            }
            if isAtEnd {
                guard try await connection.first(FinishJob(job: job)) != nil else { throw LeaseLostError(jobs: 1) }
            } else if isHeld || status != .running {
                guard try await connection.first(HoldJob(job: job)) != nil else { throw LeaseLostError(jobs: 1) }
            }
            return status
        }
    }

}
