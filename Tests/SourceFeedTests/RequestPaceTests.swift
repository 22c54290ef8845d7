import SourceFeed
import Testing

@Suite("Pace of requests") struct RequestPaceTests {
    @Test("lets a burst go at once, then one an interval, and no more after a rest than a burst") func bucket() {
        var pace = RequestPace(perMinute: 60, burst: 2)
        #expect((0..<4).map { _ in pace.take(now: .zero) } == [.zero, .zero, .seconds(1), .seconds(2)])
        #expect(pace.take(now: .seconds(3)) == .zero, "three seconds pay what was borrowed and one more")
        #expect((0..<3).map { _ in pace.take(now: .seconds(1000)) } == [.zero, .zero, .seconds(1)])
    }
}
