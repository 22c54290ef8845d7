internal import Synchronization

/// Whether the loops of a process turn: what a watchdog asks. A database that is away stops no loop.
package final class Heart: Sendable {
    private let patience: Duration
    private let beatenAt = Mutex(ContinuousClock.now)

    /// - Parameter patience: How long a turn may take.
    init(patience: Duration) { self.patience = patience }

    /// A loop has begun another turn.
    func beat() { beatenAt.withLock { $0 = .now } }

    /// Whether some loop turned lately.
    package var isBeating: Bool { beatenAt.withLock { $0.duration(to: .now) < patience } }
}
