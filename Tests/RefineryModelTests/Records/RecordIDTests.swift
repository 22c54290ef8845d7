import RefineryTestSupport
import Testing

@testable import RefineryModel

@Suite("Record id") struct RecordIDTests {
    @Test("holds import and row, and sorts by both") func order() {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let (left, right) = (Self.pair(&generator), Self.pair(&generator))
            let (leftID, rightID) = (RecordID(importNumber: left.0, row: left.1), RecordID(importNumber: right.0, row: right.1))
            #expect(leftID.row == left.1, "seed \(seed)")
            #expect(leftID.rawValue > 0, "seed \(seed)")
            #expect((leftID < rightID) == (left < right), "seed \(seed)")
        }
    }

    @Test("takes the largest row and import") func limits() {
        let last = RecordID(importNumber: .max, row: RecordID.rowsMax)
        #expect(last.rawValue == .max)
        #expect(last.row == RecordID.rowsMax)
        #expect(RecordID(importNumber: 1, row: RecordID.rowsMax) < RecordID(importNumber: 2, row: 0))
    }

    private static func pair(_ generator: inout SeededGenerator) -> (Int32, Int64) {
        (Int32.random(in: 1...5, using: &generator), Int64.random(in: 0...RecordID.rowsMax, using: &generator))
    }
}
