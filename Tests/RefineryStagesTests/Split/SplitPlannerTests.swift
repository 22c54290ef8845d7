import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStages

@Suite("Split planner") struct SplitPlannerTests {
    private struct Plan: Equatable {
        var batches: [PlannedBatch] = []
        var unreadable: [RowReject] = []
        var isAtEnd = false
        var isHeld = false
    }

    private func state(
        _ source: [UInt8], batchSize: Int = 3, rowBytesMax: Int = 200, rowLimit: Int64? = nil, offset: Int64 = 0, rows: Int64 = 0,
        lastSeq: Int32 = 0, isHidden: Bool = false
    ) -> SplitState {
        let options = ImportOptions(
            format: SourceFormat(encoding: "utf-8", delimiter: ",", firstRowOffset: 0, isSingleColumn: false),
            mapping: Mapping(
                columns: [.field(.businessName, multiplier: 1), isHidden ? .neverStored(name: "x") : .extra(name: "x")], names: ["a", "x"]),
            batchSize: batchSize, rowBytesMax: rowBytesMax, rowsPerRun: rowLimit)
        return SplitState(
            source: SourceLocation(uri: "x", bytes: Int64(source.count)), options: options, status: .running, offset: offset, rows: rows,
            rowLimit: rowLimit, priority: 100, lastSeq: lastSeq)
    }

    /// Feeds the source in pieces, as the split worker does, until its end or the row limit.
    private func plan(_ source: [UInt8], _ state: SplitState, pieceBytes: Int = 1 << 20) throws -> Plan {
        var planner = try SplitPlanner(state)
        var plan = Plan()
        while !planner.isAtEnd && !planner.isHeld {
            if planner.readOffset < Int64(source.count) {
                let start = Int(planner.readOffset)
                planner.consume(Array(source[start..<min(start + pieceBytes, source.count)]))
            } else {
                planner.finish()
            }
            let (batches, unreadable) = planner.take()
            plan.batches += batches
            plan.unreadable += unreadable
        }
        plan.isAtEnd = planner.isAtEnd
        plan.isHeld = planner.isHeld
        return plan
    }

    private func lines(_ count: Int) -> [UInt8] { (1...count).flatMap { Array("row\($0),x\n".utf8) } }

    @Test("covers every row once, in order, without a gap") func cover() throws {
        let source = lines(10)
        let plan = try plan(source, state(source))
        #expect(plan.isAtEnd && !plan.isHeld)
        #expect(plan.batches.map(\.rowCount) == [3, 3, 3, 1])
        #expect(plan.batches.map(\.seq) == [1, 2, 3, 4])
        #expect(plan.batches.map(\.firstRow) == [1, 4, 7, 10])
        #expect(plan.batches.map(\.byteOffset) == [0] + plan.batches.dropLast().map { $0.byteOffset + Int64($0.byteLength) })
        #expect(plan.batches.last.map { $0.byteOffset + Int64($0.byteLength) } == Int64(source.count))
    }

    @Test("of an empty source is at its end at once") func empty() throws {
        let plan = try plan([], state([]))
        #expect(plan.isAtEnd)
        #expect(plan.batches.isEmpty)
    }

