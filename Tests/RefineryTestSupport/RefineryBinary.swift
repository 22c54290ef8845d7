import Foundation
import Synchronization

/// Runs the built `refinery` program as a user does: as processes of their own.
package struct RefineryBinary: Sendable {
    package let path: String

    /// The program beside the tests in the build folder, or the one `REFINERY_TEST_BINARY` names; `nil` when it was not built.
    package static var built: RefineryBinary? {
        #if os(Linux)
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        #else
        let tests = CommandLine.arguments[0]
        #endif
        let path =
            environmentVariable("REFINERY_TEST_BINARY") ?? URL(filePath: tests).deletingLastPathComponent().appending(path: "refinery").path
        return FileManager.default.isExecutableFile(atPath: path) ? RefineryBinary(path: path) : nil
    }

    /// Another program, run in the same way.
    package init(path: String) { self.path = path }

    /// Runs a command to its end.
    package func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> ProgramOutcome {
        try await start(arguments, environment: environment).end()
    }

    /// Starts a command. Its environment holds nothing of this process's but PATH and HOME.
    package func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(path, arguments, environment)
    }
}

/// What a command left.
package struct ProgramOutcome: Sendable {
    /// The exit status; 128 + the signal for a process that was killed.
    package let status: Int32
    package let output: String
    package let errors: String

    package var lines: [Substring] { output.split(whereSeparator: \.isNewline) }

    /// The last line of the output as a JSON object.
    package func lastObject() throws -> [String: PrintedJSON] {
        try JSONDecoder().decode([String: PrintedJSON].self, from: Data((lines.last ?? "").utf8))
    }
}

/// A value of a JSON document.
package enum PrintedJSON: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case array([PrintedJSON])
    case object([String: PrintedJSON])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([PrintedJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: PrintedJSON].self))
        }
    }

    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var number: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

/// A command that runs; killed when nobody holds it any more.
package final class RunningProgram: @unchecked Sendable {
    private let process = Process()
    private let folder: URL
    private let ended: AsyncStream<Void>

    fileprivate init(_ path: String, _ arguments: [String], _ environment: [String: String]) throws {
        let manager = FileManager.default
        folder = manager.temporaryDirectory.appending(path: "refinery-run-\(UUID())")
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        let (ended, continuation) = AsyncStream<Void>.makeStream()
        self.ended = ended
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let own = ProcessInfo.processInfo.environment
        process.environment = ["PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": own["HOME"] ?? "/tmp"].merging(environment) { $1 }
        // Files, not pipes: the processes that a command starts may outlive it with its output open.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(folder.appending(path: "output"))
        process.standardError = try Self.file(folder.appending(path: "errors"))
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    package var processID: Int32 { process.processIdentifier }

    package var isRunning: Bool { process.isRunning }

    package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// What it has printed until now.
    package var outputSoFar: String { (try? String(contentsOf: folder.appending(path: "output"), encoding: .utf8)) ?? "" }

    /// Waits until the command ends.
    package func end() async throws -> ProgramOutcome {
        for await _ in ended {}
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return ProgramOutcome(
            status: status, output: try String(contentsOf: folder.appending(path: "output"), encoding: .utf8),
            errors: try String(contentsOf: folder.appending(path: "errors"), encoding: .utf8))
    }

    private static func file(_ url: URL) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        return try FileHandle(forWritingTo: url)
    }
}
