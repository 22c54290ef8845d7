import RefineryTestSupport
import Testing

@testable import RefineryModel

@Suite("Progress line") struct ProgressViewTests {
    private func progress(done: Int64, of rows: Int64, isSplit: Bool = true, status: ImportStatus = .running) -> ImportProgress {
        ImportProgress(
            status: status, sourceBytes: 1000, splitBytes: isSplit ? 1000 : 500, rowsSplit: isSplit ? rows : rows / 2, isSplit: isSplit,
            stored: done, duplicates: 0, rejected: 0)
    }

    @Test("shows bar, percent, rows, speed and the time left on 80 columns") func usual() {
        var view = ProgressView()
        let start = ContinuousClock.now
        view.add(progress(done: 0, of: 300_000, isSplit: false), at: start)
        let now = progress(done: 120_000, of: 300_000, isSplit: false)
        view.add(now, at: start + .seconds(4))
        #expect(
            view.line(now, columns: 80, color: false)
                == "████████░░░░░░░░░░░░  40.0%  120,000 of ~300,000 rows ·  30,000/s ·  0:06 left")
        #expect(
            view.line(now, columns: 130, color: false)
                == "████████░░░░░░░░░░░░  40.0%  120,000 of ~300,000 rows ·  30,000/s ·  0:06 left · 120,000 stored ·       0 dup ·       0 rejected"
        )
        #expect(view.line(now, columns: 50, color: false) == " 40.0%  120,000 of ~300,000 rows ·  30,000/s")
        #expect(view.words(now) == "120,000 of ~300,000 rows · 120,000 stored · 0 duplicates · 0 rejected · 30,000 rows/s · 6.0s left")
    }

    @Test("stays narrower than the terminal, with the essentials on 80 columns up to a hundred million rows") func fits() {
        for rows: Int64 in [2, 999, 300_000, 10_000_000, 100_000_000] {
            for columns in [1, 20, 59, 60, 80, 100, 200] {
                var view = ProgressView()
                let start = ContinuousClock.now
                view.add(progress(done: 0, of: rows, isSplit: false), at: start)
                let now = progress(done: rows / 2, of: rows, isSplit: false)
                view.add(now, at: start + .seconds(1))
                let line = view.line(now, columns: columns, color: false)
                #expect(line.count < columns)
                #expect(line.contains("░") == (columns >= 60))
                if columns >= 80 { #expect(line.contains(" left"), "\(line)") }
            }
        }
    }

    @Test("does not jump from frame to frame") func steady() {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        var view = ProgressView()
        var now = ContinuousClock.now
        view.add(progress(done: 0, of: 1_000_000), at: now)
        var done: Int64 = 0
        var places: Set<[Int]> = []
        for frame in 0..<500 {
            now += .milliseconds(Int.random(in: 50...900, using: &generator))
            done = min(999_999, done + Int64.random(in: 0...4000, using: &generator))
            // The total is an estimate at first.
            let progress = progress(done: done, of: 1_000_000, isSplit: frame > 250)
            view.add(progress, at: now)
            let line = Array(view.line(progress, columns: 100, color: false))
            places.insert([line.count] + line.indices.filter { line[$0] == "·" || line[$0] == "%" })
        }
        #expect(places.count == 1, "seed \(seed)")
    }

    @Test("says that it waits before there are rows, and never zero of about zero") func first() {
        let view = ProgressView()
        let waiting = ImportProgress(
            status: .running, sourceBytes: 10, splitBytes: 0, rowsSplit: 0, isSplit: false, stored: 0, duplicates: 0, rejected: 0)
        #expect(view.line(waiting, columns: 80, color: false) == "░░░░░░░░░░░░░░░░░░░░   0.0%  waiting for the first rows")
        #expect(view.words(waiting).hasPrefix("waiting for the first rows"))
    }

    @Test("ends with the status") func end() {
        let view = ProgressView()
        let done = progress(done: 1234, of: 1234, status: .completed)
        #expect(
            view.line(done, columns: 80, color: false)
                == "████████████████████ 100.0%  1,234 of 1,234 rows · completed · 1,234 stored")
        #expect(view.words(done) == "1,234 of 1,234 rows · 1,234 stored · 0 duplicates · 0 rejected · completed")
        #expect(view.counts(done) == "1,234 of 1,234 rows · 1,234 stored · 0 duplicates · 0 rejected")
    }

    @Test("colours only what it may") func colors() {
        let view = ProgressView()
        let now = progress(done: 50, of: 100)
        #expect(!view.line(now, columns: 80, color: false).contains("\u{1B}"))
        #expect(view.line(now, columns: 80, color: true).contains("\u{1B}[32m██████████\u{1B}[0m\u{1B}[2m░░░░░░░░░░\u{1B}[0m  50.0%"))
    }
}

@Suite("Number") struct NumberFormatTests {
    @Test(
        "is grouped in thousands",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int64.min, "-9,223,372,036,854,775,808")])
    func groups(value: Int64, text: String) { #expect(NumberFormat.grouped(value) == text) }

    @Test("has its noun in the right form") func counts() {
        #expect(NumberFormat.counted(1, "row") == "1 row")
        #expect(NumberFormat.counted(0, "row") == "0 rows")
    }

    @Test(
        "of seconds is a duration",
        arguments: [(0, "0.0s"), (59.94, "59.9s"), (59.96, "1m 0s"), (75.2, "1m 15s"), (3725, "1h 2m"), (.infinity, "–"), (-1, "–")])
    func durations(seconds: Double, text: String) { #expect(NumberFormat.duration(seconds: seconds) == text) }

    @Test(
        "of seconds is a clock of five characters at most",
        arguments: [(0, "0:00"), (5.2, "0:06"), (3599, "59:59"), (3660, "1h01"), (359_999, "99h59"), (.infinity, "–:––"), (1e9, "–:––")])
    func clocks(seconds: Double, text: String) { #expect(NumberFormat.clock(seconds: seconds) == text) }
}
