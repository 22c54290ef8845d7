import Foundation
import HTTPTestSupport

/// OpenSSL's own test server on a free loopback port, with a certificate for `localhost` made for it.
final class TLSServer {
    let port: UInt16
    let certificate: URL
    private let folder: URL
    private let process = Process()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "refinery-tls-\(UUID().uuidString)")
        certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let maker = Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", key.path, "-out", certificate.path,
        ])
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        guard maker.terminationStatus == 0 else { throw Failure.noCertificate }

        // Port 0 lets the system choose; the server says which it was.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            Self.openssl([
                "s_server", "-accept", "127.0.0.1:0", "-cert", certificate.path, "-key", key.path, "-www",
            ]).arguments
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("ACCEPT 127.0.0.1:") || text.last != "\n" {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure.notStarted(text) }
            text += String(decoding: more, as: UTF8.self)
        }
        guard let port = text.split(separator: "ACCEPT 127.0.0.1:").last.flatMap({ UInt16($0.prefix(while: \.isNumber)) }) else {
            throw Failure.notStarted(text)
        }
        self.port = port
    }

    /// Ends the server; until then it runs.
    func stop() {
        // Not SIGTERM: a child of one of Swift's worker threads inherits it blocked.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    var url: String { "https://localhost:\(port)" }

    private enum Failure: Error {
        case noCertificate
        case notStarted(String)
    }

    private static func openssl(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        return process
    }
}
