/// What became of one lookup. Its description shows nothing of the number.
package enum LookupOutcome: Sendable, Equatable {
    /// Final: the number is valid, or is not.
    case answered(LookupAnswer)
    /// Final: the provider knows nothing about this number, and why (`code`). It would say so again.
    case unknown(LookupAnswer, code: Int)
    /// Ask again after a while; the request that failed may have been billed. `reason` says what happened, for people.
    case retry(reason: String, mayHaveBeenBilled: Bool)
    /// The account asks too much: everybody slows down, then the number is asked again. Never billed.
    case throttled(LookupThrottling)
    /// No request is sent until an operator resumes. `reason` says what happened and what to do, for people.
    case stopped(reason: String)
}

/// How a provider refused a request that came too fast.
package struct LookupThrottling: Sendable, Equatable {
    package enum Cause: Sendable, Equatable {
        /// As many requests of the account are in flight as may be, or the provider does not say what it counts.
        case tooManyInFlight
        /// Requests come too fast, however few are in flight.
        case tooFast
    }

    package var cause: Cause
    /// How long the provider asks to wait; nil: it does not say.
    package var retryAfter: Duration?
    /// How many requests of the account the provider counted; nil: it does not say.
    package var concurrentRequests: Int?
    /// The provider's own code, for the log.
    package var code: Int?

    package init(_ cause: Cause, retryAfter: Duration? = nil, concurrentRequests: Int? = nil, code: Int? = nil) {
        self.cause = cause
        self.retryAfter = retryAfter
        self.concurrentRequests = concurrentRequests
        self.code = code
    }
}

extension LookupOutcome: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        switch self {
        case .answered(let answer): "answered: \(answer)"
        case .unknown(_, let code): "unknown (error \(code))"
        case .retry(let reason, let billed): "retry\(billed ? ", may have been billed" : ""): \(reason)"
        case .throttled(let throttling):
            "throttled\(throttling.code.map { " (error \($0))" } ?? "")\(throttling.retryAfter.map { " for \($0)" } ?? "")"
        case .stopped(let reason): "stopped: \(reason)"
        }
    }

    package var debugDescription: String { description }
}
