internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle

/// Runs `body` again and again until the process is told to stop: whenever it fails, after a growing, jittered delay.
/// - Parameters:
///   - loss: What the log says when `body` failed for another reason than that the database is away.
///   - body: Connects, says so through its parameter (the next delay starts over), and lives until the connection is lost.
func reconnecting(
    _ loss: Logger.Message, _ outage: DatabaseOutage, _ logger: Logger,
    _ body: @escaping @Sendable (_ onConnect: () -> Void) async throws -> Void
) async {
    await cancelWhenGracefulShutdown {
        var attempt = 0
        var generator = SystemRandomNumberGenerator()
        let policy = ReconnectPolicy()
        while !Task.isCancelled {
            do {
                try await body { attempt = 0 }
            } catch {
                if Task.isCancelled { break }
                attempt += 1
                let delay = policy.delay(attempt: attempt, using: &generator)
                outage.log(loss, error, ["attempt": "\(attempt)", "delay_ms": "\(delay.inMilliseconds)"], logger)
                try? await Task.sleep(for: delay)
            }
        }
    }
}
