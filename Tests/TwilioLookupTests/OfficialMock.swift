import Foundation

@testable import TwilioLookup

/// Twilio's own description of an API, served by `connexion` with the examples in it as answers.
final class OfficialMock {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let python = ProcessInfo.processInfo.environment["REFINERY_PYTHON"]
    private static let isIntegration = ProcessInfo.processInfo.environment["CI"]?.isEmpty == false

    /// The descriptions lie beside the repository.
    private static func description(_ version: LookupVersion) -> URL {
        root.appending(path: "../shared").appending(path: "facts/twilio_lookups_\(version.rawValue).json").standardizedFileURL
    }

    static let hasDescriptions = LookupVersion.allCases.allSatisfy { FileManager.default.fileExists(atPath: description($0).path) }
    static let descriptionRequirement =
        "twilio_lookups_v1.json and _v2.json of github.com/twilio/twilio-oai are not at \(description(.v2).path)"

    /// Where integration runs the tests, a missing `connexion` is a failure and not a reason to skip.
    static let isAvailable =
        hasDescriptions && (isIntegration || python.map { FileManager.default.isExecutableFile(atPath: command($0)) } ?? false)
    static let requirement =
        hasDescriptions
        ? "REFINERY_PYTHON names no Python with connexion[flask,uvicorn,mock]; see scripts/setup --python" : descriptionRequirement

    private static func command(_ python: String) -> String {
        URL(filePath: python).deletingLastPathComponent().appending(path: "connexion").path
    }

    /// The examples of a successful answer by name.
    static func examples(_ version: LookupVersion) throws -> [(name: String, body: [UInt8])] {
        let description = try JSONSerialization.jsonObject(with: Data(contentsOf: description(version)))
        var value: Any? = description
        for key in [
            "paths", "/\(version.rawValue)/PhoneNumbers/{PhoneNumber}", "get", "responses", "200", "content", "application/json",
            "examples",
        ] {
            value = (value as? [String: Any])?[key]
        }
        return try (value as? [String: [String: Any]] ?? [:]).map { name, example in
            (name, Array(try JSONSerialization.data(withJSONObject: example["value"] ?? [:])))
        }
    }

    let url: String
    private let process = Process()
    /// The server ends when this does, also when the tests crash.
    private let input = Pipe()

    init(_ version: LookupVersion) throws {
        guard let python = Self.python else { throw Failure.noPython }
        process.executableURL = URL(filePath: python)
        process.arguments = ["-B", "-W", "ignore", Self.root.appending(path: "scripts/twilio-description-server").path]
        process.arguments? += [Self.description(version).path]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while text.last != "\n" {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure.notStarted }
            text += String(decoding: more, as: UTF8.self)
        }
        url = "http://127.0.0.1:\(text.dropLast())/\(version.rawValue)/PhoneNumbers"
    }

    /// Ends the server; until then it runs.
    func stop() {
        try? input.fileHandleForWriting.close()
    }

    private enum Failure: Error {
        case noPython
        case notStarted
    }
}
