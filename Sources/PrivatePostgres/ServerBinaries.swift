/// The server programs of one Postgres installation.
package struct ServerBinaries: Sendable, Equatable {
    /// The folder with `postgres` and `initdb`.
    package let directory: String
    /// Major version.
    package let version: Int

    /// `default_toast_compression` and `client_connection_check_interval` came with it.
    package static let versionMin = 14

    /// Where a program of this installation lies, such as `psql`.
    package func path(_ program: String) -> String { directory + "/" + program }

    /// Sorts by bytes, which is the fastest order there is, but knows upper and lower case beyond ASCII.
    var localeArguments: [String] {
        if version >= 17 { return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] }
        #if os(Linux)
        return ["--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"]
        #else
        return ["--locale=C"]
        #endif
    }

    /// Finds an installation: `REFINERY_POSTGRES_BIN`, `PATH`, what `pg_config` names, then the usual places of Debian and Homebrew.
    /// - Parameter version: The major version a cluster was made with; `nil` takes the first that is not too old.
    /// - Throws: ``PrivatePostgresError`` naming what to install.
    package static func find(environment: [String: String], version: Int? = nil) async throws -> ServerBinaries {
        if let chosen = environment["REFINERY_POSTGRES_BIN"], !chosen.isEmpty, !isComplete(chosen) {
            throw PrivatePostgresError.binDirectoryIncomplete(chosen)
        }
        var found: [ServerBinaries] = []
        for directory in try await candidates(environment: environment) where isComplete(directory) {
            guard let binaries = try await identify(directory) else { continue }
            if binaries.version >= versionMin, version == nil || version == binaries.version { return binaries }
            found.append(binaries)
        }
        if let version, !found.isEmpty { throw PrivatePostgresError.wrongVersion(data: version, found: found.map(\.version)) }
        if let newest = found.map(\.version).max() { throw PrivatePostgresError.tooOld(found: newest) }
        throw PrivatePostgresError.notInstalled
    }

    /// In order of preference. A chosen folder is the only candidate.
    private static func candidates(environment: [String: String]) async throws -> [String] {
        if let chosen = environment["REFINERY_POSTGRES_BIN"], !chosen.isEmpty { return [chosen] }
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        var directories = path
        if let config = path.map({ $0 + "/pg_config" }).first(where: isExecutable) {
            let answer = try await ChildProcess.run([config, "--bindir"], environment: environment)
            directories += answer.output.split(whereSeparator: \.isNewline).prefix(1).map(String.init)
        }
        directories += numberedDirectories(in: "/usr/lib/postgresql", prefix: "")
        for cellar in ["/opt/homebrew/opt", "/usr/local/opt"] { directories += numberedDirectories(in: cellar, prefix: "postgresql@") }
        return directories + ["/opt/homebrew/bin", "/usr/local/bin"]
    }

    /// The `bin` of each `prefix` + number, the newest version first.
    private static func numberedDirectories(in parent: String, prefix: String) -> [String] {
        entries(of: parent)
            .filter { $0.hasPrefix(prefix) }
            .compactMap { Int($0.dropFirst(prefix.count)) }
            .sorted(by: >)
            .map { "\(parent)/\(prefix)\($0)/bin" }
    }

    private static func isComplete(_ directory: String) -> Bool {
        isExecutable(directory + "/postgres") && isExecutable(directory + "/initdb")
    }

    /// Asks the server for its version: `postgres (PostgreSQL) 15.13 (Debian …)`.
    ///
    /// A link to it, as lies in many a `PATH`, is followed to the folder where its companions are.
    private static func identify(_ directory: String) async throws -> ServerBinaries? {
        let server = realPath(directory + "/postgres")
        let directory = parentDirectory(server)
        let answer = try await ChildProcess.run([server, "--version"], environment: [:])
        return answer.output
            .split(separator: " ").lazy
            .compactMap { Int($0.prefix(while: \.isNumber)) }
            .first.map { ServerBinaries(directory: directory, version: $0) }
    }
}
