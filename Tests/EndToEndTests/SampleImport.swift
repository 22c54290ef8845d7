import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
import SampleFiles

extension SampleGenerator {
    /// The whole file.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write { bytes.append(contentsOf: $0) }
        return bytes
    }
}

extension TestFleet {
    /// Submits a generated file, in small batches.
    func submit(_ sample: SampleGenerator, batchSize: Int = 50) async throws -> ImportID {
        try await submit(sample.bytes) { $0.batchSize = batchSize }
    }
}

/// Expects an import to have come to exactly these numbers, in its counters and in the tables, every row once.
func expect(_ id: ImportID, _ database: TestDatabase, _ counts: SampleCounts) async throws {
    let progress = try await database.progress(of: id)
    #expect(progress.status == .completed)
    #expect(
        [progress.stored, progress.duplicates, progress.rejected].map { Int($0) } == [counts.stored, counts.duplicates, counts.rejects])
    #expect(
        try await database.outcome(of: id)
            == BatchOutcome(stored: counts.stored, duplicates: counts.duplicates, rejected: counts.rejects))
    #expect(try await database.contradictions().isEmpty)
}
