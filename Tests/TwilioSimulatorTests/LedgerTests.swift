import Synchronization
import Simulation
import Testing

@testable import TwilioSimulator

@Suite("Ledger") struct LedgerTests {
    @Test("the sliding window counts what brute force counts") func window() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Splitmix(state: seed)
        for _ in 0..<300 {
            let span = Int64.random(in: 1...5_000, using: &random)
            let width = Int64.random(in: 1...1_000, using: &random)
            let instants = (0..<Int.random(in: 0...120, using: &random)).map { _ in Int64.random(in: 0...span, using: &random) }.sorted()
            // A window that holds the most may begin at an instant.
            let wanted = instants.map { begin in instants.count { (begin..<begin + width).contains($0) } }.max() ?? 0
            #expect(SlidingWindow.maximum(of: instants, width: width) == wanted, "seed \(seed)")
        }
    }

    @Test("a window of a second does not hold two arrivals a second apart") func edge() {
        #expect(SlidingWindow.maximum(of: [0, 1_000_000], width: 1_000_000) == 1)
        #expect(SlidingWindow.maximum(of: [0, 999_999], width: 1_000_000) == 2)
    }

    @Test("a burst across the border of two seconds counts whole") func border() {
        let ledger = Ledger(now: Steps([900_000, 999_999, 1_000_000, 1_100_000, 1_900_001]).next)
        for _ in 0..<5 { ledger.finish(ledger.arrive(digits: 1, text: "", account: "AC1", limit: nil), status: 200) }
        #expect(ledger.report.maxInAnySecond == 4)
        #expect(ledger.report.maxInWindow["100ms"] == 2)
    }

    @Test("counts numbers, repetitions, money and refusals") func counts() {
        let ledger = Ledger()
        func lookUp(_ digits: UInt64, status: Int = 200, costMicros: Int? = 8_000) {
            ledger.finish(ledger.arrive(digits: digits, text: "", account: "AC1", limit: nil), status: status, costMicros: costMicros)
        }
        for digits: UInt64 in [1, 2, 2, 3, 3, 3] { lookUp(digits) }
        lookUp(4, status: 429, costMicros: nil)
        lookUp(5, status: 0, costMicros: nil)
        let report = ledger.report
        #expect(report.requests == 8 && report.distinctNumbers == 5 && report.repeated == 3)
        #expect(report.paid == 6 && report.repeatedPaid == 3 && report.costMicros == 48_000)
        #expect(report.refused == 1 && report.statuses == ["200": 6, "429": 1, "reset": 1])
        #expect(report.inFlight == 0 && report.inFlightMax == 1)
        #expect(report.maxAdmittedInAnySecond == 7)
    }

    @Test("numbers that are no digits count by their text") func texts() {
        let ledger = Ledger()
        for text in ["", "abc", "abc"] { _ = ledger.arrive(digits: nil, text: text, account: "AC1", limit: nil) }
        #expect(ledger.report.distinctNumbers == 2)
        #expect(ledger.snapshot.arrivals.number(1) == "abc")
    }

    @Test("a limit admits so many of each account at once") func limit() {
        let ledger = Ledger()
        let first = ledger.arrive(digits: 1, text: "", account: "AC1", limit: 2)
        #expect(first.isAdmitted)
        #expect(ledger.arrive(digits: 2, text: "", account: "AC1", limit: 2).inFlight == 2)
        let third = ledger.arrive(digits: 3, text: "", account: "AC1", limit: 2)
        #expect(!third.isAdmitted)
        ledger.finish(third, status: 429)
        #expect(ledger.arrive(digits: 3, text: "", account: "AC2", limit: 2).isAdmitted)
        ledger.finish(first, status: 200)
        #expect(ledger.arrive(digits: 3, text: "", account: "AC1", limit: 2).isAdmitted)
        #expect(ledger.report.inFlight == 3 && ledger.report.inFlightMax == 3)
    }

    @Test("a request that was in progress at a reset ends without a trace") func reset() {
        let ledger = Ledger()
        let old = ledger.arrive(digits: 1, text: "", account: "AC1", limit: nil)
        ledger.reset()
        let new = ledger.arrive(digits: 2, text: "", account: "AC1", limit: nil)
        ledger.finish(old, status: 500, costMicros: 1)
        #expect(ledger.report.statuses == ["pending": 1] && ledger.report.paid == 0 && ledger.report.inFlight == 1)
        ledger.finish(new, status: 200)
        #expect(ledger.report.requests == 1 && ledger.report.statuses == ["200": 1])
    }
}

/// A clock that gives one instant after another.
private final class Steps: Sendable {
    private let rest: Mutex<[Int64]>

    init(_ instants: [Int64]) { rest = Mutex(instants) }

    @Sendable func next() -> Int64 { rest.withLock { $0.removeFirst() } }
}

/// Random numbers that a seed repeats.
struct Splitmix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 1
        return NumberHash.of(state)
    }
}
