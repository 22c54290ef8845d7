internal import ArgumentParser
internal import RefineryModel

/// Where a command asks: a database, or a server over HTTP.
struct ServerOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Ask this server over HTTP, with the key in REFINERY_API_KEY, instead of a database. Default: REFINERY_SERVER.",
            valueName: "url"))
    var server: String?

    /// nil: a database is asked.
    /// - Throws: ``ConfigurationError`` for an address that is none.
    func connection() throws -> ServerConnection? {
        let settings = ServerSettings(EnvironmentReader(Environment.variables))
        guard let address = server ?? settings.address else { return nil }
        _ = try Runtime.loadConfiguration()
        return try ServerConnection(address, key: settings.key)
    }
}

/// A command that asks a database or a server, and says the same.
protocol ServedCommand: RuntimeCommand {
    var server: ServerOption { get }

    func run(_ server: ServerConnection) async throws
}

extension ServedCommand {
    func run() async throws {
        try await reporting {
            if let connection = try server.connection() { return try await run(connection) }
            try await Runtime.using(role: Self.role, expectsData: Self.expectsData) { try await run($0) }
        }
    }
}
