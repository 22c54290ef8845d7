package import Postgres
internal import RefineryModel
internal import SQLCatalog

/// What came of requests, as far as it concerns the whole fleet.
package enum LookupReport: Sendable, Equatable {
    /// An answer, whatever it says about the number.
    case ok
    /// Refused because too many requests were in flight.
    /// - Parameters:
    ///   - retryAfter: As the account said; nil: it did not.
    ///   - inFlight: Requests this process had in flight when the refused one was sent, or when it was refused: the more, itself
    ///     included. Too few would be a ceiling too low for half a minute, too many cost another refusal.
    ///   - concurrent: How many the whole account had, as it says; nil: it did not.
    case throttled(retryAfter: Duration? = nil, inFlight: Int? = nil, concurrent: Int? = nil)
    /// Refused, as few requests are: a time to wait and no more.
    case pause(retryAfter: Duration)
    /// Refused because requests come too fast, however few are in flight.
    case slowDown(retryAfter: Duration? = nil)
    /// A 5xx, a timeout, a broken connection. Five in a row open the circuit breaker.
    case failed
    /// Credentials or configuration were refused: everything stops until an operator resumes.
    /// - Parameter message: For the operator; never a phone number or a secret.
    case stop(message: String)
}

/// What a report did.
package enum ReportEffect: String, Sendable, PostgresValue, CaseIterable {
    /// Nothing to do.
    case ok
    /// The failure was counted.
    case failed
    /// The fleet pauses, then goes on as before.
    case paused
    /// The fleet pauses, then goes on with fewer requests in flight or a smaller rate.
    case slowed
    /// The circuit breaker opened.
    case opened
    /// The probe was answered: the circuit breaker is closed.
    case closed
    /// Everything stands still.
    case stopped
    /// The fleet has changed its course since the permit was taken; nothing was changed.
    case late
}

/// Tells the budget what came of requests. SQL: `sql/views/lookup_budget_feedback.sql`.
package struct ReportLookups: Query {
    package static let sql = SQLCatalog.query("report_lookups")
    package let account: String, epoch: Int64, report: LookupReport

    /// - Parameter epoch: That of the lease with the request's permit.
    package init(account: String, epoch: Int64, report: LookupReport) {
        self.account = account
        self.epoch = epoch
        self.report = report
    }

    package func bind(_ parameters: inout Parameters) {
        var retryAfter: Duration?
        var inFlight: Int?
        var concurrent: Int?
        var message: String?
        let outcome: String
        switch report {
        case .ok: outcome = "ok"
        case .failed: outcome = "failed"
        case .throttled(let after, let own, let all): (outcome, retryAfter, inFlight, concurrent) = ("throttled", after, own, all)
        case .pause(let after): (outcome, retryAfter) = ("pause", after)
        case .slowDown(let after): (outcome, retryAfter) = ("slow_down", after)
        case .stop(let text): (outcome, message) = ("stop", text)
        }
        parameters.append(account)
        parameters.append(epoch)
        parameters.append(outcome)
        parameters.append(retryAfter.map { $0.inMilliseconds * 1000 })
        parameters.append(inFlight.map { Int32(clamping: $0) })
        parameters.append(concurrent.map { Int32(clamping: $0) })
        parameters.append(message)
    }

    package static func decode(_ row: Row) throws -> ReportEffect { try row[0] }
}
