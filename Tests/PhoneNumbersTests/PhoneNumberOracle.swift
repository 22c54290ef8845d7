import Foundation

@testable import PhoneNumbers

/// The current Python port of libphonenumber, where the environment variable `REFINERY_PYTHON` names a Python that has it.
enum PhoneNumberOracle {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let script = root.appending(path: "scripts/phone-number-oracle")
    private static let python = ProcessInfo.processInfo.environment["REFINERY_PYTHON"]

    /// The release of the oracle's metadata, `nil` without an oracle.
    static let release: String? = try? run(["--release"], input: "").first

    /// Whether there is an oracle that knows what the table knows.
    static var isComparable: Bool { release == PhoneNumberMetadata.northAmericanRelease }

    static var requirement: String {
        let needed = PhoneNumberMetadata.northAmericanRelease
        guard let python else { return "REFINERY_PYTHON names no Python with phonenumbers \(needed)" }
        return "\(python) has phonenumbers \(release ?? "not installed"); the table was generated from \(needed)"
    }

    /// E.164, E.164;ext=12, or - when invalid, for each text.
    static func verdicts(_ texts: [String], region: String) throws -> [String] {
        try run([region], input: texts.joined(separator: "\n") + "\n")
    }

    private struct Failure: Error { let status: Int32 }

    private static func run(_ arguments: [String], input: String) throws -> [String] {
        guard let python else { throw Failure(status: -1) }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (inputFile, outputFile) = (folder.appending(path: "texts"), folder.appending(path: "verdicts"))
        try Data(input.utf8).write(to: inputFile)
        try Data().write(to: outputFile)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script.path] + arguments
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        return String(decoding: try Data(contentsOf: outputFile), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
