import Foundation

/// A built simulator as a process.
package final class SimulatorProgram: Sendable {
    private let process = Process()
    private let output = Pipe()
    private let ended: AsyncStream<Int32>

    package init(_ name: String, _ arguments: [String]) throws {
        #if os(Linux)
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #else
        let tests = CommandLine.arguments[0]
        #endif
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: name)
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
    package func firstLine() async -> String? {
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
    package func status() async -> Int32? {
        for await status in ended { return status }
        return nil
    }

    package func end(_ signal: Int32) async -> Int32? {
        Foundation.kill(process.processIdentifier, signal)
        return await status()
    }

    package func kill() { if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) } }
}
