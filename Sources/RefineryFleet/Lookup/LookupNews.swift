internal import RefineryModel
internal import RefineryStore

/// What came of one request, as far as others may have to know.
enum LookupNews: Sendable, Equatable {
    /// - Parameter concurrent: Requests in flight that the account says it counted.
    case answered(concurrent: Int?)
    /// - Parameter reason: What the request failed with, in words.
    case failed(reason: String)
    /// - Parameter inFlight: Requests this process had in flight when the refused one was sent, or when it was refused: the more.
    case throttled(LookupThrottling, inFlight: Int)
    case stopped(reason: String)
}

/// What of the news of one process is told to the fleet: the first of a kind, and what it means.
struct LookupFeedback: Sendable {
    private var refusals = Refusals()
    /// The newest epoch of which a throttling was told: the others of that epoch say nothing new.
    private var throttledEpoch: Int64?
    /// Until when the account wants to be left alone, as it told this process.
    private var pausedUntil: ContinuousClock.Instant?
    /// Why the last request that failed did, while none succeeded since: only then does a success have to be told.
    private(set) var lastFailure: String?

    /// The longest that a refusal may pause the fleet.
    private static let longestPause: Duration = .seconds(900)

    /// - Parameter permits: With which the request was made.
    mutating func reports(of news: LookupNews, _ permits: LookupPermits, at now: ContinuousClock.Instant) -> [LookupReport] {
        switch news {
        case .answered(let concurrent):
            refusals.accept(concurrent: concurrent, at: now)
            guard lastFailure != nil || permits.reason == .probe else { return [] }
            lastFailure = nil
            return [.ok]
        case .failed(let reason):
            lastFailure = reason
            return [.failed]
        case .throttled(let throttling, let inFlight):
            guard throttledEpoch.map({ $0 < permits.epoch }) ?? true else { return [] }
            return throttled(throttling, inFlight, permits, at: now)
        case .stopped(let reason):
            return [.stop(message: reason)]
        }
    }

    private mutating func throttled(
        _ throttling: LookupThrottling, _ inFlight: Int, _ permits: LookupPermits, at now: ContinuousClock.Instant
    ) -> [LookupReport] {
        let (retryAfter, concurrent) = (throttling.retryAfter, throttling.concurrentRequests)
        switch throttling.cause == .tooFast ? .tooFast : refusals.refuse(concurrent: concurrent, inFlight: inFlight, at: now) {
        case .few:
            // The account is there again, which is what a probe asks.
            return (permits.reason == .probe ? [.ok] : []) + pause(retryAfter, at: now)
        case .tooManyInFlight:
            throttledEpoch = permits.epoch
            return [.throttled(retryAfter: retryAfter, inFlight: inFlight, concurrent: concurrent)]
        case .tooFast:
            throttledEpoch = permits.epoch
            return [.slowDown(retryAfter: retryAfter)]
        }
    }

    /// A refusal that changes nothing is obeyed where it says for how long. Refusals that come together want the same pause.
    private mutating func pause(_ retryAfter: Duration?, at now: ContinuousClock.Instant) -> [LookupReport] {
        guard let retryAfter else { return [] }
        let until = now + min(retryAfter, Self.longestPause)
        if let pausedUntil, until - .milliseconds(250) <= pausedUntil { return [] }
        pausedUntil = until
        return [.pause(retryAfter: retryAfter)]
    }

    /// The database could not be told: the next of the kind is news again.
    mutating func notTold(_ report: LookupReport) {
        switch report {
        case .throttled, .slowDown: throttledEpoch = nil
        case .pause: pausedUntil = nil
        case .ok, .failed, .stop: break
        }
    }
}

extension LookupReport {
    /// Whether the fleet slows down for it.
    var isThrottling: Bool {
        switch self {
        case .throttled, .slowDown: true
        case .ok, .pause, .failed, .stop: false
        }
    }
}
