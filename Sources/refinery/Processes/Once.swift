internal import Synchronization

/// Runs something the first time only.
final class Once: Sendable {
    private let isDone = Mutex(false)

    func run(_ body: () -> Void) {
        isDone.withLock { isDone in
            guard !isDone else { return }
            isDone = true
            body()
        }
    }
}
