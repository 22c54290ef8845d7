internal import ArgumentParser
internal import TwilioSimulator

/// Flags with the names of the settings of `/_control`.
struct BehaviourOptions: ParsableArguments {
    private static let initial = Behaviour()

    @Option(help: "Time to an answer; the shortest with --latency-max-ms, the median with --latency-p99-ms.")
    var latencyMs = initial.latencyMilliseconds
    @Option(help: "Uniform latency up to this.") var latencyMaxMs: Double?
    @Option(help: "Lognormal latency with this 99th percentile.") var latencyP99Ms: Double?
    @Option(help: "Requests of one account in progress at once; one more is answered 429.") var concurrencyLimit: Int?
    @Option(help: "Seconds in the header Retry-After of every 429. Default: no such header.") var retryAfter: Int?
    @Flag(help: "No answer has the header Twilio-Concurrent-Requests.") var hideConcurrency = false
    @Option(name: .customLong("rate-429"), help: "Share of requests refused with 429, 0 to 1.") var rate429 = initial.rate429
    @Option(name: .customLong("rate-5xx"), help: "Share of requests that fail with --fail-status.") var rate5xx = initial.rate5xx
    @Option(help: "Status of failures, 500 to 599.") var failStatus = initial.failStatus
    @Option(help: "The first so many requests fail.") var failRequests = initial.failRequests
    @Option(help: "Every request fails for so many seconds.") var failSeconds = initial.failSeconds
    @Option(help: "Share of answers with an error code in their packages.") var ratePackageError = initial.ratePackageError
    @Option(help: "The code of --rate-package-error.") var packageErrorCode = initial.packageErrorCode
    @Option(help: "Share of answers whose JSON ends in the middle.") var rateBrokenJson = initial.rateBrokenJSON
    @Option(help: "Share of connections reset instead of an answer.") var rateReset = initial.rateReset
    @Option(help: "Share of answers that come in small pieces.") var rateDrip = initial.rateDrip
    @Option(help: "Share of answers that come after --slow-ms.") var rateSlow = initial.rateSlow
    @Option(help: "Bytes of a piece of a dripping answer.") var dripBytes = initial.dripBytes
    @Option(help: "Pause between two pieces.") var dripMs = initial.dripMilliseconds
    @Option(help: "When a slow answer comes.") var slowMs = initial.slowMilliseconds
    @Flag(help: "Answers about invalid numbers cost as much as others.") var billInvalid = false
    @Option(help: "Seed of the shares and of latency.") var seed = initial.seed

    var behaviour: Behaviour {
        var behaviour = Behaviour()
        behaviour.latencyMilliseconds = latencyMs
        behaviour.latencyMaxMilliseconds = latencyMaxMs
        behaviour.latencyP99Milliseconds = latencyP99Ms
        behaviour.concurrencyLimit = concurrencyLimit
        behaviour.retryAfter = retryAfter
        behaviour.hideConcurrency = hideConcurrency
        behaviour.rate429 = rate429
        behaviour.rate5xx = rate5xx
        behaviour.failStatus = failStatus
        behaviour.failRequests = failRequests
        behaviour.failSeconds = failSeconds
        behaviour.ratePackageError = ratePackageError
        behaviour.packageErrorCode = packageErrorCode
        behaviour.rateBrokenJSON = rateBrokenJson
        behaviour.rateReset = rateReset
        behaviour.rateDrip = rateDrip
        behaviour.rateSlow = rateSlow
        behaviour.dripBytes = dripBytes
        behaviour.dripMilliseconds = dripMs
        behaviour.slowMilliseconds = slowMs
        behaviour.billInvalid = billInvalid
        behaviour.seed = seed
        return behaviour
    }
}
