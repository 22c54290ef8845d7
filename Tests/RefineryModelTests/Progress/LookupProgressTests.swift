import Testing

@testable import RefineryModel

@Suite("Lookup progress") struct LookupProgressTests {
    private func progress(_ lookups: LookupProgress?, done: Int64 = 1000) -> ImportProgress {
        ImportProgress(
            status: .running, sourceBytes: 1, splitBytes: 1, rowsSplit: 1000, isSplit: true, stored: done, duplicates: 0, rejected: 0,
            lookups: lookups)
    }

    @Test("counts rows as done only with their numbers") func fraction() {
        #expect(progress(nil).fraction == 0.999)
        #expect(progress(LookupProgress(phones: 500, numbers: 400, done: 100)).fraction == 0.25)
        #expect(progress(LookupProgress(phones: 500, numbers: 400, done: 100), done: 500).fraction == 0.125)
        #expect(progress(LookupProgress()).fraction == 0.999)
    }

    @Test("says how many phones needed no request") func saved() {
        #expect(LookupProgress(phones: 100, numbers: 80, done: 80, asked: 60, failed: 5).saved == 35)
        // What is not settled yet is not saved.
        #expect(LookupProgress(phones: 100, numbers: 80, done: 0).saved == 20)
    }

    @Test("is what the line shows once the rows are done") func line() {
        var view = ProgressView()
        let start = ContinuousClock.now
        view.add(progress(LookupProgress(phones: 1000, numbers: 800, done: 0)), at: start)
        let now = progress(LookupProgress(phones: 1000, numbers: 800, done: 200, spent: Money(micros: 1_600_000)))
        view.add(now, at: start + .seconds(4))
        #expect(view.line(now, columns: 100, color: false).contains("200 of 800 numbers ·      50/s ·  0:12 left · $1.60"))
        #expect(view.remaining(now) == 12)
        #expect(view.words(now).hasSuffix("200 of 800 numbers settled for $1.60 · 50 numbers/s · 12.0s left"))
    }

    @Test("expects the numbers of the rows that are still to come") func remaining() {
        var view = ProgressView()
        let start = ContinuousClock.now
        view.add(progress(LookupProgress(), done: 0), at: start)
        let now = progress(LookupProgress(phones: 500, numbers: 500, done: 50), done: 500)
        view.add(now, at: start + .seconds(1))
        #expect(view.remaining(now) == 19)
    }
}
