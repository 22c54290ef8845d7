import Foundation
import Synchronization

/// A server on a free port of this machine that answers as its handler says, byte for byte: a thread for each connection.
/// It runs until it is stopped.
package final class LoopbackServer: Sendable {
    private struct State {
        var accepted = 0
        var requests: [ReceivedRequest] = []
        var open: Set<Int32> = []
        var isStopped = false
    }

    package let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    /// - Parameter handler: Runs on the connection's thread for each request; the connection stays open after it unless it closes it.
    package init(_ handler: @escaping @Sendable (Exchange) -> Void) throws {
        (listener, port) = try Self.listen(backlog: 512)
        Thread.detachNewThread {
            // Closed by its only user, so that no other server gets its number while it is in use.
            defer { close(self.listener) }
            while true {
                let socket = accept(self.listener, nil, nil)
                guard socket >= 0 else { return }
                guard self.add(socket) else {
                    close(socket)
                    return
                }
                Thread.detachNewThread { self.serve(socket, handler) }
            }
        }
    }

    /// A socket that listens on a free loopback port, and that port.
    package static func listen(backlog: Int32) throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && Foundation.listen(listener, backlog) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    package var url: String { "http://127.0.0.1:\(port)" }
    /// Connections that were made so far.
    package var connections: Int { state.withLock { $0.accepted } }
    /// What was asked so far, in order of arrival.
    package var requests: [ReceivedRequest] { state.withLock { $0.requests } }

    /// Closes the port and every connection. Twice does nothing.
    package func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private func add(_ socket: Int32) -> Bool {
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return state.withLock { state in
            guard !state.isStopped else { return false }
            state.accepted += 1
            state.open.insert(socket)
            return true
        }
    }

    private func serve(_ socket: Int32, _ handler: @Sendable (Exchange) -> Void) {
        let connection = ServerConnection(socket: socket)
        while !connection.isClosed, let request = connection.readRequest() {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count
            }
            handler(Exchange(number: number, request: request, connection: connection))
        }
        state.withLock { state in
            _ = state.open.remove(socket)
            close(socket)
        }
    }
}
