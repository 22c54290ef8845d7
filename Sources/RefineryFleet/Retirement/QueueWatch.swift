internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle

/// Ends its process once nothing is left for it: a batch container that is paid by the minute.
struct QueueWatch: Service {
    let role: WorkerRole
    let database: Database
    let interval: Duration
    let retire: @Sendable (Retirement) -> Void

    func run() async throws {
        let question = IsQueueEmpty(stages: role.sources, awaitsMore: role.sources.contains(.split))
        await cancelWhenGracefulShutdown {
            var isEmpty = false
            while !Task.isCancelled, !isEmpty {
                try? await Task.sleep(for: interval)
                // A database that is away for a moment holds what is left.
                isEmpty = (try? await database.pool.withConnection { try await $0.first(question) }) == true
            }
        }
        retire(.queueEmpty)
        try await gracefulShutdown()
    }
}
