internal import ArgumentParser
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore
internal import ServiceLifecycle

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Refine batches until told to stop. Start as many as you like, anywhere.",
        discussion: """
            SIGTERM: claims nothing more, finishes what it holds within SHUTDOWN_TIMEOUT_SECONDS, exits with 0.

            Example:
              DATABASE_URL=postgres://refinery@db/refinery refinery worker
            """)

    func run() async throws {
        try await reporting {
            try await FleetProcess.run(.worker) { process in
                [
                    RefineWorker(
                        worker: process.id, database: process.runtime.database, sources: process.runtime.sources,
                        settings: process.settings, wakeUp: process.wakeUp, logger: process.runtime.logger)
                ]
            }
        }
    }
}

struct CoordinatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coordinator", abstract: "Split files, rescue lost batches, report progress. Start two, one leads.",
        discussion: """
            Example:
              DATABASE_URL=postgres://refinery@db/refinery refinery coordinator
            """)

    func run() async throws {
        try await reporting {
            try await FleetProcess.run(.coordinator) { process in
                [
                    SplitWorker(
                        worker: process.id, database: process.runtime.database, sources: process.runtime.sources,
                        settings: process.settings, wakeUp: process.wakeUp, logger: process.runtime.logger),
                    Leader(
                        database: process.runtime.database, settings: process.settings, wakeUp: process.drained,
                        logger: process.runtime.logger),
                ]
            }
        }
    }
}
