internal import ArgumentParser
internal import Simulation
internal import Threads
internal import TwilioSimulator

/// The command line of the simulator.
@main
struct TwilioSimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twilio-simulator",
        abstract: "Answers Twilio lookups on this machine, for tests, demos and load runs.",
        discussion: """
            Example:
              twilio-simulator --port 8111 --latency-ms 50
              curl -u AC123:token 'http://127.0.0.1:8111/v2/PhoneNumbers/+14155552671?Fields=line_type_intelligence'
              curl http://127.0.0.1:8111/_ledger

            Every behaviour can be changed while it runs: curl -X PUT http://127.0.0.1:8111/_control -d '{"rate_429": 0.1}'
            docs/simulator.md has the ledger, the control and the numbers that force an outcome.
            """)

    @Option(help: "Port on the loopback interface; 0 takes any free one.") var port = 0
    @Option(help: "Address to listen at.") var host = "127.0.0.1"
    @Flag(help: "Stop when standard input ends, as it does when the program that keeps its other end does.") var endWithInput = false
    @OptionGroup(title: "Who may ask") var credentials: CredentialOptions
    @OptionGroup(title: "Behaviour") var behaviour: BehaviourOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        do {
            try behaviour.behaviour.validate()
        } catch let error as BehaviourError {
            throw ValidationError(error.description)
        }
    }

    func run() async throws {
        if endWithInput { terminateAtEndOfInput() }
        var options = LookupSimulator.Options(port: port, credentials: credentials.credentials)
        options.host = host
        let didListen = await SimulatorProgram.run("twilio-simulator", host: host, port: port) { onListening in
            LookupSimulator(options, behaviour: behaviour.behaviour, onListening: onListening)
        }
        if !didListen { throw ExitCode(SimulatorProgram.unavailable) }
    }
}
