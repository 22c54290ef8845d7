internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdHTTP2
package import Logging
internal import NIOCore
internal import NIOSSL
internal import RefineryModel
package import RefineryOperations
internal import ServiceLifecycle
package import Telemetry

/// What requests are answered from.
package struct WebServices: Sendable {
    package let operations: Operations
    package let settings: WebSettings
    package let logger: Logger
    let authenticate: Authenticator
    let reports: TelemetryServer.Reports
    let events: EventHub
    let uploads: UploadPlaces
    let answers = SharedAnswers()

    /// - Parameter reports: What `/health`, `/ready` and `/metrics` answer.
    package init(
        operations: Operations, settings: WebSettings, logger: Logger, reports: TelemetryServer.Reports,
        authenticate: @escaping Authenticator
    ) {
        self.operations = operations
        self.settings = settings
        self.logger = logger
        self.authenticate = authenticate
        self.reports = reports
        events = EventHub(operations, logger)
        uploads = UploadPlaces(settings.uploadsMax)
    }
}

/// The process that answers over HTTP.
package struct WebServer: Service {
    private let services: WebServices
    private let onListening: @Sendable (_ port: Int) -> Void

    /// - Parameter onListening: Called once, as soon as connections are accepted, with the port.
    package init(_ services: WebServices, onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }) {
        self.services = services
        self.onListening = onListening
    }

    /// All routes, in the order in which docs/api.md has them.
    package static var routes: [Route] {
        StandingRoutes.all + ImportRoutes.all + FileRoutes.all + UploadRoutes.all + RunRoutes.all + ListRoutes.all + WebhookRoutes.all
            + EventRoutes.all + EventSocket.all + CallbackRoutes.all + PageRoutes.all
    }

    /// The description of the interface, as `/openapi.yaml` answers it.
    package static var description: String { StandingRoutes.description }

    /// Serves until the graceful shutdown, which ends event streams at once and lets other requests finish.
    /// - Throws: When the address cannot be had, or a certificate cannot be read.
    package func run() async throws {
        let settings = services.settings
        let responder = WebResponder(table: RouteTable(Self.routes), services: services)
        let application = Application(
            responder: responder, server: try server(settings, responder),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionsMax)),
            services: [services.events],
            onServerRunning: { [onListening] channel in onListening(channel.localAddress?.port ?? settings.port) },
            logger: services.logger)
        try await application.run()
    }

    private func server(_ settings: WebSettings, _ web: WebResponder) throws -> HTTPServerBuilder {
        let http1 = HTTP1Channel.Configuration(
            idleTimeout: .nanoseconds(settings.idleTimeout.components.seconds * 1_000_000_000),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.headerBytesMax, maxHeaderListSize: settings.headerBytesMax, maxHeaderFieldCount: 100))
        let socket = EventSocket(services.events, services.operations)
        let tls = try settings.certificate.map(Self.tls)
        return HTTPServerBuilder { responder in
            let plain = PlainChannel(responder: responder, http: http1, isSecure: tls != nil, grant: web.grant, socket: socket)
            guard let tls else { return plain }
            return try SecureChannel(
                tls: tls, http1: plain,
                http2: .init(idleTimeout: settings.idleTimeout, gracefulCloseTimeout: .seconds(2), streamConfiguration: http1))
        }
    }

    private static func tls(_ files: WebSettings.TLSFiles) throws(CertificateUnreadable) -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map { NIOSSLCertificateSource.certificate($0) }
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
            tls.minimumTLSVersion = .tlsv12
            return tls
        } catch {
            throw CertificateUnreadable(files: files, reason: "\(error)")
        }
    }
}

/// A certificate or key that cannot be used.
struct CertificateUnreadable: Fault {
    let files: WebSettings.TLSFiles
    let reason: String

    var code: FaultCode { .settingInvalid }
    var summary: String { "The certificate \(files.certificate) or its key \(files.key) cannot be used: \(reason)." }
    var remedy: String? { "WEB_TLS_CERT and WEB_TLS_KEY name files in PEM that this process can read." }
}
