import RefineryModel
import RefineryStore
import Testing

@testable import RefineryFleet

@Suite("What a process tells the fleet of its lookups") struct LookupFeedbackTests {
    private let start = ContinuousClock.now

    private func permits(epoch: Int64 = 1, _ reason: PermitReason = .ok) -> LookupPermits {
        LookupPermits(
            importStatus: .running, lease: 1, granted: 1, offset: .zero, step: .zero, reason: reason, wait: .zero, epoch: epoch,
            priceMicros: 8000)
    }

    @Test("a success is news after a failure, and as the answer to a probe") func success() {
        var feedback = LookupFeedback()
        #expect(feedback.reports(of: .answered(concurrent: nil), permits(), at: start).isEmpty)
        #expect(feedback.reports(of: .failed(reason: "broken"), permits(), at: start) == [.failed])
        #expect(feedback.lastFailure == "broken")
        #expect(feedback.reports(of: .answered(concurrent: nil), permits(), at: start) == [.ok])
        #expect(feedback.lastFailure == nil)
        #expect(feedback.reports(of: .answered(concurrent: nil), permits(), at: start).isEmpty)
        #expect(feedback.reports(of: .answered(concurrent: nil), permits(.probe), at: start) == [.ok])
    }

    @Test("requests that come too fast are told at once, once an epoch, and again when nobody could be told") func tooFast() {
        var feedback = LookupFeedback()
        let news = LookupNews.throttled(LookupThrottling(.tooFast, retryAfter: .seconds(2)), inFlight: 1)
        let told = LookupReport.slowDown(retryAfter: .seconds(2))
        #expect(feedback.reports(of: news, permits(), at: start) == [told])
        #expect(feedback.reports(of: news, permits(), at: start).isEmpty)
        feedback.notTold(told)
        #expect(feedback.reports(of: news, permits(), at: start) == [told])
        #expect(feedback.reports(of: news, permits(epoch: 2), at: start) == [told])
    }

    @Test("a few refusals are pauses and no throttling; those that come together are one pause; a probe is answered by one") func few() {
        var feedback = LookupFeedback()
        let news = LookupNews.throttled(LookupThrottling(.tooManyInFlight, retryAfter: .seconds(3)), inFlight: 50)
        let told = LookupReport.pause(retryAfter: .seconds(3))
        #expect(feedback.reports(of: news, permits(), at: start) == [told])
        #expect(feedback.reports(of: news, permits(), at: start + .milliseconds(200)).isEmpty)
        feedback.notTold(told)
        #expect(feedback.reports(of: news, permits(), at: start + .milliseconds(200)) == [told])
        #expect(feedback.reports(of: news, permits(.probe), at: start + .seconds(1)) == [.ok, told])
        let silent = LookupNews.throttled(LookupThrottling(.tooManyInFlight), inFlight: 50)
        #expect(feedback.reports(of: silent, permits(), at: start + .seconds(1)).isEmpty)
    }

    @Test("many refusals in a row are told with what was in flight") func many() {
        var feedback = LookupFeedback()
        let news = LookupNews.throttled(LookupThrottling(.tooManyInFlight, concurrentRequests: 60), inFlight: 50)
        let told = (0..<20).flatMap { _ in feedback.reports(of: news, permits(), at: start) }
        #expect(told == [.throttled(retryAfter: nil, inFlight: 50, concurrent: 60)])
    }

    @Test("a stop is told as it is") func stop() {
        var feedback = LookupFeedback()
        #expect(feedback.reports(of: .stopped(reason: "no"), permits(), at: start) == [.stop(message: "no")])
    }
}
