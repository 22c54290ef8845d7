import Foundation
import HTTPTestSupport

/// A loopback port whose queue of new connections is full, so that one more is never answered.
final class SilentPort {
    let port: UInt16
    private var sockets: [Int32] = []

    init() throws {
        let (listener, port) = try LoopbackServer.listen(backlog: 0)
        self.port = port
        sockets.append(listener)
        while isConnected() {}
    }

    deinit {
        for socket in sockets { close(socket) }
    }

    /// Makes one more connection; `false` when it gets no answer within a moment.
    private func isConnected() -> Bool {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        sockets.append(client)
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        var ready = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
        return poll(&ready, 1, 50) == 1
    }
}
