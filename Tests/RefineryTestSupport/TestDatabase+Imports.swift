import Postgres
package import RefineryModel
package import RefineryStore

extension ImportOptions {
    /// Options of a file with a header of `business_name,business_email,business_phone`, which nobody reads.
    package static var forTests: ImportOptions {
        ImportOptions(
            format: SourceFormat(encoding: "utf-8", delimiter: ",", firstRowOffset: 0, isSingleColumn: false),
            mapping: Mapping(
                columns: [
                    .field(.businessName, multiplier: 1), .field(.businessEmail, multiplier: 1), .field(.businessPhone, multiplier: 1),
                ], names: ["business_name", "business_email", "business_phone"]))
    }
}

extension TestDatabase {
    /// An import that is split already: `jobs` refine jobs of `rowsPerJob` rows each, without a source.
    package func makeImport(
        jobs: Int, rowsPerJob: Int = 10, priority: Int = 100, attempts: Int = 3, options: ImportOptions = .forTests
    ) async throws -> ImportID {
        let id = ImportID()
        let source = SourceLocation(uri: "postgres:\(id)", bytes: Int64(jobs * rowsPerJob * 100))
        let insert = try InsertImport(
            id: id, fileName: "made.csv", source: source, hash: [UInt8](repeating: 7, count: 32), options: options, priority: priority,
            attempts: attempts)
        let batches = (0..<jobs).map {
            PlannedBatch(
                seq: Int32($0 + 1),
                span: BatchSpan(
                    offset: Int64($0 * rowsPerJob * 100), length: rowsPerJob * 100, firstRow: Int64($0 * rowsPerJob + 1),
                    rowCount: rowsPerJob))
        }
        _ = try await first(insert)
        _ = try await rows(
            InsertRefineJobs(importID: id, priority: Int16(clamping: priority), attempts: attempts, areHeld: false, batches: batches))
        try await execute(
            """
            UPDATE refinery.jobs SET state = 'done', finished_at = now() WHERE run_id = '\(id)' AND stage = 'split';
            UPDATE refinery.imports SET split_rows = \(jobs * rowsPerJob), split_at = now(), split_offset = source_bytes WHERE id = '\(id)';
            """)
        return id
    }

    /// A worker whose lease holds for a minute, without a session lock.
    package func makeWorker(lease: Duration = .seconds(60)) async throws -> WorkerID {
        let id = WorkerID()
        _ = try await first(RegisterWorker(id: id, role: .worker, host: "test", pid: 1, version: "test", lease: lease))
        return id
    }

    /// Claims as a worker does, from the floor.
    package func claim(_ limit: Int, by worker: WorkerID) async throws -> [ClaimedJob] {
        try await rows(ClaimJobs(stage: .refine, limit: limit, worker: worker)).sorted { $0.claimKey < $1.claimKey }
    }

    /// How many jobs of an import are in each state.
    package func states(of importID: ImportID) async throws -> [JobState: Int] {
        let counts = try await rows(CountJobs(runID: importID)).filter { $0.stage == .refine }
        return Dictionary(uniqueKeysWithValues: counts.map { ($0.state, Int($0.count)) })
    }

    package func progress(of importID: ImportID) async throws -> ImportProgress {
        guard let summary = try await first(FindProgress(importID))?.summary else { throw StoreError.noSuchImport("\(importID)") }
        return summary.progress
    }

    /// What the leading coordinator does in one round: fold the counters, then end or pause what has nothing left to do.
    @discardableResult
    package func foldAndSettle(_ imports: ImportID..., rowsMin: Int64 = 1) async throws -> [SettledRun] {
        _ = try await rows(LockActiveRuns(paused: imports))
        _ = try await rows(FoldProgress(runs: imports))
        return try await rows(SettleRuns(runs: imports, rowsMin: rowsMin))
    }

    /// Stores batches as a worker does.
    package func run(_ batches: PersistBatches) async throws -> [BatchOutcome] {
        try await database.pool.withConnection { try await batches.run(on: $0) }
    }
}
