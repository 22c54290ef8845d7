internal import ServiceLifecycle
internal import Threads

/// Ends its process when it uses more memory than it may, before the system kills it in the middle of a batch.
struct MemoryWatch: Service {
    let limit: Int
    let interval: Duration
    let retire: @Sendable (Retirement) -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if let used = residentMemory(), used > limit { return retire(.memory(used: used, limit: limit)) }
                try? await Task.sleep(for: interval)
            }
        }
        try await gracefulShutdown()
    }
}
