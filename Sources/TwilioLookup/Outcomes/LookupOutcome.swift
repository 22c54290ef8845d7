/// What became of one lookup. Its description shows nothing of the number.
package enum LookupOutcome: Sendable, Equatable {
    /// Final: the number is valid, or is not.
    case answered(LookupAnswer)
    /// Final: Twilio knows nothing about this number, and why (`code`). It would say so again.
    case unknown(LookupAnswer, code: Int)
    /// Ask again after a while; the call that failed may have been billed.
    case retry(RetryReason, mayHaveBeenBilled: Bool)
    /// The account asks too much: everybody slows down, then the number is asked again. `retryAfter` is how long Twilio asks to wait;
    /// `concurrentRequests` how many of the account's requests it counted. Never billed.
    case throttled(retryAfter: Duration?, code: Int, concurrentRequests: Int?)
    /// Nobody asks on before an operator acted.
    case stopped(StopReason)
}

extension LookupOutcome: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        switch self {
        case .answered(let answer): "answered: \(answer)"
        case .unknown(_, let code): "unknown (error \(code))"
        case .retry(let reason, let billed): "retry\(billed ? ", may have been billed" : ""): \(reason)"
        case .throttled(let wait, let code, _): "throttled (error \(code))\(wait.map { " for \($0)" } ?? "")"
        case .stopped(let reason): "stopped: \(reason)"
        }
    }

    package var debugDescription: String { description }
}
