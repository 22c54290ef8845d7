import RefineryModel
import RefineryStages
import Testing

@Suite("Stretches of a source") struct StretchTests {
    private let importID = ImportID()

    private func batch(_ offset: Int64, _ length: Int, of importID: ImportID? = nil) -> (ImportID, BatchSpan) {
        (importID ?? self.importID, BatchSpan(offset: offset, length: length, firstRow: 1, rowCount: 1))
    }

    private func ranges(_ batches: [(ImportID, BatchSpan)]) -> [Range<Int64>] { Stretch.joined(batches).map(\.bytes) }

    @Test("join batches side by side, also over a small gap") func joins() {
        #expect(ranges([batch(0, 10), batch(10, 10), batch(25, 5)]) == [0..<30])
        #expect(Stretch.joined([batch(0, 10), batch(10, 10)])[0].spans.count == 2)
        #expect(ranges([]).isEmpty)
    }

    @Test("are apart where a gap is wide, the order turns back, or the import is another") func apart() {
        #expect(ranges([batch(0, 10), batch(100_000, 10)]) == [0..<10, 100_000..<100_010])
        #expect(ranges([batch(50, 10), batch(0, 10)]) == [50..<60, 0..<10])
        #expect(ranges([batch(0, 10), batch(10, 10, of: ImportID())]) == [0..<10, 10..<20])
    }

    @Test("are never longer than memory allows, unless one batch is") func bounded() {
        let half = Int(Stretch.bytesMax / 2) + 1
        #expect(ranges([batch(0, half), batch(Int64(half), half)]).count == 2)
        #expect(ranges([batch(0, half * 4)]).count == 1)
    }
}
