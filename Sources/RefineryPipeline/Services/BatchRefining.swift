#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Postgres
internal import RefineryModel
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
    private var refiners: [ImportID: (plan: ImportPlan, refiner: Refiner)] = [:]
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
            let (plan, refiner) = try refining(stretch.importID)
            let bytes = try await read(stretch.bytes, of: plan)
            try refiner.refine(stretch, bytes, into: batches) { _ in deadly[stretch.importID] ?? [] }
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
        let (plan, refiner) = try refining(importID)
        try refine(span, try await read(span.bytes, of: plan), refiner, refusing: Set(span.rows).subtracting(rows))
    }

    private func refining(_ importID: ImportID) throws -> (plan: ImportPlan, refiner: Refiner) {
        guard let found = refiners[importID] else { throw StoreError.unexpectedRows(statement: "load_imports") }
        return found
    }

    private func read(_ bytes: Range<Int64>, of plan: ImportPlan) async throws -> [UInt8] {
        let sources = sources
        return try await database.pool.withConnection { try await sources.read(plan.source, bytes, on: $0) }
    }

    private func persist(_ jobs: [ClaimedJob]) async throws -> [BatchOutcome] {
        let persist = PersistBatches(batches, of: jobs)
        return try await database.pool.withConnection { try await persist.run(on: $0) }
    }

    // MARK: - Rows that the database refuses

    /// Stores a batch that the database refused, without the rows that are to blame: those become rejects `internal_error`.
    private func runWithoutRefusedRows(_ job: ClaimedJob, _ refusal: PostgresError) async throws -> [BatchOutcome] {
        let (plan, refiner) = try refining(job.importID)
        let span = try job.batch
        let bytes = try await read(span.bytes, of: plan)
        let refused = try await refusedRows(in: span.rows, of: job, bytes, refiner)
        // What fails only as a whole is nobody's fault.
        guard !refused.isEmpty else { throw refusal }
        try refine(span, bytes, refiner, refusing: refused.union(deadly[job.importID] ?? []))
        return try await persist([job])
    }

    /// Halves the rows until each that is refused stands alone; what is tried is rolled back.
    private func refusedRows(in rows: Range<Int64>, of job: ClaimedJob, _ bytes: [UInt8], _ refiner: Refiner) async throws -> Set<Int64> {
        try Task.checkCancellation()
        let span = try job.batch
        try refine(span, bytes, refiner, refusing: Set(span.rows).subtracting(rows).union(deadly[job.importID] ?? []))
        let persist = PersistBatches(batches, of: [job])
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

    private func refine(_ span: BatchSpan, _ bytes: [UInt8], _ refiner: Refiner, refusing refused: Set<Int64>) throws {
        batches.removeAll()
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
        for plan in plans { refiners[plan.id] = (plan, try Refiner(plan, currentYear: year, deadlyText: settings.deadlyText)) }
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

/// Batches whose bytes stand side by side in one source: read at once.
struct Stretch {
    let importID: ImportID
    private(set) var spans: [BatchSpan]
    private(set) var bytes: Range<Int64>

    /// The most bytes read at once: memory stays constant whatever the size of a batch.
    static let bytesMax: Int64 = 8 << 20
    /// The most bytes read without need between two batches: reading them costs less than another round trip.
    private static let gapMax: Int64 = 64 << 10

    /// - Returns: All batches, in the order given.
    static func joined(_ batches: [(importID: ImportID, span: BatchSpan)]) -> [Stretch] {
        var stretches: [Stretch] = []
        for (importID, span) in batches {
            if let last = stretches.last, last.importID == importID, last.bytes.upperBound <= span.offset,
                span.offset - last.bytes.upperBound < gapMax, span.bytes.upperBound - last.bytes.lowerBound <= bytesMax
            {
                stretches[stretches.count - 1].spans.append(span)
                stretches[stretches.count - 1].bytes = last.bytes.lowerBound..<span.bytes.upperBound
            } else {
                stretches.append(Stretch(importID: importID, spans: [span], bytes: span.bytes))
            }
        }
        return stretches
    }
}

extension Refiner {
    /// Refines the batches of a stretch.
    /// - Parameter refused: Gives the rows of a batch that become rejects.
    func refine(
        _ stretch: Stretch, _ bytes: [UInt8], into batches: RefinedBatches, refusing refused: (BatchSpan) -> Set<Int64>
    ) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            for span in stretch.spans {
                let start = Int(span.offset - stretch.bytes.lowerBound)
                let raw = UnsafeBufferPointer(rebasing: bytes[start..<start + span.length])
                try refine(span, raw, into: batches, refusing: refused(span))
            }
        }
    }
}
