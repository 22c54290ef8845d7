internal import Synchronization

/// Runs something the first time only.
package final class Once: Sendable {
    private let isDone = Mutex(false)

    package init() {}

    package func run(_ body: () -> Void) {
        let isFirst = isDone.withLock { isDone in
            defer { isDone = true }
            return !isDone
        }
        if isFirst { body() }
    }
}
