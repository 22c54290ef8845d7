internal import ArgumentParser
internal import CampaignSimulator
internal import Simulation
internal import Threads

/// The command line of the simulator.
@main
struct CampaignSimulatorCommand: AsyncParsableCommand {
    private static let initial = CampaignBehaviour()

    static let configuration = CommandConfiguration(
        commandName: "campaign-simulator",
        abstract: "Takes contacts as campaign services do, on this machine, for tests, demos and load runs.",
        discussion: """
            Example:
              campaign-simulator --port 8113
              refinery destinations add trial --kind webhook --url http://127.0.0.1:8113/webhook --secret-env TRIAL_SECRET
              curl http://127.0.0.1:8113/_ledger

            Every behaviour can be changed while it runs: curl -X PUT http://127.0.0.1:8113/_control -d '{"rate_429": 0.1}'
            docs/simulator.md has the services, the ledger and the control.
            """)

    @Option(help: "Port on the loopback interface; 0 takes any free one.") var port = 0
    @Option(help: "Address to listen at.") var host = "127.0.0.1"
    @Flag(help: "Stop when standard input ends, as it does when the program that keeps its other end does.") var endWithInput = false
    @Option(help: "Time to an answer.") var latencyMs = initial.latencyMilliseconds
    @Option(name: .customLong("rate-429"), help: "Share of requests refused with 429.") var rate429 = initial.rate429
    @Option(help: "Seconds in Retry-After of a 429; 0: no header.") var retryAfter = initial.retryAfter
    @Option(name: .customLong("rate-5xx"), help: "Share of requests that fail without being looked at.") var rate5xx = initial.rate5xx
    @Option(name: .customLong("rate-5xx-after"), help: "Share of requests that fail after their contacts were taken.")
    var rate5xxAfter = initial.rate5xxAfter
    @Option(help: "The next so many requests fail with 503.") var failRequests = initial.failRequests
    @Option(help: "Share of connections reset before the request is looked at.") var rateResetBefore = initial.rateResetBefore
    @Option(help: "Share of connections reset after the contacts were taken.") var rateReset = initial.rateReset
    @Option(help: "Share of answers about something else.") var rateWrong = initial.rateWrong
    @Option(help: "Share of answers that end in the middle.") var rateMalformed = initial.rateMalformed
    @Option(help: "Share of answers whose body comes twice.") var rateTwice = initial.rateTwice
    @Option(help: "Share of answers that never come.") var rateNever = initial.rateNever
    @Option(help: "Share of answers that come after --slow-ms.") var rateSlow = initial.rateSlow
    @Option(help: "When a slow answer comes.") var slowMs = initial.slowMilliseconds
    @Option(help: "Share of contacts that are not taken.") var refuseShare = initial.refuseShare
    @Flag(help: "/rest does not know a request again by its Idempotency-Key.") var ignoreKeys = false
    @Option(help: "What messages of /webhook are signed with.") var webhookSecret = initial.webhookSecret

    private var behaviour: CampaignBehaviour {
        var behaviour = CampaignBehaviour()
        behaviour.latencyMilliseconds = latencyMs
        behaviour.rate429 = rate429
        behaviour.retryAfter = retryAfter
        behaviour.rate5xx = rate5xx
        behaviour.rate5xxAfter = rate5xxAfter
        behaviour.failRequests = failRequests
        behaviour.rateResetBefore = rateResetBefore
        behaviour.rateReset = rateReset
        behaviour.rateWrong = rateWrong
        behaviour.rateMalformed = rateMalformed
        behaviour.rateTwice = rateTwice
        behaviour.rateNever = rateNever
        behaviour.rateSlow = rateSlow
        behaviour.slowMilliseconds = slowMs
        behaviour.refuseShare = refuseShare
        behaviour.honoursKeys = !ignoreKeys
        behaviour.webhookSecret = webhookSecret
        return behaviour
    }

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        do { try behaviour.validate() } catch let error as SimulatorBehaviourError { throw ValidationError(error.description) }
    }

    func run() async throws {
        if endWithInput { terminateAtEndOfInput() }
        let didListen = await SimulatorProgram.run("campaign-simulator", host: host, port: port) { onListening in
            CampaignSimulator(host: host, port: port, behaviour: behaviour, onListening: onListening)
        }
        if !didListen { throw ExitCode(SimulatorProgram.unavailable) }
    }
}
