internal import Synchronization

/// Lets a waiting loop go on early. Signals that arrive while nobody waits are kept as one.
package final class WakeUp: Sendable {
    private struct State {
        var isSignalled = false
        var isReconnected = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let followers: [WakeUp]

    /// - Parameter followers: Whoever waits there is woken as well: a wake-up has one waiter.
    package init(waking followers: [WakeUp] = []) { self.followers = followers }

    /// Wakes the waiter, or the next one.
    package func signal() {
        for follower in followers { follower.signal() }
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            state.isSignalled = true
            return nil
        }
        waiter?.resume()
    }

    /// Takes a signal that arrived while nobody waited.
    package func take() -> Bool {
        state.withLock { state in
            defer { state.isSignalled = false }
            return state.isSignalled
        }
    }

    /// Wakes the waiter, who then learns from ``takeReconnected()`` that the database was away.
    package func signalReconnected() {
        for follower in followers { follower.signalReconnected() }
        state.withLock { $0.isReconnected = true }
        signal()
    }

    /// Whether the process has connected since this was asked last.
    package func takeReconnected() -> Bool {
        state.withLock { state in
            defer { state.isReconnected = false }
            return state.isReconnected
        }
    }

    /// Waits for a signal, at most for this time; returns at once when the task is cancelled.
    /// - Returns: Whether it was a signal that ended the wait.
    @discardableResult
    package func wait(atMost limit: Duration, clock: some Clock<Duration> = ContinuousClock()) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.signalled()
                return !Task.isCancelled
            }
            group.addTask {
                try? await clock.sleep(for: limit)
                return false
            }
            let isSignal = await group.next() ?? false
            group.cancelAll()
            return isSignal
        }
    }

    private func signalled() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state -> Bool in
                    if state.isSignalled || Task.isCancelled {
                        state.isSignalled = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }?.resume()
        }
    }
}
