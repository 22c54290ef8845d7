internal import Simulation

/// How the simulator behaves. The names in JSON are those of ``CodingKeys``; the flags are the same with dashes. Shares lie in 0…1 and are of
/// requests, that of refused contacts of contacts.
package struct CampaignBehaviour: SimulatorBehaviour {
    /// Time from arrival to answer, in milliseconds.
    package var latencyMilliseconds: Double = 0
    /// Share of requests refused with 429, and the seconds in Retry-After; 0 leaves the header out.
    package var rate429: Double = 0
    package var retryAfter: Int = 1
    /// Share of requests answered 500 without being looked at; the same after all of their contacts were taken.
    package var rate5xx: Double = 0
    package var rate5xxAfter: Double = 0
    /// The next so many requests are answered 503; counts down.
    package var failRequests: Int = 0
    /// Share of connections that are reset before the request is looked at; after its contacts were taken.
    package var rateResetBefore: Double = 0
    package var rateReset: Double = 0
    /// Share of answers that are about something else; whose body ends in the middle; whose body comes twice.
    package var rateWrong: Double = 0
    package var rateMalformed: Double = 0
    package var rateTwice: Double = 0
    /// Share of answers that never come; that come after ``slowMilliseconds``.
    package var rateNever: Double = 0
    package var rateSlow: Double = 0
    package var slowMilliseconds: Double = 10_000
    /// Share of contacts that are not taken, the same at every service.
    package var refuseShare: Double = 0
    /// Whether every key is refused: 401.
    package var refuseKeys: Bool = false
    /// Whether `/rest` knows a request again by its `Idempotency-Key`.
    package var honoursKeys: Bool = true
    /// What messages of `/webhook` have to be signed with.
    package var webhookSecret: String = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    package init() {}

    package static var settings: [String] { CodingKeys.allCases.map(\.rawValue) }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case latencyMilliseconds = "latency_ms"
        case rate429 = "rate_429"
        case retryAfter = "retry_after"
        case rate5xx = "rate_5xx"
        case rate5xxAfter = "rate_5xx_after"
        case failRequests = "fail_requests"
        case rateResetBefore = "rate_reset_before"
        case rateReset = "rate_reset"
        case rateWrong = "rate_wrong"
        case rateMalformed = "rate_malformed"
        case rateTwice = "rate_twice"
        case rateNever = "rate_never"
        case rateSlow = "rate_slow"
        case slowMilliseconds = "slow_ms"
        case refuseShare = "refuse_share"
        case refuseKeys = "refuse_keys"
        case honoursKeys = "honours_keys"
        case webhookSecret = "webhook_secret"
    }

    /// Those of requests, in the order in which they are drawn.
    var faults: [(CampaignFault, Double)] {
        [
            (.throttled, rate429), (.failing, rate5xx), (.resetBefore, rateResetBefore), (.failingAfter, rate5xxAfter), (.reset, rateReset),
            (.wrong, rateWrong), (.malformed, rateMalformed), (.twice, rateTwice), (.never, rateNever), (.slow, rateSlow),
        ]
    }

    /// - Throws: ``SimulatorBehaviourError`` naming what makes no sense.
    package func validate() throws {
        let shares = faults.map(\.1)
        guard (shares + [refuseShare]).allSatisfy({ (0...1).contains($0) }), shares.reduce(0, +) <= 1.000_001 else {
            throw SimulatorBehaviourError("Shares lie between 0 and 1, and those of requests (rate_…) add up to 1 at most.")
        }
        let amounts = [latencyMilliseconds, slowMilliseconds, Double(retryAfter), Double(failRequests)]
        guard amounts.allSatisfy({ (0...86_400_000).contains($0) }) else {
            throw SimulatorBehaviourError("Times and numbers lie between 0 and 86400000.")
        }
    }
}

/// What goes wrong with one request.
enum CampaignFault: Sendable {
    case throttled, failing, resetBefore, failingAfter, reset, wrong, malformed, twice, never, slow
}
