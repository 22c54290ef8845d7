package import Foundation

/// Scripts of tests, run by the project's own Python environment.
package enum PythonScript {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    /// `REFINERY_PYTHON`, else the Python that `scripts/setup --python` makes.
    private static let python = ProcessInfo.processInfo.environment["REFINERY_PYTHON"] ?? root.appending(path: ".venv/bin/python").path

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Whether a test that needs `package` runs: where it is installed, and always where the environment variable `CI` is set.
    package static func isNeeded(package: String) -> Bool {
        ProcessInfo.processInfo.environment["CI"] != nil || (try? start(["-c", "import \(package)"])) != nil
    }

    package static func requirement(package: String) -> String { "\(python) has no package \(package): run scripts/setup --python" }

    /// - Parameter tests: The file of the tests whose folder has the script, in its folder `Fixtures`.
    /// - Returns: What the script wrote to standard output.
    package static func run(_ script: String, _ arguments: [String], tests: String = #filePath) async throws -> Data {
        let folder = URL(filePath: tests).resolvingSymlinksInPath().deletingLastPathComponent()
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try start(["-B", folder.appending(path: "Fixtures/\(script)").path] + arguments) })
            }
        }
    }

    @discardableResult
    private static func start(_ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: python)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = arguments.first == "-c" ? FileHandle.nullDevice : FileHandle.standardError
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(python) ended with \(process.terminationStatus)") }
        return data
    }
}
