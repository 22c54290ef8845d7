internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list and revoke the keys that people and programs use over HTTP.",
        discussion: """
            A key is shown once, when it is made. Scopes: read, submit, operate, reveal (personal data unmasked), admin (all of them).

            Example:
              refinery keys create --name dashboard --scopes read --expires-in 90d
              refinery keys
              refinery keys revoke k3vq7d2mzxab
            """,
        subcommands: [List.self, Create.self, Revoke.self], defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List all keys, those that ended too.", discussion: "Example:\n  refinery keys list --json")

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "keys"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let keys = try await runtime.operations.keys()
            if json {
                for key in keys { Console.out(try JSON.document(KeyDocument(key))) }
                return
            }
            let now = Date().timeIntervalSince1970
            TextTable.print(
                ["ID", "NAME", "SCOPES", "STATE", "CREATED", "LAST USED", "BY"],
                keys.map { key in
                    [
                        key.id, key.name, APIScope.allCases.filter(key.scopes.contains).map(\.rawValue).joined(separator: ","),
                        state(of: key, now), Timestamp.short(key.createdAt), key.lastUsedAt.map(Timestamp.short), key.createdBy,
                    ]
                })
        }

        private func state(of key: APIKey, _ now: Double) -> String {
            if key.revokedAt != nil { return "revoked" }
            guard let end = key.expiresAt else { return "valid" }
            return end > now ? "until \(Timestamp.short(end))" : "expired"
        }
    }

    struct Create: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Make a key and show it, once.",
            discussion: "Example:\n  refinery keys create --name nightly --scopes read,submit --expires-in 90d")

        @Option(name: .long, help: "What to call it.")
        var name: String

        @Option(
            name: .long,
            help: ArgumentHelp("What it may do: read, submit, operate, reveal, admin; separated by commas.", valueName: "scopes"))
        var scopes: String

        @Option(name: .long, help: ArgumentHelp("When it ends: 30m, 12h or 90d from now. Default: never.", valueName: "time"))
        var expiresIn: String?

        @Option(name: .long, help: ArgumentHelp("Requests a second that it may make for long.", valueName: "n"))
        var rate = 100.0

        @Option(name: .long, help: ArgumentHelp("Requests that it may make at once. Default: ten times the rate.", valueName: "n"))
        var burst: Int?

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "keys"
        static let expectsData = false

        func validate() throws {
            _ = try chosenScopes()
            if let expiresIn, lifetime == nil { throw ValidationError("--expires-in takes 30m, 12h or 90d, not “\(expiresIn)”.") }
        }

        private func chosenScopes() throws -> Set<APIScope> {
            Set(
                try scopes.split(separator: ",").map { part in
                    guard let scope = APIScope(rawValue: part.filter { $0 != " " }) else {
                        throw ValidationError("“\(part)” is no scope: \(APIScope.allCases.map(\.rawValue).joined(separator: ", ")).")
                    }
                    return scope
                })
        }

        private var lifetime: Duration? {
            let now = Date().timeIntervalSince1970
            // An age before now is the same time after now.
            return expiresIn.flatMap { Timestamp.seconds(parsing: $0, now: now) }.flatMap { $0 < now ? .seconds(Int64(now - $0)) : nil }
        }

        func run(_ runtime: Runtime) async throws {
            var request = KeyRequest(name: name, scopes: try chosenScopes())
            (request.lifetime, request.creator, request.ratePerSecond) = (lifetime, Environment.submitter, rate)
            request.burst = burst ?? Int(min(1_000_000, max(1, rate * 10)))
            let (key, text) = try await runtime.operations.createKey(request)
            Console.out(json ? try JSON.document(KeyDocument(key, text: text)) : text.text)
            Console.message("Keep it now: nobody can show it again. End it: refinery keys revoke \(key.id)")
        }
    }

    struct Revoke: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "End a key now, and for good.", discussion: "Example:\n  refinery keys revoke k3vq7d2mzxab")

        @Argument(help: ArgumentHelp("The key's id: the part in its middle.", valueName: "id"))
        var id: String

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "keys"

        func run(_ runtime: Runtime) async throws {
            let key = try await runtime.operations.revokeKey(id)
            Console.out(json ? try JSON.document(KeyDocument(key)) : key.id)
            Console.message("Revoked: \(key.name.visible). Processes let it in for another second at most.")
        }
    }
}
