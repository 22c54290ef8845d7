import RefineryTestSupport
import Testing

@testable import RefineryModel

@Suite("Import progress") struct ImportProgressTests {
    @Test("says done only when the import is completed, and never shrinks to less than nothing") func honest() {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let rows = Int64.random(in: 0...1000, using: &generator)
            let bytes = Int64.random(in: 0...100_000, using: &generator)
            let progress = ImportProgress(
                status: ImportStatus.allCases.randomElement(using: &generator)!, sourceBytes: bytes,
                splitBytes: Int64.random(in: 0...max(bytes, 1), using: &generator), rowsSplit: rows,
                isSplit: Bool.random(using: &generator),
                stored: Int64.random(in: 0...rows, using: &generator), duplicates: 0, rejected: 0)
            #expect((progress.fraction == 1) == (progress.status == .completed), "\(progress), seed \(seed)")
            #expect((0...1).contains(progress.fraction), "\(progress), seed \(seed)")
            #expect(progress.rowsEstimated >= progress.rowsSplit, "\(progress), seed \(seed)")
        }
    }

    @Test("estimates the rows from the share of the bytes that is split, and counts them at the end") func estimate() {
        var progress = ImportProgress(
            status: .running, sourceBytes: 1000, splitBytes: 250, rowsSplit: 10, isSplit: false, stored: 4, duplicates: 3, rejected: 1)
        #expect(progress.rowsEstimated == 40)
        #expect(progress.done == 8)
        #expect(progress.fraction == 0.2)
        progress.isSplit = true
        #expect(progress.rowsEstimated == 10)
        #expect(progress.fraction == 0.8)
        progress.splitBytes = 0
        progress.isSplit = false
        #expect(progress.rowsEstimated == 10)
    }

    @Test("ends with all but running and paused") func ends() {
        #expect(ImportStatus.allCases.filter(\.isEnded) == [.completed, .failed, .cancelled, .undone])
    }
}
