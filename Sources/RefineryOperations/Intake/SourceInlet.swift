#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Synchronization
internal import Tables
internal import Threads

/// A file whose bytes this process hands in piece by piece, as they come over a network: what is not taken yet is held back, so that memory
/// stays constant. One that breaks off never counts as whole.
package final class SourceInlet: Sendable {
    /// What is submitted.
    package let file: SourceFile
    /// Where its bytes are handed in. Does not keep the file: whoever writes learns that nobody wants it any more.
    let writer: Writer

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
        let writer = Writer(ends[1])
        self.writer = writer
        file = SourceFile(arriving: ends[0], name: name) { [breach = writer.breach] offset in
            breach.reason.withLock { reason -> SourceFileError? in
                switch reason {
                case nil: nil
                case .words(let words): .brokenOff(path: name, offset: offset, reason: words)
                case .error(let error): error
                }
            }
        }
    }

    deinit { if !isLeft.withLock(\.self) { writer.close() } }

    /// Leaves the writing to somebody who has the ``writer``.
    func leave() -> SourceFile {
        isLeft.withLock { $0 = true }
        return file
    }

    private let isLeft = Mutex(false)

    /// Hands bytes in; returns when there is room for more.
    /// - Returns: False when nobody wants them any more.
    package func write(_ bytes: [UInt8]) async throws -> Bool {
        var written = 0
        while written < bytes.count {
            try Task.checkCancellation()
            switch bytes.withUnsafeBytes({ writer.send(UnsafeRawBufferPointer(rebasing: $0[written...])) }) {
            case .sent(let count): written += count
            case .full: try await onThread(for: "waiting for room") { [writer] in writer.wait() }
            case .unwanted: return false
            }
        }
        return true
    }

    /// All bytes are there.
    package func finish() { writer.finish() }

    /// No more bytes come, though there are more.
    package func fail(_ reason: String) { writer.fail(.words(reason)) }

    /// The end of the inlet where bytes go in.
    final class Writer: Sendable {
        enum Sending {
            case sent(Int), full, unwanted
        }

        enum Reason {
            case words(String), error(SourceFileError)
        }

        /// Why no more will come; nil: because that is all. So it is only once somebody says so: a writer that just goes leaves half a file.
        final class Breach: Sendable {
            let reason = Mutex<Reason?>(.words("whoever sends it went away"))
        }

        let breach = Breach()
        private let socket: Int32
        private let isOpen = Mutex(true)

        init(_ socket: Int32) { self.socket = socket }

        deinit { close() }

        func send(_ bytes: UnsafeRawBufferPointer) -> Sending {
            while true {
                let count = sendBytes(socket, bytes.baseAddress!, bytes.count, noSignal)
                if count > 0 { return .sent(count) }
                if errno == EAGAIN || errno == EWOULDBLOCK { return .full }
                if errno != EINTR { return .unwanted }
            }
        }

        func wait() {
            var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            _ = poll(&waiting, 1, 250)
        }

        /// Hands all of them in, on a thread that may wait.
        /// - Throws: `TableOutput.Ended` when nobody wants them any more.
        func writeWaiting(_ bytes: UnsafeRawBufferPointer) throws(TableOutput.Ended) {
            var rest = bytes
            while !rest.isEmpty {
                switch send(rest) {
                case .sent(let count): rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                case .full: wait()
                case .unwanted: throw TableOutput.Ended()
                }
            }
        }

        func finish() {
            breach.reason.withLock { $0 = nil }
            close()
        }

        func fail(_ reason: Reason) {
            breach.reason.withLock { $0 = reason }
            close()
        }

        func close() {
            isOpen.withLock { isOpen in
                if isOpen { _ = closeFile(socket) }
                isOpen = false
            }
        }
    }
}

#if canImport(Glibc)
private let streamType = Int32(SOCK_STREAM.rawValue)
private let (closeFile, sendBytes) = (Glibc.close, Glibc.send)
private let noSignal = Int32(MSG_NOSIGNAL)
#else
private let streamType = SOCK_STREAM
private let (closeFile, sendBytes) = (Darwin.close, Darwin.send)
// SIGPIPE is off for the socket.
private let noSignal: Int32 = 0
#endif
