import RefineryModel
import Testing

@testable import RefineryFleet

@Suite("Setbacks") struct SetbacksTests {
    @Test("wait twice as long each time, up to a ceiling, each subject for itself") func waits() {
        var setbacks = Setbacks<String>(Backoff(base: .seconds(1), ceiling: .seconds(3)))
        let start = ContinuousClock.now
        #expect(setbacks.allows("a", at: start) && setbacks.count == 0)
        for (failures, wait) in [(1, 1), (2, 2), (3, 3), (4, 3)] {
            let noted = setbacks.note("a", at: start)
            #expect(noted == failures)
            #expect(!setbacks.allows("a", at: start + .seconds(wait) - .milliseconds(1)))
            #expect(setbacks.allows("a", at: start + .seconds(wait)))
        }
        #expect(setbacks.allows("b", at: start) && setbacks.subjects == ["a"])
    }

    @Test("begin again after a success") func success() {
        var setbacks = Setbacks<String>(Backoff(base: .seconds(1), ceiling: .seconds(60)))
        let start = ContinuousClock.now
        setbacks.note("a", at: start)
        setbacks.note("a", at: start)
        let (isForgotten, isForgottenTwice) = (setbacks.forget("a"), setbacks.forget("a"))
        #expect(isForgotten && !isForgottenTwice)
        #expect(setbacks.count == 0 && setbacks.allows("a", at: start))
        let failures = setbacks.note("a", at: start)
        #expect(failures == 1)
    }
}
