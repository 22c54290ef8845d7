/// What became of one question. Its description shows nothing of the person.
package enum SkipTraceOutcome: Sendable, Equatable {
    /// Final. `cost` is what the provider says it charged; nil: it does not say.
    case found(UniversalSkipResult, cost: Money?)
    /// Final: the provider knows nobody, or only somebody else. It would say so again, and may charge again.
    /// - raw: The answer as JSON without what may not be stored; may be empty. `reason` says which it is, for people.
    case missed(raw: [UInt8], reason: String, cost: Money?)
    /// Final: the provider answered, and charged, but about somebody else, or about several people. `cost` as of ``found(_:cost:)``.
    case mistaken(reason: String, cost: Money?)
    /// The answer, or the rest of it, comes later. `soFar` is what is known already.
    case pending(SkipTracePending, soFar: UniversalSkipResult?)
    /// Final: the provider does not take this question, now and later. Never billed.
    case refused(reason: String)
    /// It failed. Where the request may have been billed, asking again would pay twice; else it is asked again after a while.
    case retry(reason: String, after: Duration?, mayHaveBeenBilled: Bool)
    /// The account asks too much: everybody slows down, then the question is asked again. Never billed.
    case throttled(LookupThrottling)
    /// No request is sent to this provider until an operator resumes: nothing is wrong with the question.
    case stopped(SkipTraceStop)
}

/// An answer that is on its way.
package struct SkipTracePending: Sendable, Hashable, Codable {
    /// What ``SkipTraceProvider/collect(_:)`` takes.
    package let token: String
    /// What ``SkipTraceCallback/key`` will be: the callback's token, a slash, and how the service calls the question or the person; nil
    /// where nothing is called back.
    package let callbackKey: String?
    /// In seconds: when collecting it is worth the while.
    package let afterSeconds: Int

    package init(token: String, callbackKey: String? = nil, afterSeconds: Int) {
        self.token = token
        self.callbackKey = callbackKey
        self.afterSeconds = afterSeconds
    }
}

/// Why a provider cannot be asked at all until somebody acts. No secret in any text.
package struct SkipTraceStop: Sendable, Equatable {
    package enum Cause: String, Sendable {
        /// Key, token, user or address of this machine are refused.
        case credentials
        /// The account has no money, credits or quota left.
        case money
        /// The service does not understand what is sent, or there is another one at the address.
        case service
    }

    package let cause: Cause
    /// What happened, for people.
    package let summary: String
    /// What an operator has to do.
    package let remedy: String

    package init(_ cause: Cause, _ summary: String, remedy: String) {
        self.cause = cause
        self.summary = summary
        self.remedy = remedy
    }
}

extension SkipTraceStop: CustomStringConvertible {
    package var description: String { "\(summary) \(remedy)" }
}

/// One answer that a service sent by itself.
package struct SkipTraceCallback: Sendable, Equatable {
    /// ``SkipTracePending/callbackKey`` of the question that it answers.
    package let key: String
    package let outcome: SkipTraceOutcome

    package init(key: String, outcome: SkipTraceOutcome) {
        self.key = key
        self.outcome = outcome
    }
}

extension SkipTraceOutcome: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        switch self {
        case .found(let result, let cost): "found: \(result)\(Self.text(cost))"
        case .missed(_, let reason, let cost): "missed: \(reason)\(Self.text(cost))"
        case .mistaken(let reason, let cost): "mistaken: \(reason)\(Self.text(cost))"
        case .pending(let pending, let soFar): "pending for \(pending.afterSeconds) s\(soFar.map { ", so far: \($0)" } ?? "")"
        case .refused(let reason): "refused: \(reason)"
        case .retry(let reason, let after, let billed):
            "retry\(after.map { " after \($0)" } ?? "")\(billed ? ", may have been billed" : ""): \(reason)"
        case .throttled(let throttling): "throttled\(throttling.retryAfter.map { " for \($0)" } ?? "")"
        case .stopped(let stop): "stopped (\(stop.cause)): \(stop.summary)"
        }
    }

    package var debugDescription: String { description }

    private static func text(_ cost: Money?) -> String { cost.map { ", \($0.formatted)" } ?? "" }
}
