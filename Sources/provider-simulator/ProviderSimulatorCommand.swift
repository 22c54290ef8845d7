internal import ArgumentParser
internal import ProviderSimulator
internal import Simulation
internal import Threads

/// The command line of the simulator.
@main
struct ProviderSimulatorCommand: AsyncParsableCommand {
    private static let initial = ProviderBehaviour()

    static let configuration = CommandConfiguration(
        commandName: "provider-simulator",
        abstract: "Answers as six providers of enrichment on this machine, for tests, demos and load runs.",
        discussion: """
            Example:
              provider-simulator --port 8112
              curl -H 'X-Api-Key: any' 'http://127.0.0.1:8112/v5/person/enrich?first_name=Dana&last_name=Okafor&company=okafor.example'
              curl http://127.0.0.1:8112/_ledger

            Every behaviour can be changed while it runs: curl -X PUT http://127.0.0.1:8112/_control -d '{"rate_429": 0.1}'
            docs/simulator.md has the ledger, the control and the names that force an outcome.
            """)

    @Option(help: "Port on the loopback interface; 0 takes any free one.") var port = 0
    @Option(help: "Address to listen at.") var host = "127.0.0.1"
    @Flag(help: "Stop when standard input ends, as it does when the program that keeps its other end does.") var endWithInput = false
    @Option(help: "Time to an answer.") var latencyMs = initial.latencyMilliseconds
    @Option(help: "Share of questions that nobody is known for, 0 to 1.") var missShare = initial.missShare
    @Option(help: "Share of people without numbers.") var partialShare = initial.partialShare
    @Option(name: .customLong("rate-429"), help: "Share of requests refused with 429.") var rate429 = initial.rate429
    @Option(name: .customLong("rate-5xx"), help: "Share of requests that fail with 503.") var rate5xx = initial.rate5xx
    @Option(help: "Share of paid answers about somebody else.") var rateWrong = initial.rateWrong
    @Option(help: "Share of paid answers that end in the middle.") var rateMalformed = initial.rateMalformed
    @Option(help: "Share of paid answers that never come.") var rateNever = initial.rateNever
    @Option(help: "Share of paid answers that come after --slow-ms.") var rateSlow = initial.rateSlow
    @Option(help: "When a slow answer comes.") var slowMs = initial.slowMilliseconds
    @Option(help: "After how long numbers that come later are there.") var numbersMs = initial.numbersMilliseconds
    @Option(help: "How often they are sent; 0: never, they can only be fetched.") var callbacks = initial.callbacks

    private var behaviour: ProviderBehaviour {
        var behaviour = ProviderBehaviour()
        behaviour.latencyMilliseconds = latencyMs
        behaviour.missShare = missShare
        behaviour.partialShare = partialShare
        behaviour.rate429 = rate429
        behaviour.rate5xx = rate5xx
        behaviour.rateWrong = rateWrong
        behaviour.rateMalformed = rateMalformed
        behaviour.rateNever = rateNever
        behaviour.rateSlow = rateSlow
        behaviour.slowMilliseconds = slowMs
        behaviour.numbersMilliseconds = numbersMs
        behaviour.callbacks = callbacks
        return behaviour
    }

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        do {
            try behaviour.validate()
        } catch let error as SimulatorBehaviourError {
            throw ValidationError(error.description)
        }
    }

    func run() async throws {
        if endWithInput { terminateAtEndOfInput() }
        let didListen = await SimulatorProgram.run("provider-simulator", host: host, port: port) { onListening in
            ProviderSimulator(host: host, port: port, behaviour: behaviour, onListening: onListening)
        }
        if !didListen { throw ExitCode(SimulatorProgram.unavailable) }
    }
}
