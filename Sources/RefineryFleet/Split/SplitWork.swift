internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import ServiceLifecycle

/// Finds the batches of sources, committing as it goes: workers refine the first batches while the end of the file is still
/// unread, and a coordinator that dies is followed by one that goes on at the last commit.
struct SplitWork: StageWork {
    let stage = Stage.split
    let database: Database
    let sources: SourceStorages
    let settings: FleetSettings
    let logger: Logger

    /// Bytes read at once. The first piece is small, so that workers begin at once.
    private static let firstReadBytes: Int64 = 256 * 1024
    private static let readBytes: Int64 = 4 << 20

    func room(beside held: Int) -> Int { 1 }

    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
        for job in jobs where try await split(job) == .interrupted { return .interrupted }
        return .done
    }

    private func split(_ job: ClaimedJob) async throws -> WorkEnding {
        try await inspect(job)
        var state = try await load(job)
        var planner = try SplitPlanner(state)
        var readBytes = Self.firstReadBytes
        var awaitsMore = false
        while true {
            if Task.isShuttingDownGracefully || Task.isCancelled { return .interrupted }
            if planner.readOffset < state.source.bytes {
                let range = planner.readOffset..<min(planner.readOffset + readBytes, state.source.bytes)
                planner.consume(try await sources.read(state.source, range))
                readBytes = Self.readBytes
            } else if state.isWhole {
                planner.finish()
            } else {
                // More of it may have arrived meanwhile.
                state = try await load(job)
                awaitsMore = !state.isWhole && planner.readOffset >= state.source.bytes
                if !awaitsMore { continue }
            }
            let isLast = planner.isAtEnd || planner.isHeld || awaitsMore
            let status = try await commit(&planner, job, awaiting: awaitsMore ? state.source.bytes : nil)
            await database.hint(Stage.refine.rawValue)
            if awaitsMore && status == .running { return .done }
            if isLast || status != .running {
                logger.info(
                    "split",
                    metadata: [
                        "import": "\(job.importID)", "rows": "\(planner.rows)", "at_end": "\(planner.isAtEnd)", "held": "\(planner.isHeld)",
                    ])
                return .done
            }
        }
    }

    private func load(_ job: ClaimedJob) async throws -> SplitState {
        guard let state = try await database.pool.withConnection({ try await $0.first(LoadSplit(importID: job.importID)) }) else {
            throw StoreError.unexpectedRows(statement: "load_split")
        }
        return state
    }

    /// Finds out how the file is written and what its columns mean, where `refinery submit` did not: it was submitted from SQL.
    /// - Throws: What `refinery submit` would have said of the file.
    private func inspect(_ job: ClaimedJob) async throws {
        guard let pending = try await database.pool.withConnection({ try await $0.first(LoadReading(importID: job.importID)) })
        else { return }
        var choices: ReadingChoices = try JSON.value(from: pending.choices)
        choices.region = pending.region
        let converted = try await SourceConversion(database: database, sources: sources, job: job).convert(pending, choices)
        let source = converted?.source ?? pending.source
        choices.isConverted = converted?.isCanonical ?? false
        let beginning = try await sources.read(source, 0..<min(source.bytes, Int64(SourceInspection.beginningBytes)))
        let signatures = SourceInspection.signatures(choices) { Array(beginning.prefix($0)) }
        let own = try await database.pool.withConnection { try await $0.rows(FindMappings(signatures)) }
        choices.library = MappingLibrary(own: own, templates: SavedMapping.shipped)
        let inspection = try SourceInspection(beginning: beginning, choices)
        // A region that does not exist is found now, not by every worker.
        let options = ImportOptions(format: inspection.format, mapping: inspection.mapping, region: pending.region)
        _ = try Refiner(ImportPlan(id: job.importID, number: 0, source: source, options: options), currentYear: 2000)
        let begin = try BeginSplit(job: job, format: inspection.format, mapping: inspection.mapping, bytes: source.bytes)
        let origin = try converted?.origin(of: job.importID, inspection.format)
        let saved = choices.overrides.isEmpty ? nil : inspection.saved(as: pending.fileName)
        let remember = try saved.map { try StoreMapping($0, importID: job.importID, confirmedBy: nil) }
        try await database.pool.withTransaction { connection in
            guard try await connection.first(begin) != nil else { throw LeaseLostError(jobs: 1) }
            if let origin { try await connection.execute(origin) }
            if let remember { try await connection.execute(remember) }
        }
        logger.info(
            "file read",
            metadata: [
                "import": "\(job.importID)", "encoding": "\(inspection.format.encoding)",
                "mapping": "\(inspection.mapping.origin?.id ?? "found out")",
            ])
    }

    /// Commits what was planned since the last commit, guarded by the job's token.
    /// - Parameter received: The bytes that are there, when the job is to wait for more.
    /// - Throws: ``LeaseLostError`` when another coordinator splits this import now.
    private func commit(_ planner: inout SplitPlanner, _ job: ClaimedJob, awaiting received: Int64?) async throws -> ImportStatus {
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
            } else if let received {
                guard try await connection.first(AwaitSource(job: job, received: received)) != nil else { throw LeaseLostError(jobs: 1) }
            }
            return status
        }
    }
}
