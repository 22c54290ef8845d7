internal import Simulation

/// How the simulator behaves: what flags set at the start and `PUT /_control` changes while it runs.
///
/// The names in JSON are those of ``CodingKeys``; the flags are the same with dashes. Shares lie in 0…1: of requests those of faults, of
/// questions those of misses and partial answers, which depend on the question alone.
package struct ProviderBehaviour: SimulatorBehaviour {
    /// Time from arrival to answer, in milliseconds.
    package var latencyMilliseconds: Double = 0
    /// Share of questions that nobody is known for.
    package var missShare: Double = 0.2
    /// Share of people who have no number.
    package var partialShare: Double = 0.1
    /// Share of requests refused with 429, and the seconds in Retry-After; 0 leaves the header out.
    package var rate429: Double = 0
    package var retryAfter: Int = 1
    /// Share of requests answered 503.
    package var rate5xx: Double = 0
    /// The next so many requests are answered 503; counts down.
    package var failRequests: Int = 0
    /// Share of paid answers that are about somebody else.
    package var rateWrong: Double = 0
    /// Share of paid answers whose body ends in the middle.
    package var rateMalformed: Double = 0
    /// Share of paid answers that never come.
    package var rateNever: Double = 0
    /// Share of paid answers that come after ``slowMilliseconds``.
    package var rateSlow: Double = 0
    package var slowMilliseconds: Double = 10_000
    /// Whether every account has nothing left: 402.
    package var outOfMoney: Bool = false
    /// Whether every key is refused: 401.
    package var refuseKeys: Bool = false
    /// Answers that are charged before there is nothing left, 402; null: no end.
    package var moneyForAnswers: Int?
    /// After how long numbers that come later are there, in milliseconds.
    package var numbersMilliseconds: Double = 0
    /// How often they are sent; 0: never, they can only be fetched.
    package var callbacks: Int = 1
    /// Whether they are never there.
    package var loseNumbers: Bool = false
    /// How long a token of IDI holds, in seconds.
    package var tokenSeconds: Double = 900

    package init() {}

    package static var settings: [String] { CodingKeys.allCases.map(\.rawValue) }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case latencyMilliseconds = "latency_ms"
        case missShare = "miss_share"
        case partialShare = "partial_share"
        case rate429 = "rate_429"
        case retryAfter = "retry_after"
        case rate5xx = "rate_5xx"
        case failRequests = "fail_requests"
        case rateWrong = "rate_wrong"
        case rateMalformed = "rate_malformed"
        case rateNever = "rate_never"
        case rateSlow = "rate_slow"
        case slowMilliseconds = "slow_ms"
        case outOfMoney = "out_of_money"
        case refuseKeys = "refuse_keys"
        case moneyForAnswers = "money_for_answers"
        case numbersMilliseconds = "numbers_ms"
        case callbacks
        case loseNumbers = "lose_numbers"
        case tokenSeconds = "token_seconds"
    }

    /// - Throws: ``SimulatorBehaviourError`` naming what makes no sense.
    package func validate() throws {
        let faults = [rate429, rate5xx, rateWrong, rateMalformed, rateNever, rateSlow]
        guard (faults + [missShare, partialShare]).allSatisfy({ (0...1).contains($0) }), faults.reduce(0, +) <= 1.000_001 else {
            throw SimulatorBehaviourError("Shares lie between 0 and 1, and those of faults (rate_…) add up to 1 at most.")
        }
        let amounts = [latencyMilliseconds, slowMilliseconds, numbersMilliseconds, tokenSeconds, Double(retryAfter), Double(failRequests)]
        guard (amounts + [Double(callbacks), Double(moneyForAnswers ?? 0)]).allSatisfy({ (0...86_400_000).contains($0) }) else {
            throw SimulatorBehaviourError("Times and numbers lie between 0 and 86400000.")
        }
    }
}
