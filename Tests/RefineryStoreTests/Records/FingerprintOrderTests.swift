import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Order of fingerprints") struct FingerprintOrderTests {
    private func rows(_ identities: [UInt64]) -> [RefinedBatches.Row] {
        identities.enumerated().map { index, identity in
            RefinedBatches.Row(
                batch: 0, id: RecordID(importNumber: 1, row: Int64(index)), fingerprint: Fingerprint(high: identity, low: 0),
                slot: RecordEncoder.Slot(offset: 0, length: 0))
        }
    }

    @Test("is ascending as Postgres sorts bytes, each fingerprint once by its first row") func order() {
        let order = FingerprintOrder(rows([9, .max, 0, 9, 0x8000_0000_0000_0000, 0, 9]))
        #expect(order.first == [2, 0, 4, 1])
        #expect(order.repeated.map { [$0.row, $0.candidate] } == [[5, 0], [3, 1], [6, 1]])
        #expect(FingerprintOrder([]).first.isEmpty)
    }

    @Test("of slots side by side makes one range") func ranges() {
        let slots = [(0, 5), (5, 5), (20, 1), (21, 3), (30, 2)].map { RecordEncoder.Slot(offset: $0.0, length: $0.1) }
        #expect(PersistBatches.ranges(of: slots) == [0..<10, 20..<24, 30..<32])
        #expect(PersistBatches.ranges(of: []).isEmpty)
    }
}
