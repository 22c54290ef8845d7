internal import Synchronization

/// Runs something the first time only.
package final class Once: Sendable {
    private let isDoneYet = Mutex(false)

    package init() {}

    /// Whether it was run.
    package var isDone: Bool { isDoneYet.withLock(\.self) }

    package func run(_ body: () -> Void) {
        let isFirst = isDoneYet.withLock { isDone in
            defer { isDone = true }
            return !isDone
        }
        if isFirst { body() }
    }
}
