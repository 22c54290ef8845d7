package import NIOCore
internal import NIOPosix

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Channel {
    /// Ends the connection as a crash would: what is unsent is dropped, and the other side is told by RST.
    package func reset() async throws {
        // A linger time of zero makes close(2) drop what is unsent and send RST.
        try await (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try? await close().get()
    }
}
