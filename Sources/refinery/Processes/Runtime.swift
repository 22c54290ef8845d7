internal import Logging
internal import Postgres
internal import PrivatePostgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import Secrets
internal import RefineryOperations

/// What every command needs: the configuration, a way to the database, a logger.
struct Runtime: Sendable {
    let configuration: Configuration
    let url: Secret
    let database: Database
    let sources: SourceStorages
    let logger: Logger
    /// Whether the database is the private one of this machine.
    let isPrivate: Bool

    /// Reads the configuration and finds the database, starting the private one when there is no other.
    /// - Parameters:
    ///   - role: What the process is, as the database shows it.
    ///   - expectsData: Whether the command is about what is stored already: then no private database is made.
    ///   - migrates: Whether to bring the schema up to date. The private database always is.
    ///   - patience: How long to wait for a database that does not answer; nil: DATABASE_TIMEOUT, as a process of a fleet does.
    /// - Throws: ``StoreError/schemaMissing(pending:)`` when the schema is old and nobody said that it may be migrated.
    static func start(
        role: String, id: String = ImportID().description, expectsData: Bool = false, migrates: Bool = false,
        patience: Duration? = .seconds(2)
    ) async throws -> Runtime {
        let configuration = try loadConfiguration()
        if expectsData, configuration.databaseURL == nil, PrivatePostgres().status() == .absent {
            throw NoDatabaseError(home: PrivatePostgres().home)
        }
        let url = try await databaseURL(announces: role != "run")
        let logger = Logger(label: "refinery.\(role)")
        let isPrivate = configuration.databaseURL == nil
        let revive: @Sendable () async throws -> Void = { try await Self.revivePrivate(logger) }
        let database = Database(
            url: url, role: role, id: id, poolSize: configuration.databasePoolSize, timeout: configuration.databaseTimeout,
            patience: patience,
            commitsAreAwaited: role != WorkerRole.worker.rawValue,
            requiresSynchronousStandby: configuration.requiresSynchronousStandby,
            actor: WorkerRole(rawValue: role).map { _ in "fleet:\(id)" } ?? "cli:\(Environment.submitter)",
            revive: isPrivate ? revive : nil)
        let server = PrivatePostgres()
        let runtime = Runtime(
            configuration: configuration, url: Secret(url), database: database,
            sources: try SourceStorages(
                // Processes of `run` get the private database by its address; others may reach it on another way.
                setting: configuration.sourceStorage, ownDirectory: server.home + "/sources", isPrivate: url == server.url,
                pool: database.pool),
            logger: logger, isPrivate: isPrivate)
        try await runtime.prepareSchema(migrates: migrates || runtime.isPrivate)
        return runtime
    }

    /// Starts one as ``start(role:id:expectsData:migrates:patience:)`` does, lends it, and closes its connections whatever happens.
    static func using<Value>(
        role: String, expectsData: Bool = false, migrates: Bool = false, patience: Duration? = .seconds(2),
        _ body: (Runtime) async throws -> Value
    ) async throws -> Value {
        let runtime = try await start(role: role, expectsData: expectsData, migrates: migrates, patience: patience)
        let result: Result<Value, any Error>
        do { result = .success(try await body(runtime)) } catch { result = .failure(error) }
        await runtime.database.close()
        return try result.get()
    }

    /// A way to the database whatever its schema is: for the command that migrates it.
    static func connectOnly(role: String) async throws -> Database {
        let configuration = try loadConfiguration()
        return Database(
            url: try await databaseURL(), role: role, id: ImportID().description, poolSize: 1,
            timeout: max(configuration.databaseTimeout, .seconds(3600)), patience: configuration.databaseTimeout)
    }

    /// The mappings that a file is compared with. Nil: there is no database, or it does not answer, or is older than mappings; whoever
    /// needs one says so.
    /// - Parameter signatures: What the file's headers may be.
    static func library(for signatures: [HeaderSignature]) async -> MappingLibrary? {
        guard !signatures.isEmpty, let configuration = try? loadConfiguration() else { return nil }
        if configuration.databaseURL == nil, PrivatePostgres().status() == .absent { return nil }
        guard let url = try? await databaseURL() else { return nil }
        let database = Database(
            url: url, role: "mappings", id: ImportID().description, poolSize: 1, timeout: configuration.databaseTimeout,
            patience: .seconds(2))
        let own = try? await database.pool.withConnection { try await $0.rows(FindMappings(signatures)) }
        await database.close()
        return own.map { MappingLibrary(own: $0, templates: SavedMapping.shipped) }
    }

    /// A checkup of the database, whatever its schema is. Only a private database is migrated first, as every command does.
    static func checkup() async throws -> Checkup {
        let configuration = try loadConfiguration()
        let isPrivate = configuration.databaseURL == nil
        return Checkup(
            url: try await databaseURL(preparesPrivate: true), version: Version.current, poolSize: configuration.databasePoolSize,
            isPrivate: isPrivate)
    }

    /// DATABASE_URL, else that of the private Postgres, which is started when it does not run.
    /// - Parameters:
    ///   - announces: Whether to say when a private one was made: who only wanted to look may have meant another database.
    ///   - preparesPrivate: Whether a private one gets its schema first, as every command gives it that needs one.
    static func databaseURL(announces: Bool = true, preparesPrivate: Bool = false) async throws -> String {
        if let given = try loadConfiguration().databaseURL { return given.text }
        if preparesPrivate {
            let runtime = try await start(role: "db")
            await runtime.database.close()
            return runtime.url.text
        }
        let isNew = PrivatePostgres().status() == .absent
        let (url, home) = try await startPrivate()
        if isNew && announces {
            Console.message("Made a private Postgres in \(home). DATABASE_URL or REFINERY_HOME name another database.")
        }
        return url
    }

    /// Starts the private Postgres, whatever DATABASE_URL is.
    static func startPrivate() async throws -> (url: String, home: String) {
        let server = PrivatePostgres()
        if let notice = server.notice, case .absent = server.status() { Console.message(notice) }
        return (try await server.start(), server.home)
    }

    /// Starts the private Postgres again when it ended by itself, as with a full disk; one that somebody stopped stays stopped.
    private static func revivePrivate(_ logger: Logger) async throws {
        guard try await PrivatePostgres().revive() else { return }
        logger.warning("the private Postgres had ended by itself and was started again")
    }

    static func loadConfiguration() throws -> Configuration {
        let configuration = try Configuration(environment: Environment.variables)
        LogFormat.bootstrap(level: configuration.logLevel, style: configuration.logStyle)
        return configuration
    }

    /// What can be asked.
    var operations: Operations { Operations(database: database, sources: sources) }

    private func prepareSchema(migrates: Bool) async throws {
        try await database.pool.withConnection { connection in
            if migrates {
                try await SchemaUpgrade().run(on: connection)
            } else {
                try await SchemaUpgrade().check(on: connection)
            }
        }
    }
}

/// There is no private database yet, and a command that only looks makes none.
struct NoDatabaseError: Fault {
    let home: String

    var code: FaultCode { .databaseUnavailable }
    var summary: String { "There is no database in \(home) yet, so there is nothing to look at." }
    var remedy: String? { "Next: refinery run FILE. DATABASE_URL or REFINERY_HOME name another database." }
}
