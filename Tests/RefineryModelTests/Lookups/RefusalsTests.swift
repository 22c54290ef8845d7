import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Refusals of an account") struct RefusalsTests {
    private let start = ContinuousClock.now

    /// What the last of these requests means; true is a refusal.
    private func last(_ requests: [Bool]) -> Refusals.Meaning {
        var refusals = Refusals()
        var meaning = Refusals.Meaning.few
        for isRefused in requests {
            meaning = .few
            if isRefused {
                meaning = refusals.refuse(concurrent: nil, inFlight: 50, at: start)
            } else {
                refusals.accept(concurrent: nil, at: start)
            }
        }
        return meaning
    }

    /// What the last of ten refusals in a row means; those before mean nothing.
    private func tenth(_ refusals: inout Refusals, concurrent: Int, at now: ContinuousClock.Instant) -> Refusals.Meaning? {
        let meanings = (1...10).map { _ in refusals.refuse(concurrent: concurrent, inFlight: 100, at: now) }
        return meanings.dropLast().allSatisfy { $0 == .few } ? meanings.last : nil
    }

    @Test("ten in a row are too many, also after many that were accepted", arguments: [0, 1, 1000]) func onEnd(accepted: Int) {
        let before = Array(repeating: false, count: accepted)
        func refused(_ count: Int) -> [Bool] { Array(repeating: true, count: count) }
        #expect(last(before + refused(9)) == .few)
        #expect(last(before + refused(10)) == .tooManyInFlight)
        #expect(last(before + refused(11)) == .few, "the count started over")
    }

    @Test("of few in flight fewer are too many", arguments: [(1, 3), (19, 3), (25, 5), (50, 10), (1000, 10)]) func fewer(
        inFlight: Int, count: Int
    ) {
        var refusals = Refusals()
        let meanings = (1...count).map { _ in refusals.refuse(concurrent: nil, inFlight: inFlight, at: start) }
        #expect(meanings.dropLast().allSatisfy { $0 == .few })
        #expect(meanings.last == .tooManyInFlight)
    }

    @Test("one in 150 is nothing, however long it lasts; one in 50 is too much") func forLong() {
        func refusals(oneIn count: Int) -> [Bool] { (1...3000).map { $0.isMultiple(of: count) } }
        #expect((1...20).allSatisfy { last(Array(refusals(oneIn: 150).prefix($0 * 150))) == .few })
        #expect((1...60).contains { last(Array(refusals(oneIn: 50).prefix($0 * 50))) == .tooManyInFlight })
    }

    @Test("one in 200 by chance is hardly ever taken for more") func byChance() {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        var refusals = Refusals()
        let taken = (1...50_000).count { _ in
            guard Int.random(in: 1...200, using: &generator) == 1 else {
                refusals.accept(concurrent: nil, at: start)
                return false
            }
            return refusals.refuse(concurrent: nil, inFlight: 50, at: start) != .few
        }
        #expect(taken <= 5, "seed \(seed)")
    }

    @Test("of a request that counted no more in flight than an accepted one have another cause than their number") func otherCause() {
        var refusals = Refusals()
        for request in 1...3000 {
            if request.isMultiple(of: 30) {
                #expect(refusals.refuse(concurrent: 40, inFlight: 50, at: start) == .few)
            } else {
                refusals.accept(concurrent: 40, at: start)
            }
        }
        // More than one in 20 is too much, whatever its cause, and so are ten in a row.
        #expect(
            (1...3000).contains { request in
                guard !request.isMultiple(of: 10) else { return refusals.refuse(concurrent: 40, inFlight: 50, at: start) == .tooFast }
                refusals.accept(concurrent: 40, at: start)
                return false
            })
        refusals.accept(concurrent: 40, at: start)
        #expect(tenth(&refusals, concurrent: 40, at: start) == .tooFast)
        // One more than was ever accepted is about the number, and so is any once that is forgotten.
        refusals.accept(concurrent: 40, at: start)
        #expect(tenth(&refusals, concurrent: 41, at: start) == .tooManyInFlight)
        refusals.accept(concurrent: 40, at: start)
        #expect(tenth(&refusals, concurrent: 9, at: start + .seconds(3)) == .tooManyInFlight)
    }

    @Test("the most that was accepted recently counts, not the last") func most() {
        var refusals = Refusals()
        for concurrent in [40, 3, 5] { refusals.accept(concurrent: concurrent, at: start) }
        #expect(tenth(&refusals, concurrent: 30, at: start + .seconds(1)) == .tooFast)
        for concurrent in [40, 3, 5] { refusals.accept(concurrent: concurrent, at: start + .seconds(1)) }
        for concurrent in [4, 3] { refusals.accept(concurrent: concurrent, at: start + .seconds(4)) }
        #expect(tenth(&refusals, concurrent: 30, at: start + .seconds(4)) == .tooManyInFlight)
    }
}
