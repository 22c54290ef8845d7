#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import CSV
internal import Postgres
package import RefineryModel
internal import RefineryStages
package import RefineryStore

/// Reads rows of an import again from its source, and refines them as its workers did: what a row would have been stored as.
///
/// Reads forward only, a piece at a time: memory stays constant whatever the size of the source.
package struct SourceRows {
    private let plan: ImportPlan
    private let database: Database
    private let sources: SourceStorages
    private let refiner: Refiner
    private var splitter: CSVSplitter
    private var offset: Int64
    /// Rows that were split, and of which a later call may want some.
    private var ahead: [ClaimedJob] = []

    private static let pieceBytes: Int64 = 4 << 20
    private static let rowsPerRead = 250

    package init(_ plan: ImportPlan, _ database: Database, _ sources: SourceStorages) throws {
        self.plan = plan
        self.database = database
        self.sources = sources
        refiner = try Refiner(plan, currentYear: Calendar(identifier: .gregorian).component(.year, from: Date()))
        offset = plan.options.format.firstRowOffset
        splitter = CSVSplitter(
            format: try plan.options.format.csv(), recordsPerGroup: Self.rowsPerRead, maxRecordBytes: plan.options.rowBytesMax,
            startingAt: offset)
    }

    /// What rows have in the columns of a record, those without a value left out.
    /// - Parameter rows: In ascending order, all behind those of the call before.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    package mutating func values(of rows: [Int64]) async throws -> [Int64: [String: String]] {
        let batches = RefinedBatches()
        var found: [Int64: [String: String]] = [:]
        try await visit(rows, batches, refusing: Self.others(than: rows)) {
            for row in batches.rows { found[row.id.row] = Dictionary(RecordDecoder.texts(batches.encodedBytes, row.slot)) { $1 } }
            batches.removeAll()
        }
        return found
    }

    /// Refines rows anew, as batches that are not those of their jobs; rows that the source has no more are missing.
    /// - Parameter rows: In ascending order, all behind those of the call before.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    mutating func refine(_ rows: [Int64], into batches: RefinedBatches) async throws {
        try await visit(rows, batches, refusing: Self.others(than: rows)) { batches.removeRejects() }
    }

    /// The other rows of a batch are not looked at: one of them may have ended a worker.
    private static func others(than rows: [Int64]) -> (ClaimedJob) -> Set<Int64> {
        let wanted = Set(rows)
        return { Set($0.rows).subtracting(wanted) }
    }

    /// Rows as people repair them, refined or not: what a reject keeps of them.
    /// - Parameter rows: In ascending order, all behind those of the call before.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    package mutating func texts(of rows: [Int64]) async throws -> [Int64: String] {
        let (batches, wanted) = (RefinedBatches(), Set(rows))
        var found: [Int64: String] = [:]
        try await visit(rows, batches, refusing: { Set($0.rows) }) {
            for reject in batches.rejects where wanted.contains(reject.reject.row) { found[reject.reject.row] = reject.reject.raw }
            batches.removeAll()
        }
        return found
    }

    /// Reads on to the last of the rows, and refines the batches that have some of them.
    /// - Parameter then: Takes what is wanted after each of them, and drops the rest: memory stays constant.
    private mutating func visit(
        _ rows: [Int64], _ batches: RefinedBatches, refusing: (ClaimedJob) -> Set<Int64>, then: () -> Void
    ) async throws {
        guard let last = rows.last else { return }
        let wanted = Set(rows)
        func take(_ jobs: [ClaimedJob]) async throws {
            for stretch in Stretch.joined(jobs.filter { $0.rows.contains(where: wanted.contains) }) {
                let bytes = try await read(stretch.bytes)
                try refiner.refine(
                    stretch, bytes, into: batches, begin: { batches.begin($0, plan.options) }, refusing: refusing)
                then()
            }
        }
        try await take(ahead)
        ahead.removeAll { $0.rows.upperBound <= last }
        while splitter.nextRecord <= last && offset < plan.source.bytes {
            let split = try await splitOn()
            try await take(split)
            ahead += split.filter { $0.rows.upperBound > last }
        }
    }

    /// Splits one more piece of the source.
    private mutating func splitOn() async throws -> [ClaimedJob] {
        var jobs: [ClaimedJob] = []
        let importID = plan.id
        let emit = { (split: CSVSplit) in
            guard case .group(let start, let length, let firstRecord, let count) = split else { return }
            jobs.append(ClaimedJob(importID: importID, byteOffset: start, byteLength: length, firstRow: firstRecord, rowCount: count))
        }
        let piece = try await read(offset..<min(offset + Self.pieceBytes, plan.source.bytes))
        piece.withUnsafeBytes { splitter.consume($0, emit) }
        offset += Int64(piece.count)
        if offset >= plan.source.bytes { splitter.finish(emit) }
        return jobs
    }

    private func read(_ range: Range<Int64>) async throws -> [UInt8] {
        let (sources, source) = (sources, plan.source)
        return try await database.pool.withConnection { try await sources.read(source, range, on: $0) }
    }
}

extension ClaimedJob {
    /// Rows that are refined to be looked at: no job of the queue, and nothing is stored under it.
    init(importID: ImportID, byteOffset: Int64, byteLength: Int, firstRow: Int64, rowCount: Int) {
        self.init(
            id: JobID(rawValue: 0), runID: importID, workerID: WorkerID(), token: 0, seq: 1, priority: 0, attempt: 1, attemptsMax: 1,
            byteOffset: byteOffset, byteLength: byteLength, firstRow: firstRow, rowCount: rowCount)
    }
}
