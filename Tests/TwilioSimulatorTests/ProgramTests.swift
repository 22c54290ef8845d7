import Foundation
import Testing
import TwilioSimulator

#if canImport(Glibc)
import Glibc
#endif

@Suite("The program twilio-simulator") struct ProgramTests {
    @Test("says where it listens, takes its behaviour from flags, ends at a signal with 0", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        let program = try Program(["--port", "0", "--concurrency-limit", "7", "--latency-ms", "2", "--slow-ms", "60000"])
        defer { program.kill() }
        let line = try #require(await program.firstLine())
        let port = try #require(line.hasPrefix("listening on 127.0.0.1:") ? Int(line.split(separator: ":").last!) : nil, "\(line)")
        let client = TestClient(port: port)
        #expect(try await client.send("GET", "/_control").json["concurrency_limit"] as? Int == 7)
        #expect(try await client.lookUp("+15005555001").status == 200)
        // Neither a connection that is kept open nor an answer that takes a minute holds the program up.
        let slow = Task { try await client.lookUp("+15005556004") }
        while try await client.ledger().inFlight == 0 {}
        #expect(await program.end(signal) == 0)
        await #expect(throws: (any Error).self) { _ = try await slow.value }
    }

    @Test(
        "refuses flags that make no sense",
        arguments: [["--rate-429", "2"], ["--port", "70000"], ["--latency-p99-ms", "10"], ["--unknown"]])
    func wrong(arguments: [String]) async throws {
        let program = try Program(arguments)
        defer { program.kill() }
        #expect(await program.status() == 64)
    }

    @Test("says what to do when the port is taken") func taken() async throws {
        try await withSimulator { _, client in
            let program = try Program(["--port", "\(client.port)"])
            defer { program.kill() }
            #expect(await program.status() == 69)
        }
    }
}

/// The built program as a process.
private final class Program: Sendable {
    private let process = Process()
    private let output = Pipe()
    private let ended: AsyncStream<Int32>

    init(_ arguments: [String]) throws {
        #if os(Linux)
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #else
        let tests = CommandLine.arguments[0]
        #endif
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "twilio-simulator")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let (ended, end) = AsyncStream<Int32>.makeStream()
        self.ended = ended
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
    }

    /// The first line of output; `nil` when the program ended before it.
    func firstLine() async -> String? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [output] in
                var line = ""
                while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
                    line.unicodeScalars.append(UnicodeScalar(byte))
                }
                continuation.resume(returning: line.isEmpty ? nil : line)
            }
        }
    }

    /// The exit status, once it has ended.
    func status() async -> Int32? {
        for await status in ended { return status }
        return nil
    }

    func end(_ signal: Int32) async -> Int32? {
        Foundation.kill(process.processIdentifier, signal)
        return await status()
    }

    func kill() { if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) } }
}