    @Test("stops exactly at the row limit, and goes on there", arguments: [1, 2, 3, 4, 6, 9, 10, 11, 100])
    func rowLimit(limit: Int64) throws {
        let source = lines(10)
        var all = Plan()
        var offset: Int64 = 0, rows: Int64 = 0, seq: Int32 = 0, allowed = limit
        for _ in 0..<20 {
            let part = try plan(
                source, state(source, rowLimit: allowed, offset: offset, rows: rows, lastSeq: seq), pieceBytes: 7)
            let passed = part.batches.reduce(0) { $0 + Int64($1.rowCount) }
            rows += passed
            #expect(part.isAtEnd ? rows == 10 : rows == allowed)
            #expect(part.isHeld != part.isAtEnd)
            all.batches += part.batches
            if let last = part.batches.last { (offset, seq) = (last.byteOffset + Int64(last.byteLength), last.seq) }
            if part.isAtEnd { break }
            allowed += limit
        }
        #expect(rows == 10)
        #expect(all.batches.map(\.seq) == (1...Int32(all.batches.count)).map { $0 })
        #expect(
            all.batches.map(\.firstRow)
                == all.batches.indices.map { index in 1 + all.batches[..<index].reduce(0) { $0 + Int64($1.rowCount) } })
    }

    @Test("gives a row that cannot be read its number and place, and goes on behind it") func unreadable() throws {
        let long = "long," + String(repeating: "x", count: 300) + "\n"
        let source = Array("a,1\n".utf8) + Array(long.utf8) + Array("b,2\nc,\"never closed\n".utf8) + lines(80)
        let plan = try plan(source, state(source))
        #expect(plan.unreadable.map(\.row) == [2, 4])
        #expect(plan.unreadable.map(\.code) == [.rowTooManyBytes, .unclosedQuote])
        #expect(plan.unreadable.map(\.byteOffset) == [4, Int64(8 + long.utf8.count)])
        #expect(plan.unreadable[1].raw.hasPrefix("c,"))
        #expect(plan.batches.reduce(0) { $0 + $1.rowCount } == 82)
        let hidden = try self.plan(source, state(source, isHidden: true))
        #expect(hidden.unreadable.map(\.raw) == ["", ""], "a trace column may stand in them")
    }

    @Test("counts unreadable rows against the row limit") func unreadableAtLimit() throws {
        let long = Array(("x," + String(repeating: "x", count: 300) + "\n").utf8)
        let source = Array("a,1\n".utf8) + long + long + lines(5)
        let first = try plan(source, state(source, rowLimit: 2))
        #expect(first.isHeld)
        #expect(first.batches.map(\.rowCount) == [1])
        #expect(first.unreadable.map(\.row) == [2])
    }

    @Test("gives the same batches when it begins again at any committed boundary, in pieces of any size") func resume() throws {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let source = Self.randomSource(&generator)
            let batchSize = Int.random(in: 1...7, using: &generator)
            let whole = try plan(source, state(source, batchSize: batchSize))
            let inPieces = try plan(source, state(source, batchSize: batchSize), pieceBytes: Int.random(in: 1...40, using: &generator))
            #expect(inPieces == whole, "seed \(seed)")
            for index in whole.batches.indices {
                let boundary = whole.batches[index]
                let offset = boundary.byteOffset + Int64(boundary.byteLength)
                let before = whole.unreadable.filter { ($0.byteOffset ?? 0) < offset }
                let rows = boundary.firstRow - 1 + Int64(boundary.rowCount)
                let rest = try plan(
                    source, state(source, batchSize: batchSize, offset: offset, rows: rows, lastSeq: boundary.seq),
                    pieceBytes: Int.random(in: 1...100, using: &generator))
                #expect(rest.batches == Array(whole.batches[(index + 1)...]), "seed \(seed)")
                #expect(rest.unreadable == Array(whole.unreadable[before.count...]), "seed \(seed)")
            }
        }
    }

    /// Lines of many kinds: short, quoted with newlines, blank, too long, with a stray quote.
    private static func randomSource(_ generator: inout SeededGenerator) -> [UInt8] {
        let end = ["\n", "\r\n"].randomElement(using: &generator)!
        let kinds = [
            "a,b", "\"x\(end)y\",z", "", "long \(String(repeating: "w", count: 250)),", "\"it \"\"is\"\"\",b", "c,\"open", "zoë,é", "d,e,f",
        ]
        return (0..<Int.random(in: 0...30, using: &generator)).flatMap { _ in
            Array((kinds.randomElement(using: &generator)! + end).utf8)
        }
    }
}
