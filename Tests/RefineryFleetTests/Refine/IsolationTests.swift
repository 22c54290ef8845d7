import RefineryModel
import RefineryStore
import Synchronization
import Testing
@testable import RefineryFleet

@Suite("Isolation") struct IsolationTests {
    private let span = BatchSpan(offset: 0, length: 0, firstRow: 101, rowCount: 250)

    @Test("finds every deadly row and no other", arguments: [[], [101], [350], [200, 201], [101, 225, 226, 350]] as [Set<Int64>])
    func finds(deadly: Set<Int64>) async throws {
        let tries = Mutex(0)
        let isolation = Isolation { _, _, rows in
            tries.withLock { $0 += 1 }
            return deadly.isDisjoint(with: rows)
        }
        #expect(try await isolation.deadlyRows(of: span, importID: ImportID()) == deadly)
        // One try of the whole, then two for each halving on the way to each row.
        #expect(tries.withLock { $0 } <= 1 + 2 * 8 * deadly.count)
    }

    @Test("blames nobody for what only happens to all of them together") func together() async throws {
        let isolation = Isolation { _, _, rows in rows.count < 250 }
        #expect(try await isolation.deadlyRows(of: span, importID: ImportID()).isEmpty)
    }

    @Test(
        "is for the last attempt of a batch that failed before",
        arguments: [(1, true, false), (2, true, false), (3, true, true), (3, false, false)])
    func lastChance(attempt: Int, hasFailed: Bool, isLast: Bool) {
        let job = ClaimedJob(
            id: JobID(rawValue: 1), runID: ImportID(), workerID: WorkerID(), token: 1, seq: 1, priority: 100, attempt: attempt,
            attemptsMax: 3, span: span, hasFailed: hasFailed)
        #expect(job.isLastChance == isLast)
    }
}
