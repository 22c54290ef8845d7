internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Threads

struct WatchCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow an import until it ends or pauses.",
        discussion: """
            With --json each event of the import is a line, from its first one on, as it happens; the last line is the import as status prints it.

            Example:
              refinery watch
              refinery watch 0b9f1c2a --json
            """)

    @OptionGroup var target: ImportArgument
    @OptionGroup var server: ServerOption

    static let role = "watch"

    func run(_ runtime: Runtime) async throws {
        let run = try await runtime.operations.run(target.id)
        guard run.isImport else { return try await watch(run, runtime.operations) }
        let watcher = ImportWatcher(runtime: runtime, importID: run.id, tellsEvents: target.json)
        let summary = try await Interruption.watching(TerminationSignals.stream()) { try await watcher.watch(endsWhenPaused: true) }
        if target.json {
            Console.out(try JSON.document(try await runtime.operations.document(of: summary)))
        } else if let hint = NextStep.hint(for: summary, try await runtime.operations.fleet()) {
            Console.message(hint)
        }
        try ImportEnding.check(summary.progress.status)
    }

    func run(_ server: ServerConnection) async throws {
        let watcher = ServerWatcher(server: server, importID: try await server.importID(target.id), tellsEvents: target.json)
        let status = try await Interruption.watching(TerminationSignals.stream()) { try await watcher.watch() }
        let summary = try status.summary()
        if target.json {
            Console.out(String(decoding: try await server.get("imports/\(summary.id)"), as: UTF8.self))
        } else if let hint = NextStep.hint(for: summary, status.fleet) {
            Console.message(hint)
        }
        try ImportEnding.check(summary.progress.status)
    }

    /// A run of another kind is looked at once a second.
    private func watch(_ run: RunSummary, _ operations: Operations) async throws {
        let json = target.json
        let ended = try await Interruption.watching(TerminationSignals.stream()) {
            var (now, said, seen) = (run, "", Int64(0))
            while true {
                let isOver = now.status.isEnded || now.status == .paused
                if json {
                    // After the look: what ended the run is among them.
                    try await operations.forEachEvent(of: now.id, after: &seen) { Console.out($0) }
                } else if said != now.words || isOver {
                    said = now.words
                    Console.message("\(now.words) · \(now.status.rawValue)")
                }
                if isOver { return now }
                try await Task.sleep(for: .seconds(1))
                now = try await operations.run(now.id)
            }
        }
        if json { Console.out(try JSON.document(RunDocument(ended))) }
        try ImportEnding.check(ended.status)
    }
}

/// The exit code that tells a script how an import ended.
enum ImportEnding {
    /// - Throws: `ExitCode` 75 for a paused import, 65 for one that failed or was cancelled.
    static func check(_ status: ImportStatus) throws {
        switch status {
        case .completed, .running, .receiving: return
        case .paused: throw ExitCode(FaultKind.tryAgain.exitCode)
        case .failed, .cancelled, .undone: throw ExitCode(FaultKind.data.exitCode)
        }
    }
}
