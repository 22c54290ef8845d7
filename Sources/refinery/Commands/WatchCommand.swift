internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Threads

struct WatchCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow an import until it ends or pauses.",
        discussion: """
            With --json each event of the import is a line, from its first one on, as it happens; the last line is the import as status prints it.

            Example:
              refinery watch
              refinery watch 0b9f1c2a --json
            """)

    @OptionGroup var target: ImportArgument

    static let role = "watch"

    func run(_ runtime: Runtime) async throws {
        let id = try await runtime.operations.importID(target.id)
        let watcher = ImportWatcher(runtime: runtime, importID: id, tellsEvents: target.json)
        let summary = try await Interruption.watching(TerminationSignals.stream()) { try await watcher.watch(endsWhenPaused: true) }
        if target.json {
            Console.out(try JSON.document(try await runtime.operations.document(of: summary)))
        } else if let hint = NextStep.hint(for: summary, try await runtime.operations.fleet()) {
            Console.message(hint)
        }
        try ImportEnding.check(summary)
    }
}

/// The exit code that tells a script how an import ended.
enum ImportEnding {
    /// - Throws: `ExitCode` 75 for a paused import, 65 for one that failed or was cancelled.
    static func check(_ summary: ImportSummary) throws {
        switch summary.progress.status {
        case .completed, .running: return
        case .paused: throw ExitCode(FaultKind.tryAgain.exitCode)
        case .failed, .cancelled, .undone: throw ExitCode(FaultKind.data.exitCode)
        }
    }
}
