import Synchronization
internal import Threads

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One thread that runs the jobs of one connection, so that libpq may block without holding up anybody else.
///
/// It is the serial executor of its ``PostgresConnection`` and a task executor: code that prefers it calls the connection without
/// changing threads. The thread starts with the first job, ends after ``stop()`` and starts again should a late job arrive.
/// Between jobs it waits in `poll`, also on the socket of its connection when ``watch(_:)`` says so.
package final class ConnectionThread: SerialExecutor, TaskExecutor {
    /// What to wait for between jobs.
    struct Watch {
        let socket: Int32
        /// Silence after which `handler` is called with `.silent`; `nil` waits for ever.
        let silence: Duration?
        let handler: @Sendable (Event) -> Void
    }

    enum Event { case readable, silent }

    private struct State: ~Copyable {
        var jobs: [UnownedJob] = []
        var isRunning = false
        var isWaiting = false
        var isStopping = false
        var thread: pthread_t?
    }

    let wakeup = Wakeup()
    private let state = Mutex(State())
    /// Touched only by jobs and handlers, which all run on the thread.
    nonisolated(unsafe) private var currentWatch: Watch?

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (mustStart, mustWake) = state.withLock { state in
            state.jobs.append(job)
            defer {
                state.isRunning = true
                state.isWaiting = false
            }
            return (!state.isRunning, state.isWaiting)
        }
        if mustStart { start() }
        if mustWake { wakeup.signal() }
    }

    package func checkIsolated() {
        precondition(isCurrent, "not on the thread of the connection")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Sets what to wait for between jobs; `nil` for jobs only. Call it on the thread.
    func watch(_ watch: Watch?) {
        checkIsolated()
        currentWatch = watch
    }

    /// Ends the thread once its jobs are done.
    func stop() {
        let mustWake = state.withLock { state in
            state.isStopping = true
            defer { state.isWaiting = false }
            return state.isWaiting
        }
        if mustWake { wakeup.signal() }
    }

    private var isCurrent: Bool {
        state.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private func start() {
        startThread(for: "a connection") { self.run() }
    }

    private func run() {
        state.withLock { $0.thread = pthread_self() }
        var jobs: [UnownedJob] = []
        while true {
            let isDone = state.withLock { state in
                swap(&state.jobs, &jobs)
                guard jobs.isEmpty else { return false }
                if state.isStopping {
                    state.isRunning = false
                    state.thread = nil
                    return true
                }
                state.isWaiting = true
                return false
            }
            if isDone { return }
            if jobs.isEmpty { wait() }
            for job in jobs {
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
            jobs.removeAll(keepingCapacity: true)
        }
    }

    /// Waits for a job or for what is watched.
    private func wait() {
        let watch = currentWatch
        var waiting = [
            pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watch?.socket ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&waiting, 2, watch?.silence?.pollTimeout ?? -1)
        state.withLock { $0.isWaiting = false }
        if ready > 0, waiting[0].revents != 0 { wakeup.drain() }
        guard let watch else { return }
        if ready == 0 {
            watch.handler(.silent)
        } else if ready > 0, waiting[1].revents != 0 {
            watch.handler(.readable)
        }
    }
}

extension Duration {
    /// Milliseconds for `poll`, rounded up so that a deadline is never met early.
    var pollTimeout: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
