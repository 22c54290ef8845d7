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
    /// Rows that would end this process, of the batches under way.
    private var deadly: [ImportID: Set<Int64>] = [:]
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
            for job in jobs where job.isLastChance {
                deadly[job.importID, default: []].formUnion(try await isolation.deadlyRows(of: try job.batch, importID: job.importID))
            }
        }
        for stretch in Stretch.joined(try jobs.map { ($0.importID, try $0.batch) }) {
            let refiner = try refiner(of: stretch.importID)
            let bytes = try await sources.read(refiner.plan.source, stretch.bytes)
            try refiner.refine(
                stretch, bytes, into: batches, begin: { batches.begin(stretch.importID, refiner.plan.options) },
                refusing: { _ in deadly[stretch.importID] ?? [] })
            try Task.checkCancellation()
        }
        if settings.batchDelay > .zero { try await Task.sleep(for: settings.batchDelay * jobs.count) }
        do {
            return try await persist(jobs)
        } catch let error as PostgresError where error.refusesData && jobs.count == 1 {
            return try await runWithoutRefusedRows(jobs[0], error)
        }
    }

    /// Refines some rows of a batch, and keeps nothing.
    func refineOnly(_ rows: Range<Int64>, of span: BatchSpan, importID: ImportID) async throws {
        try await prepare([importID])
        let refiner = try refiner(of: importID)
        try refine(span, try await read(span.bytes, of: refiner.plan), refiner, refusing: Set(span.rows).subtracting(rows))
    }

    private func read(_ bytes: Range<Int64>, of plan: ImportPlan) async throws -> [UInt8] {
        try await sources.read(plan.source, bytes)
    }

    private func persist(_ jobs: [ClaimedJob]) async throws -> [BatchOutcome] {
        let persist = PersistBatches(batches, of: jobs)
        return try await database.pool.withConnection { try await persist.run(on: $0) }
    }

    // MARK: - Rows that the database refuses

    /// Stores a batch that the database refused, without the rows that are to blame: those become rejects `internal_error`.
    private func runWithoutRefusedRows(_ job: ClaimedJob, _ refusal: PostgresError) async throws -> [BatchOutcome] {
        let refiner = try refiner(of: job.importID)
        let span = try job.batch
        let bytes = try await read(span.bytes, of: refiner.plan)
        let refused = try await refusedRows(of: job, span, bytes, refiner)
        // What fails only as a whole is nobody's fault.
        guard !refused.isEmpty else { throw refusal }
        try refine(span, bytes, refiner, refusing: refused.union(deadly[job.importID] ?? []))
        return try await persist([job])
    }

    /// The rows that are refused; what is tried is rolled back.
    private func refusedRows(of job: ClaimedJob, _ span: BatchSpan, _ bytes: [UInt8], _ refiner: Refiner) async throws -> Set<Int64> {
        try await RowBisection.failing(span.rows) { rows in
            try refine(span, bytes, refiner, refusing: Set(span.rows).subtracting(rows).union(deadly[job.importID] ?? []))
            let persist = PersistBatches(batches, of: [job])
            do {
                try await database.pool.withConnection { try await persist.rehearse(on: $0) }
                return false
            } catch let error as PostgresError where error.refusesData {
                return true
            }
        }
    }

    private func refine(_ span: BatchSpan, _ bytes: [UInt8], _ refiner: Refiner, refusing refused: Set<Int64>) throws {
        batches.removeAll()
        batches.begin(refiner.plan.id, refiner.plan.options)
        try bytes.withUnsafeBufferPointer { try refiner.refine(span, $0, into: batches, refusing: refused) }
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

extension ClaimedJob {
    /// What a refine job covers.
    fileprivate var batch: BatchSpan {
        get throws {
            guard let span else { throw StoreError.unexpectedRows(statement: "claim_jobs") }
            return span
        }
    }
}
