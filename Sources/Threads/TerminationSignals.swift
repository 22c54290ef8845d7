#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import Synchronization

/// SIGTERM and SIGINT of this process: one handler, whoever wants to know of them.
///
/// Until somebody watches, and again when nobody does any more, they end the process as they do by default. Whoever watches learns of
/// each one from then on, also of those that come before he looks: none is taken by a first watcher and lost to a second.
package enum TerminationSignals {
    /// Ends its watching when ``stop()`` is called.
    package struct Watch: Sendable {
        fileprivate let id: Int

        /// From now on signals are the others' again, or nobody's.
        package func stop() { TerminationSignals.watchers.withLock { $0.receivers[id] = nil } }
    }

    private struct Watchers {
        var receivers: [Int: @Sendable (Int32) -> Void] = [:]
        var nextID = 0
        /// Whether the handler is in place.
        var isTaken = false
    }

    private static let watchers = Mutex(Watchers())
    private static let numbers = [SIGTERM, SIGINT]

    /// Calls `receive` with each signal, on a thread for that alone.
    package static func watch(_ receive: @escaping @Sendable (Int32) -> Void) -> Watch {
        watchers.withLock { watchers in
            defer { watchers.nextID += 1 }
            // First the receiver: what arrives at once has somebody to go to.
            watchers.receivers[watchers.nextID] = receive
            if !watchers.isTaken { take() }
            watchers.isTaken = true
            return Watch(id: watchers.nextID)
        }
    }

    /// The signals from now on, kept until they are read.
    package static func stream() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let watch = watch { continuation.yield($0) }
        continuation.onTermination = { _ in watch.stop() }
        return stream
    }

    /// Ends this process by the signal, so that whoever started it sees it as such.
    package static func end(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        unblock()
        kill(getpid(), number)
        // The signal needs a moment to arrive; should somebody hold it back, the shell's number says the same.
        sleep(1)
        exit(128 + number)
    }

    private static func take() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe for signals (error \(errno))")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let reading = ends[0]
        signalPipe = ends[1]
        for number in numbers {
            let before = signal(number, forwardSignal)
            // What is ignored on purpose, as SIGINT is for a job in the background of a script, stays so.
            if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
        }
        startThread(for: "signals") {
            // Here at least they arrive: threads of the runtime may hold them back.
            unblock()
            var number: UInt8 = 0
            while true {
                let length = read(reading, &number, 1)
                if length < 0 && errno == EINTR { continue }
                guard length == 1 else { return }
                let receivers = watchers.withLock { Array($0.receivers.values) }
                if receivers.isEmpty { end(by: Int32(number)) }
                for receive in receivers { receive(Int32(number)) }
            }
        }
    }

    private static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}

/// Where the handler writes to; set once, before the handler is in place.
nonisolated(unsafe) private var signalPipe: Int32 = -1

/// A handler may do next to nothing: it writes the number down for the thread that acts on it.
private func forwardSignal(_ number: Int32) {
    let code = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipe, &byte, 1)
    errno = code
}
