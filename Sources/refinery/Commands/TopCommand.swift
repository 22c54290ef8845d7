internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Threads
internal import Waiting

struct TopCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Watch the whole fleet live: processes, claims, rows a second, rescues, dead letters, database waits.",
        discussion: """
            Redraws once a second; q or Ctrl-C ends it. Where standard output is no terminal, one frame is printed.

            Example:
              refinery top
              refinery top --once --json
            """)

    @Flag(name: .long, help: "Print one frame and end.")
    var once = false

    @Flag(name: .long, help: "Print one look as a JSON object and end.")
    var json = false

    /// What "rescued lately" means.
    private static let rescuedWithin: (duration: Duration, words: String) = (.seconds(600), "10 min")
    /// Between the two looks of a single frame.
    private static let interval: Duration = .seconds(1)

    static let role = "top"

    func run(_ runtime: Runtime) async throws {
        if once || json || !Console.outputIsTerminal { try await printFrame(runtime) } else { try await live(runtime) }
    }

    /// Two looks, since one alone tells no rate.
    private func printFrame(_ runtime: Runtime) async throws {
        let first = try await look(runtime)
        try await Task.sleep(for: Self.interval)
        if json {
            return Console.out(try JSON.document(FleetDocument(try await look(runtime), before: first, Self.rescuedWithin.duration)))
        }
        let frame = FleetView(columns: Console.outputIsTerminal ? Screen.size.columns : 200, rows: 200, usesColor: false)
        for line in frame.lines(try await look(runtime), before: first, rescuedWithin: Self.rescuedWithin.words) { Console.out(line) }
    }

    private func live(_ runtime: Runtime) async throws {
        let screen = Screen()
        defer { screen.close() }
        let ending = WakeUp()
        let signals = TerminationSignals.watch { _ in ending.signal() }
        defer { signals.stop() }
        var before: FleetLook?
        var drawnAt = ContinuousClock.now - Self.interval
        while true {
            if drawnAt.duration(to: .now) >= Self.interval {
                drawnAt = .now
                do {
                    let now = try await look(runtime)
                    let size = Screen.size
                    let view = FleetView(columns: size.columns, rows: size.rows, usesColor: Console.usesColor)
                    screen.draw(view.lines(now, before: before, rescuedWithin: Self.rescuedWithin.words) + ["q ends"])
                    before = now
                } catch let error as PostgresError where error.isTransient {
                    screen.draw(["The database is away, waiting for it …", "", error.summary])
                    before = nil
                }
            }
            // Short, so that a key is answered at once.
            if await ending.wait(atMost: .milliseconds(50)) || screen.isEndWanted() { return }
        }
    }

    private func look(_ runtime: Runtime) async throws -> FleetLook {
        try await runtime.operations.look(rescuedWithin: Self.rescuedWithin.duration)
    }
}
