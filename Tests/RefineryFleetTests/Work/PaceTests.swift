import RefineryModel
import RefineryStore
import Testing

@testable import RefineryFleet

@Suite("The pace of a process") struct PaceTests {
    private let begin = ContinuousClock.now

    private func job(rows: Int?) -> ClaimedJob {
        ClaimedJob(
            id: JobID(rawValue: 1), runID: RunID(), workerID: WorkerID(), token: 1, seq: 1, priority: 100, attempt: 1, attemptsMax: 3,
            span: rows.map { BatchSpan(offset: 0, length: 1, firstRow: 1, rowCount: $0) })
    }

    @Test("is what ended within the last minute, and nothing older") func minute() {
        let pace = Pace()
        #expect(pace.lastMinute(at: begin) == WorkDone())
        pace.add([job(rows: 250), job(rows: 100)], at: begin)
        pace.add([job(rows: 250)], at: begin + .seconds(30))
        #expect(pace.lastMinute(at: begin + .seconds(59)) == WorkDone(jobs: 3, rows: 600))
        #expect(pace.lastMinute(at: begin + .seconds(60)) == WorkDone(jobs: 1, rows: 250))
        #expect(pace.lastMinute(at: begin + .seconds(90)) == WorkDone())
    }

    @Test("counts jobs that have no rows as jobs") func rowless() {
        let pace = Pace()
        pace.add([job(rows: nil)], at: begin)
        #expect(pace.lastMinute(at: begin) == WorkDone(jobs: 1, rows: 0))
    }

    @Test("keeps what ends within a second together, and loses none of it") func grain() {
        let pace = Pace()
        for tick in 0..<3000 { pace.add([job(rows: 10)], at: begin + .milliseconds(tick * 10)) }
        #expect(pace.lastMinute(at: begin + .seconds(30)) == WorkDone(jobs: 3000, rows: 30_000))
        #expect(pace.lastMinute(at: begin + .milliseconds(88_999)) == WorkDone(jobs: 100, rows: 1000))
    }
}
