internal import RefineryFleet
internal import RefineryModel
internal import RefineryWeb

/// How `refinery web` listens, from the environment.
struct WebConfiguration: Sendable {
    private(set) var settings = WebSettings()

    /// - Throws: ``ConfigurationError``.
    init(_ reader: EnvironmentReader) throws(ConfigurationError) {
        settings.host = reader.text("WEB_HOST") ?? settings.host
        settings.port = try reader.integer("PORT", 0...65_535) ?? settings.port
        if let prefix = reader.text("WEB_PATH_PREFIX") {
            guard prefix.hasPrefix("/"), !prefix.hasSuffix("/") else {
                throw .invalid(name: "WEB_PATH_PREFIX", value: prefix, expected: "a path such as /refinery")
            }
            settings.pathPrefix = prefix
        }
        switch (reader.text("WEB_TLS_CERT"), reader.text("WEB_TLS_KEY")) {
        case (nil, nil): break
        case (let certificate?, let key?): settings.certificate = .init(certificate: certificate, key: key)
        case (let certificate, _):
            throw .invalid(
                name: certificate == nil ? "WEB_TLS_CERT" : "WEB_TLS_KEY", value: "", expected: "set together with the other one")
        }
        settings.uploadBytesMax =
            try reader.integer("WEB_MAX_UPLOAD_MB", 1...1_000_000).map { Int64($0) << 20 } ?? settings.uploadBytesMax
        settings.connectionsMax = try reader.integer("WEB_MAX_CONNECTIONS", 1...100_000) ?? settings.connectionsMax
        settings.uploadsMax = try reader.integer("WEB_MAX_UPLOADS", 1...10_000) ?? settings.uploadsMax
        settings.idleTimeout = try reader.integer("WEB_IDLE_SECONDS", 1...3600).map { .seconds($0) } ?? settings.idleTimeout
        settings.importDirectory = reader.text("WEB_IMPORT_DIRECTORY")
    }

    /// The settings with what the rest of the configuration says of imports.
    func settings(_ configuration: Configuration) -> WebSettings {
        var settings = settings
        settings.version = Version.current
        settings.shutdownTimeout = min(configuration.shutdownTimeout, settings.shutdownTimeout)
        settings.intake.batchSize = configuration.batchSize
        settings.intake.rowBytesMax = configuration.rowBytesMax
        settings.intake.rowsPerRun = configuration.rowsPerRun
        settings.intake.rejectRateMax = configuration.rejectRateMax
        settings.intake.requiredFields = configuration.requiredFields
        settings.intake.strictFields = configuration.strictFields
        settings.intake.fieldFilter = configuration.fieldFilter
        settings.intake.attempts = configuration.fleet.attempts
        settings.intake.looksUpNumbers = configuration.twilio.isConfigured
        return settings
    }
}
