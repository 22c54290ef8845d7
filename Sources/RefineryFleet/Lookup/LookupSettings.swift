internal import Logging
internal import Postgres
package import RefineryModel
internal import ServiceLifecycle

/// How a lookup worker behaves. Every process may have its own.
package struct LookupSettings: Sendable {
    /// Requests one process has in flight at most (`LOOKUP_CONCURRENCY`); the budget may allow the fleet less.
    package var concurrency = 50
    /// How long an answer is believed (`LOOKUP_TTL_DAYS`).
    package var freshFor: Duration = .seconds(90 * 86_400)
    /// How long nobody tries again what nobody could answer: a number, or a question.
    package static let failedFor: Duration = .seconds(86_400)
    package var failedFor: Duration = Self.failedFor
    /// Requests for one number within one attempt of its job, before it counts as failed.
    package var requestsMax = 5
    /// How long a number waits after a request that failed.
    package var retry = Backoff(base: .milliseconds(500), ceiling: .seconds(20))
    /// Jobs whose numbers a process asks for at the same time. It holds up to as many more that wait for their last answers.
    package var jobsMax = 4
    /// Permits and intents taken at a time.
    package var numbersPerLease = 50
    /// Answers stored at a time.
    package var answersPerCommit = 25
    /// How long an answer waits for others before they are stored. Until then it keeps its place.
    package var linger: Duration = .milliseconds(10)
    /// How long to wait before what the database did not take is offered again. Short: once it takes things again, answers have to be
    /// stored before somebody else asks for the numbers.
    package var storing = Backoff(base: .milliseconds(50), ceiling: .milliseconds(250))
    /// How often unused permits are offered back.
    package var settlingAttempts = 20
    /// A permit that is later than this is not used: its place in time has passed, and a stalled worker would fire all at once.
    package var latenessMax: Duration = .milliseconds(250)
    /// How often the share of the fleet's requests in flight is asked for.
    package var shareEvery: Duration = .seconds(1)
    /// How often numbers that somebody else is asking for are looked at.
    package var elsewhereEvery: Duration = .milliseconds(500)

    package init() {}

    /// Waits before what the database did not take is offered again.
    func pauseBeforeStoring(_ attempt: Int) async {
        var generator = SystemRandomNumberGenerator()
        try? await Task.sleep(for: storing.delay(attempt: min(attempt, 10), using: &generator))
    }

    /// Does it again while the database has a passing trouble, until the process is told to stop.
    func retrying<Value: Sendable>(
        _ message: Logger.Message, _ logger: Logger, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do {
                return try await body()
            } catch let error as PostgresError where error.mayPass && !Task.isCancelled && !Task.isShuttingDownGracefully {
                attempt += 1
                logger.debug(message, metadata: ["reason": "\(error)", "attempt": "\(attempt)"])
                await pauseBeforeStoring(attempt)
            }
        }
    }

    /// How many lookups a process has begun and not stored at most, when so many requests may be in flight, each for `latency`: while
    /// some wait for permits and some are stored, others use them all. Half as many more at most, and no more than come free in 100
    /// ms: those who wait longer would let their permits go by. A crash asks for no more than these again.
    func places(forRequests inFlight: Int, latency: Duration) -> Int {
        latency <= .milliseconds(200) ? inFlight + (inFlight + 1) / 2 : inFlight + Int(Double(inFlight) * (.milliseconds(100) / latency))
    }
}
