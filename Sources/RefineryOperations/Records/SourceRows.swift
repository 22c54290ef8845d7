#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel
internal import RefineryStages
package import RefineryStore

/// Reads rows of an import again from its source, and refines them as its workers did: what a row would have been stored as.
///
/// Reads forward only, a piece at a time: memory stays constant whatever the size of the source.
package struct SourceRows {
    private let plan: ImportPlan
    private let refiner: Refiner
    private var splits: SourceSplits
    /// Rows that were split, and of which a later call may want some.
    private var ahead: [BatchSpan] = []

    package init(_ plan: ImportPlan, _ sources: SourceStorages) throws {
        self.plan = plan
        refiner = try Refiner(plan, currentYear: Calendar(identifier: .gregorian).component(.year, from: Date()))
        splits = try SourceSplits(plan, sources)
    }

    /// What rows have in the columns of a record, those without a value left out.
    /// - Parameter rows: In ascending order, all behind those of the call before.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    package mutating func values(of rows: [Int64]) async throws -> [Int64: [RecordColumn: String]] {
        let sink = ValuesSink()
        try await visit(rows, into: sink, refusing: Self.others(than: rows))
        return sink.values
    }

    /// Refines rows again, as batches that are not those of their jobs; rows that the source has no more are missing.
    /// - Parameter rows: In ascending order, all behind those of the call before.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    mutating func refine(_ rows: [Int64], into batches: RefinedBatches) async throws {
        let (id, options) = (plan.id, plan.options)
        try await visit(rows, into: RecordsSink(batches), begin: { batches.begin(id, options) }, refusing: Self.others(than: rows))
    }

    /// The other rows of a batch are not looked at: one of them may have ended a worker.
    private static func others(than rows: [Int64]) -> (BatchSpan) -> Set<Int64> {
        let wanted = Set(rows)
        return { Set($0.rows).subtracting(wanted) }
    }

    /// Rows as people repair them, refined or not: what a reject keeps of them.
    /// - Parameter rows: In ascending order, all behind those of the call before.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    package mutating func texts(of rows: [Int64]) async throws -> [Int64: String] {
        let sink = TextsSink(Set(rows))
        try await visit(rows, into: sink, refusing: { Set($0.rows) })
        return sink.texts
    }

    /// Reads on to the last of the rows, and refines the batches that have some of them.
    private mutating func visit(
        _ rows: [Int64], into sink: some RecordSink, begin: () -> Void = {}, refusing: (BatchSpan) -> Set<Int64>
    ) async throws {
        guard let last = rows.last else { return }
        let wanted = Set(rows)
        func take(_ spans: [BatchSpan]) async throws {
            for stretch in Stretch.joined(spans.filter { $0.rows.contains(where: wanted.contains) }.map { (plan.id, $0) }) {
                let bytes = try await splits.read(stretch.bytes)
                try refiner.refine(stretch, bytes, into: sink, begin: begin, refusing: refusing)
            }
        }
        try await take(ahead)
        ahead.removeAll { $0.rows.upperBound <= last }
        while splits.nextRow <= last && !splits.isAtEnd {
            let split = try await splits.next().compactMap(\.span)
            try await take(split)
            ahead += split.filter { $0.rows.upperBound > last }
        }
    }
}

/// Keeps what records say, by row.
private final class ValuesSink: RecordSink {
    private(set) var values: [Int64: [RecordColumn: String]] = [:]

    func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
        values[id.row] = Dictionary(uniqueKeysWithValues: draft.description.map { ($0.column, $0.text) })
    }

    func reject(_ reject: RowReject) {}
}

/// Keeps the raw text of some rows that are rejected.
private final class TextsSink: RecordSink {
    private let wanted: Set<Int64>
    private(set) var texts: [Int64: String] = [:]

    init(_ wanted: Set<Int64>) { self.wanted = wanted }

    func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {}
    func reject(_ reject: RowReject) { if wanted.contains(reject.row) { texts[reject.row] = reject.raw } }
}

/// Keeps records for batches, and no rejects.
private final class RecordsSink: RecordSink {
    private let batches: RefinedBatches

    init(_ batches: RefinedBatches) { self.batches = batches }

    func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
        batches.append(id: id, fingerprint: fingerprint, draft)
    }

    func reject(_ reject: RowReject) {}
}
