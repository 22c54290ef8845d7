import Foundation
import Synchronization

/// The server's end of one connection.
package final class ServerConnection: Sendable {
    private let socket: Int32
    private let closed = Atomic(false)

    init(socket: Int32) {
        self.socket = socket
    }

    package var isClosed: Bool { closed.load(ordering: .relaxed) }

    /// Sends these bytes; a client that is gone is no error.
    package func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Ends the connection in good order.
    package func close() {
        closed.store(true, ordering: .relaxed)
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Ends the connection with a TCP reset, as a crashed machine does.
    package func reset() {
        closed.store(true, ordering: .relaxed)
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        // Closing with this option resets; the number stays taken, so that the server can close it as every other.
        let replacement = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        dup2(replacement, socket)
        Foundation.close(replacement)
    }

    /// Waits until the client is gone, which is how a server sees that a request was given up.
    package func waitUntilClosed() {
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
        closed.store(true, ordering: .relaxed)
    }

    /// Reads one request; `nil` when the client is gone.
    func readRequest() -> ReceivedRequest? {
        let end = Array("\r\n\r\n".utf8)
        var head: [UInt8] = []
        // Byte by byte, so that nothing of the next request is taken.
        while head.suffix(4) != end[...] {
            guard let byte = read(1) else { return nil }
            head += byte
        }
        let text = String(decoding: head, as: UTF8.self)
        let headers = ReceivedRequest.headers(text.split(separator: "\r\n"))
        guard let body = read(Int(headers["content-length"] ?? "0") ?? 0) else { return nil }
        return ReceivedRequest(head: text, body: body)
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + filled, count - filled, 0) }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
