import RefineryModel
import RefineryStages
import Testing

@Suite("Stretches of a source") struct StretchTests {
    private let importID = ImportID()

    private func job(_ offset: Int64, _ length: Int, of importID: ImportID? = nil) -> ClaimedJob {
        ClaimedJob(
            id: JobID(rawValue: offset), runID: importID ?? self.importID, workerID: WorkerID(), token: 1, seq: 1, priority: 100,
            attempt: 1, attemptsMax: 3,
            byteOffset: offset, byteLength: length, firstRow: 1, rowCount: 1)
    }

    private func ranges(_ jobs: [ClaimedJob]) -> [Range<Int64>] { Stretch.joined(jobs).map(\.bytes) }

    @Test("join batches side by side, also over a small gap") func joins() {
        #expect(ranges([job(0, 10), job(10, 10), job(25, 5)]) == [0..<30])
        #expect(Stretch.joined([job(0, 10), job(10, 10)])[0].jobs.count == 2)
        #expect(ranges([]).isEmpty)
    }

    @Test("are apart where a gap is wide, the order turns back, or the import is another") func apart() {
        #expect(ranges([job(0, 10), job(100_000, 10)]) == [0..<10, 100_000..<100_010])
        #expect(ranges([job(50, 10), job(0, 10)]) == [50..<60, 0..<10])
        #expect(ranges([job(0, 10), job(10, 10, of: ImportID())]) == [0..<10, 10..<20])
    }

    @Test("are never longer than memory allows, unless one batch is") func bounded() {
        let half = Int(Stretch.bytesMax / 2) + 1
        #expect(ranges([job(0, half), job(Int64(half), half)]).count == 2)
        #expect(ranges([job(0, half * 4)]).count == 1)
    }
}
