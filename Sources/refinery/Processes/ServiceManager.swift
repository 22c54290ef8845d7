#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The service manager that started this process, as systemd does, and wants to know how it is: datagrams to the socket that
/// `NOTIFY_SOCKET` names (sd_notify(3)); no library is needed for them.
struct ServiceManager: Sendable {
    private let path: String
    /// How often it wants a sign of life; nil: it watches for none (`WATCHDOG_USEC`, sd_watchdog_enabled(3)).
    let watchdog: Duration?

    /// - Returns: nil where nobody wants to know.
    init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@"), path.utf8.count < Self.pathMax else {
            return nil
        }
        self.path = path
        let isMeant = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { isMeant && $0 > 0 ? .microseconds($0) : nil }
    }

    /// The process does its duty from now on.
    func tellReady() { tell("READY=1") }

    /// The process gets on.
    func tellAlive() { tell("WATCHDOG=1") }

    /// The process finishes what it holds, and needs this long for it.
    func tellStopping(within limit: Duration) {
        tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=\(limit.components.seconds * 1_000_000)\nSTATUS=Finishing what it holds")
    }

    /// sockaddr_un has room for so many bytes.
    private static let pathMax = 108

    /// A manager that is gone is no reason to fail.
    private func tell(_ text: String) {
        #if canImport(Glibc)
        let datagram = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
        let datagram = SOCK_DGRAM
        #endif
        let socket = socket(AF_UNIX, datagram, 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            room.copyBytes(from: bytes)
            // An abstract name begins with NUL, and is as long as it is.
            if bytes[0] == UInt8(ascii: "@") { room[0] = 0 }
        }
        let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + bytes.count + (bytes[0] == UInt8(ascii: "@") ? 0 : 1)
        var message = Array(text.utf8)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(socket, &message, message.count, Int32(MSG_DONTWAIT), $0, socklen_t(length))
            }
        }
    }
}
