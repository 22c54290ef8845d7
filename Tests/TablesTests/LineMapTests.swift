import Testing

@testable import Tables

@Suite("Line map") struct LineMapTests {
    @Test("says where each row stands, whatever lies between them") func gaps() {
        let lines: [Int64] = [1, 2, 3, 7, 8, 9, 11, 13, 15, 20]
        var map = LineMap()
        for line in lines { map.append(line: line) }
        #expect((1...10).map { map.line(of: Int64($0)) } == lines)
        #expect(map.line(of: 0) == nil)
        #expect(map.behind(4).line(of: 1) == 8)
        #expect((1...6).map { map.behind(4).line(of: Int64($0)) } == Array(lines[4...]))
    }

    @Test("says nothing of rows behind more stretches than it keeps") func bounded() {
        var map = LineMap()
        for row in 0..<Int64(3 * LineMap.stretchesMax) { map.append(line: row * row) }
        #expect(map.stretches.count == LineMap.stretchesMax)
        #expect(map.line(of: 5) == 16)
        #expect(map.line(of: Int64(3 * LineMap.stretchesMax)) == nil)
    }
}
