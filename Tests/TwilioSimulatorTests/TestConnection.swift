import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A blocking TCP connection to this machine: what happens on it is what the simulator did, with no library in between.
final class TestConnection: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw Self.lastError }
    }

    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    deinit { _ = systemClose(descriptor) }

    func write(_ data: Data) throws {
        let sent = data.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, sendFlags) }
        guard sent == data.count else { throw Self.lastError }
    }

    /// Everything until the other side closes.
    func readToEnd() throws -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Self.lastError }
            if count == 0 { return data }
            data += buffer[..<count]
        }
    }

    /// Sends a request that asks for the end of the connection, on a thread of its own.
    static func exchange(_ request: Data, port: Int) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try TestConnection(port: port)
                        try connection.write(request)
                        return try connection.readToEnd()
                    })
            }
        }
    }

    /// Sends one request after another on one connection until it ends.
    static func flood(port: Int, number: Int) async {
        let authorization = "Authorization: Basic \(Data("AC1:token".utf8).base64EncodedString())\r\n"
        let request = Data("GET /v2/PhoneNumbers/+1212556100\(number) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(authorization)\r\n".utf8)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            Thread.detachNewThread {
                defer { continuation.resume() }
                guard let connection = try? TestConnection(port: port) else { return }
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while (try? connection.write(request)) != nil, recv(connection.descriptor, &buffer, buffer.count, 0) > 0 {}
            }
        }
    }

    private static var lastError: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}

#if canImport(Glibc)
private let systemClose = Glibc.close
/// A closed connection is an error, not a signal.
private let sendFlags = Int32(MSG_NOSIGNAL)
#else
private let systemClose = Darwin.close
private let sendFlags: Int32 = 0
#endif
