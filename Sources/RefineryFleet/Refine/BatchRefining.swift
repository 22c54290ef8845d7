#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// One worker's way from claimed jobs to stored records: read the bytes, refine them, persist. An actor, because it keeps its
/// memory and what it knows of imports from one group of jobs to the next; losing it loses nothing but warmth.
actor BatchRefining {
    private let database: Database
    private let sources: SourceStorages
    private let settings: FleetSettings
    private let isolation: Isolation?
    /// Rows that would end this process, of the jobs under way.
    private var deadly: [JobID: Set<Int64>] = [:]
    private var refiners: [ImportID: Refiner] = [:]
    private let batches = RefinedBatches()

    /// - Parameter isolation: Tries the rows of a batch apart when it has only one attempt left; `nil` for never.
    init(database: Database, sources: SourceStorages, settings: FleetSettings, isolation: Isolation? = nil) {
        self.database = database
        self.sources = sources
        self.settings = settings
        self.isolation = isolation
    }

    /// - Returns: What came of each job, in the order given.
    /// - Throws: ``LeaseLostError``, ``RefineError``, ``StoreError``, `PostgresError`: then nothing was stored.
    func run(_ jobs: [ClaimedJob]) async throws -> [BatchOutcome] {
        // The lease outlives one run of `processingTimeout` only when renewed; an earlier run that was cancelled has ended.
        batches.removeAll()
        try await prepare(Set(jobs.map(\.importID)))
        deadly.removeAll()
        if let isolation {
            for job in jobs where job.isLastChance { deadly[job.id] = try await isolation.deadlyRows(of: job) }
        }
        for stretch in Stretch.joined(jobs) {
            let refiner = try refiner(of: stretch.importID)
            let (sources, source) = (sources, refiner.plan.source)
            let range = stretch.bytes
            let bytes = try await database.pool.withConnection { try await sources.read(source, range, on: $0) }
            try refiner.refine(
                stretch, bytes, into: batches, begin: { batches.begin($0, refiner.plan.options) }, refusing: { deadly[$0.id] ?? [] })
            try Task.checkCancellation()
        }
        if settings.batchDelay > .zero { try await Task.sleep(for: settings.batchDelay * jobs.count) }
        do {
            return try await persist()
        } catch let error as PostgresError where error.refusesData && jobs.count == 1 {
            return try await runWithoutRefusedRows(jobs[0], error)
        }
    }

    /// Refines some rows of a batch, and keeps nothing.
    func refineOnly(_ rows: Range<Int64>, of job: ClaimedJob) async throws {
        try await prepare([job.importID])
        let refiner = try refiner(of: job.importID)
        try refine(job, try await read(job), refiner, refusing: Set(job.rows).subtracting(rows))
    }

    private func read(_ job: ClaimedJob) async throws -> [UInt8] {
        let (sources, source) = (sources, try refiner(of: job.importID).plan.source)
        return try await database.pool.withConnection {
            try await sources.read(source, job.byteOffset..<job.byteOffset + Int64(job.byteLength), on: $0)
        }
    }

    private func persist() async throws -> [BatchOutcome] {
        let persist = PersistBatches(batches)
        return try await database.pool.withConnection { try await persist.run(on: $0) }
    }

    // MARK: - Rows that the database refuses

    /// Stores a batch that the database refused, without the rows that are to blame: those become rejects `internal_error`.
    private func runWithoutRefusedRows(_ job: ClaimedJob, _ refusal: PostgresError) async throws -> [BatchOutcome] {
        guard let refiner = refiners[job.importID] else { throw refusal }
        let bytes = try await read(job)
        let refused = try await refusedRows(in: job.rows, of: job, bytes, refiner)
        // What fails only as a whole is nobody's fault.
        guard !refused.isEmpty else { throw refusal }
        try refine(job, bytes, refiner, refusing: refused)
        return try await persist()
    }

    /// Halves the rows until each that is refused stands alone; what is tried is rolled back.
    private func refusedRows(in rows: Range<Int64>, of job: ClaimedJob, _ bytes: [UInt8], _ refiner: Refiner) async throws -> Set<Int64> {
        try Task.checkCancellation()
        try refine(job, bytes, refiner, refusing: Set(job.rows).subtracting(rows))
        let persist = PersistBatches(batches)
        do {
            try await database.pool.withConnection { try await persist.rehearse(on: $0) }
            return []
        } catch let error as PostgresError where error.refusesData {
            guard rows.count > 1 else { return Set(rows) }
            let middle = rows.lowerBound + Int64(rows.count / 2)
            let low = try await refusedRows(in: rows.lowerBound..<middle, of: job, bytes, refiner)
            return low.union(try await refusedRows(in: middle..<rows.upperBound, of: job, bytes, refiner))
        }
    }

    private func refine(_ job: ClaimedJob, _ bytes: [UInt8], _ refiner: Refiner, refusing refused: Set<Int64>) throws {
        batches.removeAll()
        let refused = refused.union(deadly[job.id] ?? [])
        batches.begin(job, refiner.plan.options)
        try bytes.withUnsafeBufferPointer { try refiner.refine(job, $0, into: batches, refusing: refused) }
    }

    private func prepare(_ imports: Set<ImportID>) async throws {
        let unknown = imports.filter { refiners[$0] == nil }
        guard !unknown.isEmpty else { return }
        // A worker that lived through many imports need not remember them all.
        if refiners.count > 32 { refiners.removeAll() }
        let missing = imports.filter { refiners[$0] == nil }
        let plans = try await database.pool.withConnection { try await $0.rows(LoadImports(ids: Array(missing))) }
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        for plan in plans { refiners[plan.id] = try Refiner(plan, currentYear: year, deadlyText: settings.deadlyText) }
    }

    private func refiner(of importID: ImportID) throws -> Refiner {
        guard let refiner = refiners[importID] else { throw StoreError.unexpectedRows(statement: "load_imports") }
        return refiner
    }
}

extension PostgresError {
    /// Whether the server objects to values, rather than to the statement or to the moment.
    var refusesData: Bool {
        guard let category = sqlState?.category else { return false }
        return category == "22" || category == "23"
    }
}
