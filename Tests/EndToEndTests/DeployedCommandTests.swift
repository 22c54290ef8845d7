import Foundation
import RefineryTestSupport
import Testing

@Suite("Commands that deploy/ and the Procfile start") struct DeployedCommandTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    /// Each command line once, whoever starts it.
    private static func commands() throws -> Set<[String]> {
        var found: Set<[String]> = []
        func read(_ path: String, _ pattern: Regex<(Substring, Substring)>, _ words: (Substring) -> [String]) throws {
            let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            for match in text.matches(of: pattern) { found.insert(words(match.output.1)) }
        }
        let separated = { (line: Substring) in line.split(separator: " ").map(String.init) }
        let listed = { (list: Substring) in list.split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"")) }
        }
        try read("Procfile", #/(?m)^[\w-]+: refinery (.+)$/#, separated)
        try read("deploy/docker/compose.yaml", #/(?m)^    command: \[((?!postgres).+)\]$/#, listed)
        for (folder, pattern, words) in [
            ("deploy/kubernetes", #/(?m)^\s+args: \[(.+)\]$/#, listed), ("deploy/systemd", #/(?m)^ExecStart=\S+ (.+)$/#, separated),
        ] {
            for name in try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path) {
                try read("\(folder)/\(name)", pattern, words)
            }
        }
        return found
    }

    @Test("are commands of this program, with options that it has: without a database they say that, and nothing else") func understood()
        async throws
    {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        let commands = try Self.commands()
        #expect(Set(commands.compactMap(\.first)).count == 7, "\(commands)")
        let environment = [
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "DATABASE_TIMEOUT": "100", "LOG_LEVEL": "critical",
            "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN": "nobodys", "APOLLO_API_KEY": "nobodys",
        ]
        for command in commands {
            let outcome = try await binary.run(command, environment: environment)
            #expect(outcome.status == 69, "\(command): \(outcome.errors)")
        }
    }
}
