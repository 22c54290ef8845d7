internal import ArgumentParser
internal import Logging
internal import RefineryModel
internal import RefineryOperations
internal import RefineryWeb
internal import ServiceLifecycle
internal import UnixSignals

struct WebCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "web", abstract: "Answer over HTTP: submit files, follow and control imports, fetch results.",
        discussion: """
            Listens on this machine alone, unless WEB_HOST says otherwise. Who asks needs a key (refinery keys create). docs/api.md has
            all addresses.
            SIGTERM: ends event streams, lets other requests finish, exits with 0.

            Example:
              refinery web --port 8080
              curl -H "Authorization: Bearer $REFINERY_API_KEY" http://127.0.0.1:8080/api/v1/imports
            """)

    @Option(name: .long, help: ArgumentHelp("Where to listen; 0 is any free port. Default: PORT, else 8080.", valueName: "port"))
    var port: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("The address to listen at; 0.0.0.0 is every one. Default: WEB_HOST, else 127.0.0.1.", valueName: "address"))
    var host: String?

    private static let role = "web"

    /// It has no loops that could hang: whoever gets an answer has it from one that lives.
    private static let isAlive: @Sendable () -> Bool = { true }

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port has to be from 0 to 65535.") }
    }

    func run() async throws {
        try await reporting {
            var web = try WebConfiguration(EnvironmentReader(Environment.variables)).settings(
                try Configuration(environment: Environment.variables))
            if let port { web.port = port }
            if let host { web.host = host }
            let settings = web
            try await Runtime.using(role: Self.role, patience: .seconds(5)) { runtime in
                try await serve(settings, runtime)
            }
        }
    }

    private func serve(_ settings: WebSettings, _ runtime: Runtime) async throws {
        if settings.certificate == nil, !["127.0.0.1", "localhost", "::1"].contains(settings.host) {
            runtime.logger.warning(
                "keys travel in clear text beyond this machine: set WEB_TLS_CERT and WEB_TLS_KEY, or stand behind a proxy")
        }
        let keys = APIKeys(database: runtime.database)
        let logger = runtime.logger
        let services = WebServices(
            operations: runtime.operations, settings: settings, logger: logger,
            reports: ProcessTelemetry.reports(role: Self.role, runtime: runtime, isAlive: Self.isAlive),
            authenticate: { token, address in try await keys.authenticate(token, from: address) })
        let scheme = settings.certificate == nil ? "http" : "https"
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        let manager = ServiceManager(environment: Environment.variables)
        let server = WebServer(services) { port in
            Console.out("listening on \(scheme)://\(host):\(port)")
            manager?.tellReady()
        }
        let life: [any Service] = manager.map { [ManagedLife(manager: $0, shutdownTimeout: settings.shutdownTimeout)] } ?? []
        var configuration = ServiceGroupConfiguration(
            // Stopped last: a process that drains still says so.
            services: ProcessTelemetry.service(role: Self.role, runtime: runtime, isAlive: Self.isAlive) + [server] + life,
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.shutdownTimeout
        do { try await ServiceGroup(configuration: configuration).run() } catch is CancellationError {}
        logger.info("stopped")
    }
}
