internal import CLibCurl
import Synchronization
internal import Threads

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The thread that drives all requests of one client, with libcurl's multi interface.
///
/// Between events it waits in `curl_multi_poll`. A submission wakes it only when it waits, so many together cost one wake-up.
final class TransferThread: @unchecked Sendable {
    private struct State {
        var submitted: [Transfer] = []
        var cancelled: [Transfer] = []
        var isWaiting = false
        var isStopping = false
    }

    /// Handles kept for later requests.
    private static let idleHandlesMax = 256
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    private let configuration: HTTPClientConfiguration
    private let state = Mutex(State())
    /// Freed with this object, so that a late wake-up still finds it.
    private let multi: UnsafeMutableRawPointer
    /// Touched by the thread only, like all below.
    private var running: [UnsafeMutableRawPointer: Transfer] = [:]
    private var idle: [EasyHandle] = []
    /// No request under way is late before this.
    private var nextDeadline: ContinuousClock.Instant?

    init(_ configuration: HTTPClientConfiguration) {
        self.configuration = configuration
        guard Self.isLibraryReady, let multi = curl_multi_init() else { fatalError("libcurl cannot start") }
        self.multi = multi
        curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maxConnectionsPerHost)
        // By default the number kept follows the requests under way, which after a burst closes what the next burst needs.
        curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 4 * configuration.maxConnectionsPerHost)
    }

    deinit {
        idle.removeAll()
        curl_multi_cleanup(multi)
    }

    // MARK: From any thread

    func start() {
        startThread(for: "HTTP requests") { self.run() }
    }

    func submit(_ transfer: Transfer) {
        let isRefused = wake { state in
            if !state.isStopping { state.submitted.append(transfer) }
            return state.isStopping
        }
        if isRefused { transfer.finish(.failure(.shutDown(mayHaveBeenSent: false))) }
    }

    func cancel(_ transfer: Transfer) {
        transfer.isCancelled.store(true, ordering: .releasing)
        wake { $0.cancelled.append(transfer) }
    }

    /// Ends the thread and all its requests.
    func stop() {
        wake { $0.isStopping = true }
    }

    /// Changes the state and wakes the thread if it waits.
    @discardableResult
    private func wake<Value: Sendable>(_ change: @Sendable (inout State) -> Value) -> Value {
        let (value, mustWake) = state.withLock { state in
            defer { state.isWaiting = false }
            return (change(&state), state.isWaiting)
        }
        if mustWake { curl_multi_wakeup(multi) }
        return value
    }

    // MARK: On the thread

    private func run() {
        blockBrokenPipeSignal()
        var work = State()
        while true {
            state.withLock { state in
                swap(&state.submitted, &work.submitted)
                swap(&state.cancelled, &work.cancelled)
                work.isStopping = state.isStopping
            }
            for transfer in work.submitted { begin(transfer, isStopping: work.isStopping) }
            for transfer in work.cancelled { abort(transfer, .cancelled(mayHaveBeenSent: transfer.mayHaveBeenSent)) }
            work.submitted.removeAll(keepingCapacity: true)
            work.cancelled.removeAll(keepingCapacity: true)
            if work.isStopping { break }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            finishCompleted()
            abortLate()
            waitForEvents()
        }
        for transfer in running.values { abort(transfer, .shutDown(mayHaveBeenSent: transfer.mayHaveBeenSent)) }
    }

    private func begin(_ transfer: Transfer, isStopping: Bool) {
        guard !isStopping else { return transfer.finish(.failure(.shutDown(mayHaveBeenSent: false))) }
        guard !transfer.isCancelled.load(ordering: .acquiring) else {
            return transfer.finish(.failure(.cancelled(mayHaveBeenSent: false)))
        }
        let handle = idle.popLast() ?? EasyHandle()
        do {
            try transfer.prepare(handle, configuration)
        } catch {
            idle.append(handle)
            return transfer.finish(.failure(error))
        }
        running[handle.pointer] = transfer
        nextDeadline = min(nextDeadline ?? transfer.deadline, transfer.deadline)
        curl_multi_add_handle(multi, handle.pointer)
    }

    private func finishCompleted() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
            // The message is gone with its handle.
            let code = curl_message_result(message)
            guard let transfer = running[pointer] else { continue }
            let outcome = transfer.outcome(code)
            remove(transfer)
            transfer.finish(outcome)
        }
    }

    /// Looks through all requests, but only when the earliest deadline that was known has passed.
    private func abortLate() {
        guard let earliest = nextDeadline, earliest <= .now else { return }
        let now = ContinuousClock.now
        for transfer in running.values where transfer.deadline <= now { abort(transfer, transfer.lateness) }
        nextDeadline = running.values.lazy.map(\.deadline).min()
    }

    /// Ends a request that is under way; others are left alone.
    private func abort(_ transfer: Transfer, _ error: HTTPClientError) {
        guard transfer.handle != nil else { return }
        remove(transfer)
        transfer.finish(.failure(error))
    }

    private func remove(_ transfer: Transfer) {
        guard let handle = transfer.handle else { return }
        running[handle.pointer] = nil
        curl_multi_remove_handle(multi, handle.pointer)
        transfer.release()
        if idle.count < Self.idleHandlesMax { idle.append(handle) }
    }

    /// Waits for the network, for libcurl's own timers or to be woken, unless there is work already.
    private func waitForEvents() {
        let mustWait = state.withLock { state in
            state.isWaiting = state.submitted.isEmpty && state.cancelled.isEmpty && !state.isStopping
            return state.isWaiting
        }
        guard mustWait else { return }
        let untilDeadline = nextDeadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) } ?? .seconds(60)
        curl_multi_poll(multi, nil, 0, Int32(min(60_000, untilDeadline.milliseconds)), nil)
        state.withLock { $0.isWaiting = false }
    }
}

extension Duration {
    /// Rounded up, so that a wait never ends early.
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(seconds, 1_000_000_000) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}

/// libcurl leaves SIGPIPE to the program; on this thread it has no meaning.
private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
