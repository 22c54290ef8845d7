internal import ServiceLifecycle
internal import Waiting

/// Keeps a process's share of an account's budget up to date, and lets nothing more be asked once the process is told to stop.
struct ShareKeeper: Service {
    let budget: BudgetClient
    let lull: Lull
    let every: Duration
    /// Whether jobs of the account are worked on.
    let isAtWork: @Sendable () -> Bool

    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    if budget.slots.isEmpty && !lull.isOn || isAtWork() { await budget.refreshShare() }
                    try? await Task.sleep(for: every)
                }
            }
        } onGracefulShutdown: {
            budget.slots.close()
            budget.requests.close()
        }
    }
}
