internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Threads

struct EventsCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Print what happened, to one run or to all, and what happens.",
        discussion: """
            Each event is one JSON object a line, as docs/events.md has it. With --follow it goes on until Ctrl-C.

            Example:
              refinery events 0b9f1c2a
              refinery events --follow --after 4711 --json
            """)

    @Argument(help: ArgumentHelp("The run's id, or the beginning of it. Default: all runs.", valueName: "run"))
    var run: String?

    @Flag(name: .long, help: "Wait for those that come.")
    var follow = false

    @Option(name: .long, help: ArgumentHelp("Only events behind the one with this number.", valueName: "seq"))
    var after: Int64 = 0

    @Flag(name: .long, help: "Print JSON, as it does without this as well.")
    var json = false

    static let role = "events"

    func validate() throws { if after < 0 { throw ValidationError("--after has to be 0 or more.") } }

    func run(_ runtime: Runtime) async throws {
        let operations = runtime.operations
        var runID: RunID?
        if let run { runID = try await operations.run(run).id }
        let (wanted, follows, start) = (runID, follow, after)
        try await Interruption.watching(TerminationSignals.stream()) {
            if follows { try await operations.followEvents(of: wanted, after: start) { Console.out($0) } }
            var seen = start
            try await operations.forEachEvent(of: wanted, after: &seen) { Console.out($0) }
        }
    }
}
