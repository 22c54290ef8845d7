import RefineryModel
import RefineryStore
import Synchronization
import Testing
@testable import RefineryFleet

@Suite("Isolation") struct IsolationTests {
    private static func job(rows: Int, attempt: Int = 3) -> ClaimedJob {
        ClaimedJob(
            id: JobID(rawValue: 1), runID: ImportID(), workerID: WorkerID(), token: 1, seq: 1, priority: 100, attempt: attempt,
            attemptsMax: 3, byteOffset: 0,
            byteLength: 0, firstRow: 101, rowCount: rows)
    }

    @Test("finds every deadly row and no other", arguments: [[], [101], [350], [200, 201], [101, 225, 226, 350]] as [Set<Int64>])
    func finds(deadly: Set<Int64>) async throws {
        let tries = Mutex(0)
        let isolation = Isolation { _, rows in
            tries.withLock { $0 += 1 }
            return deadly.isDisjoint(with: rows)
        }
        #expect(try await isolation.deadlyRows(of: Self.job(rows: 250)) == deadly)
        // One try of the whole, then two for each halving on the way to each row.
        #expect(tries.withLock { $0 } <= 1 + 2 * 8 * deadly.count)
    }

    @Test("blames nobody for what only happens to all of them together") func together() async throws {
        let isolation = Isolation { _, rows in rows.count < 250 }
        #expect(try await isolation.deadlyRows(of: Self.job(rows: 250)).isEmpty)
    }

    @Test("is for the last of several attempts", arguments: [(1, false), (2, false), (3, true)])
    func lastChance(attempt: Int, isLast: Bool) {
        #expect(Self.job(rows: 1, attempt: attempt).isLastChance == isLast)
    }
}
