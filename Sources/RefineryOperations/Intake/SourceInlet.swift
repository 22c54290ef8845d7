#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Synchronization
internal import Threads

/// A file whose bytes this process hands in piece by piece, as they come over a network: what is not taken yet is held back, so that memory
/// stays constant. One that breaks off never counts as whole.
package final class SourceInlet: Sendable {
    /// What is submitted.
    package let file: SourceFile
    private let socket: Int32
    private let state: Mutex<State>
    private let breach: Breach

    private enum State {
        case open, closed
    }

    /// Why no more will come.
    private final class Breach: Sendable {
        let reason = Mutex<String?>(nil)
    }

    /// - Parameter name: What the file is called.
    /// - Throws: ``SourceFileError/cannotKeep(path:reason:)`` when this process has no room for it.
    package init(name: String) throws(SourceFileError) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, streamType, 0, &ends) == 0 else {
            throw .cannotKeep(path: name, reason: String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) | O_NONBLOCK)
        #if canImport(Darwin)
        var on: Int32 = 1
        setsockopt(ends[1], SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
        let breach = Breach()
        self.breach = breach
        socket = ends[1]
        state = Mutex(.open)
        file = SourceFile(arriving: ends[0], name: name) { breach.reason.withLock(\.self) }
    }

    deinit { close() }

    /// Hands bytes in; returns when there is room for more.
    /// - Returns: False when nobody wants them any more.
    package func write(_ bytes: [UInt8]) async throws -> Bool {
        var written = 0
        while written < bytes.count {
            try Task.checkCancellation()
            let count = bytes.withUnsafeBytes { send(socket, $0.baseAddress! + written, $0.count - written, noSignal) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try await onThread(for: "waiting for room") { [socket] in
                    var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&waiting, 1, 250)
                }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// All bytes are there.
    package func finish() { close() }

    /// No more bytes come, though there are more.
    package func fail(_ reason: String) {
        breach.reason.withLock { $0 = reason }
        close()
    }

    private func close() {
        state.withLock { state in
            guard state == .open else { return }
            state = .closed
            _ = closeFile(socket)
        }
    }
}

#if canImport(Glibc)
private let streamType = Int32(SOCK_STREAM.rawValue)
private let closeFile = Glibc.close
private let noSignal = Int32(MSG_NOSIGNAL)
#else
private let streamType = SOCK_STREAM
private let closeFile = Darwin.close
// SIGPIPE is off for the socket.
private let noSignal: Int32 = 0
#endif
