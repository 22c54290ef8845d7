internal import Logging
internal import RefineryModel
internal import Secrets
internal import RefineryFleet

/// What the environment says, checked as a whole when a command starts. Every variable is described in .env.example.
struct Configuration: Sendable {
    /// nil: a private Postgres on this machine.
    var databaseURL: Secret?
    var databasePoolSize = 10
    var databaseTimeout: Duration = .seconds(30)
    /// Whether to work only with a server whose awaited commits wait for a standby.
    var requiresSynchronousStandby = false
    var batchSize = 250
    /// nil: no limit.
    var rowsPerRun: Int64? = 2000
    var rowBytesMax = 1 << 20
    var rejectRateMax: Double?
    var requiredFields: [Field] = [.businessName]
    /// Fields of which a value that cannot be read rejects its row.
    var strictFields: [Field] = []
    var fieldFilter = FieldFilter()
    /// Workers of `run`; nil: as many as the machine can use.
    var workers: Int?
    /// nil: in the database, or, beside the private one, in a directory of its home.
    var sourceStorage: String?
    var shutdownTimeout: Duration = .seconds(20)
    /// Where a process answers probes and Prometheus; nil: nowhere.
    var metricsPort: Int?
    var metricsHost = "127.0.0.1"
    var logLevel = Logger.Level.info
    var logStyle = LogFormat.Style.text
    var fleet = FleetSettings()
    var lookup = LookupSettings()
    var twilio: TwilioSettings
    var enrichment: EnrichmentSettings
    var push: PushConfiguration
    var feed: FeedSettings

    /// - Throws: ``ConfigurationError`` naming the variable, its value and what it may be.
    init(environment: [String: String]) throws(ConfigurationError) { try self.init(EnvironmentReader(environment)) }

    /// - Throws: ``ConfigurationError`` naming the variable, its value and what it may be.
    init(_ reader: EnvironmentReader) throws(ConfigurationError) {
        twilio = try TwilioSettings(reader)
        enrichment = try EnrichmentSettings(reader)
        fleet.alerts = try AlertConfiguration(reader).settings
        push = PushConfiguration(environment: reader.environment)
        feed = try FeedSettings(reader)
        databaseURL = reader.secret("DATABASE_URL")
        databasePoolSize = try reader.integer("DATABASE_POOL_SIZE", 1...1000) ?? databasePoolSize
        databaseTimeout = try reader.integer("DATABASE_TIMEOUT", 100...86_400_000).map { .milliseconds($0) } ?? databaseTimeout
        requiresSynchronousStandby = try reader.flag("SYNCHRONOUS_STANDBY") ?? requiresSynchronousStandby
        batchSize = try reader.integer("BATCH_SIZE", ImportOptions.batchSizes) ?? batchSize
        if let rows = try reader.integer("MAX_RECORDS_PER_RUN", 0...Int(RecordID.rowsMax)) { rowsPerRun = rows == 0 ? nil : Int64(rows) }
        rowBytesMax = try reader.integer("MAX_ROW_BYTES", 64...ImportOptions.rowBytes.upperBound) ?? rowBytesMax
        rejectRateMax = try reader.share("MAX_REJECT_RATE")
        requiredFields = try reader.fields("REQUIRED_FIELDS") ?? requiredFields
        for (name, field) in [
            ("PHONE_VALIDATION", Field.businessPhone), ("EMAIL_VALIDATION", .businessEmail), ("ADDRESS_VALIDATION", .businessAddress),
        ] where try reader.flag(name) == true { strictFields.append(field) }
        fieldFilter.excluded = try reader.fields("EXCLUDE_FIELDS") ?? []
        fieldFilter.included = try reader.fields("INCLUDE_FIELDS") ?? []
        if let field = requiredFields.first(where: { !fieldFilter.keeps($0) }) {
            let name = fieldFilter.excluded.contains(field) ? "EXCLUDE_FIELDS" : "INCLUDE_FIELDS"
            throw .invalid(
                name: name, value: reader.text(name) ?? "",
                expected: "fields that keep \(field.rawValue), which REQUIRED_FIELDS names")
        }
        workers = try reader.integer("PARALLEL_WORKERS", 1...256)
        sourceStorage = reader.text("SOURCE_STORAGE")
        shutdownTimeout = try reader.integer("SHUTDOWN_TIMEOUT_SECONDS", 0...86_400).map { .seconds($0) } ?? shutdownTimeout
        metricsPort = try reader.integer("METRICS_PORT", 0...65_535)
        metricsHost = reader.text("METRICS_HOST") ?? metricsHost
        logLevel = try reader.level("LOG_LEVEL") ?? logLevel
        logStyle = try reader.logStyle("LOG_FORMAT") ?? logStyle
        fleet.batchesPerClaim = try reader.integer("MAX_CONCURRENT_BATCHES", 1...1000) ?? fleet.batchesPerClaim
        fleet.attempts = try reader.integer("RETRY_ATTEMPTS", 1...1000) ?? fleet.attempts
        fleet.retry.multiplier = try reader.number("RETRY_MULTIPLIER", 1...10) ?? fleet.retry.multiplier
        if let base = try reader.integer("RETRY_DELAY_MS", 0...3_600_000) {
            fleet.retry.base = .milliseconds(base)
            fleet.retry.ceiling = max(.milliseconds(base), fleet.retry.ceiling)
        }
        if let limit = try reader.integer("PROCESSING_TIMEOUT_SECONDS", 1...86_400) { fleet.processingTimeout = .seconds(limit) }
        if let hours = try reader.integer("KEEP_COMPLETED_JOBS_HOURS", 0...876_000) {
            fleet.retention.completedJobs = .seconds(hours * 3600)
        }
        if let hours = try reader.integer("KEEP_FAILED_JOBS_HOURS", 0...876_000) { fleet.retention.failedJobs = .seconds(hours * 3600) }
        if let hours = try reader.integer("KEEP_SOURCES_HOURS", 0...876_000) { fleet.retention.sources = .seconds(hours * 3600) }
        fleet.retirement.memoryLimit = try reader.bytes("WORKER_MEMORY_LIMIT")
        lookup.concurrency = try reader.integer("LOOKUP_CONCURRENCY", 1...10_000) ?? lookup.concurrency
        if let days = try reader.integer("LOOKUP_TTL_DAYS", 0...36_500) { lookup.freshFor = .seconds(days * 86_400) }
        enrichment.worker.lookup = lookup
        if let delay = try reader.integer("REFINERY_TEST_BATCH_DELAY_MS", 0...60_000) { fleet.batchDelay = .milliseconds(delay) }
        fleet.deadlyText = reader.text("REFINERY_TEST_DEADLY_TEXT")
    }
}

/// Reads typed values from environment variables; an empty variable counts as unset.
struct EnvironmentReader {
    let environment: [String: String]
    private let noteRange: (String, ClosedRange<Int>) -> Void

    /// - Parameter noteRange: Hears what each whole number may be.
    init(_ environment: [String: String], noteRange: @escaping (String, ClosedRange<Int>) -> Void = { _, _ in }) {
        self.environment = environment
        self.noteRange = noteRange
    }

    func text(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    func secret(_ name: String) -> Secret? { text(name).map(Secret.init) }

    func integer(_ name: String, _ allowed: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        noteRange(name, allowed)
        guard let text = text(name) else { return nil }
        guard let value = Int(text), allowed.contains(value) else {
            throw .invalid(name: name, value: text, expected: "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
        return value
    }

    func number(_ name: String, _ allowed: ClosedRange<Double>) throws(ConfigurationError) -> Double? {
        guard let text = text(name) else { return nil }
        guard let value = Double(text), allowed.contains(value) else {
            throw .invalid(name: name, value: text, expected: "a number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
        return value
    }

    func choice(_ name: String, _ words: [String]) throws(ConfigurationError) -> String? {
        guard let text = text(name)?.lowercased() else { return nil }
        guard words.contains(text) else { throw .invalid(name: name, value: text, expected: "one of " + words.joined(separator: ", ")) }
        return text
    }

    func bytes(_ name: String) throws(ConfigurationError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let count = ByteCount(text) else { throw .invalid(name: name, value: text, expected: "a size such as 512M or 2G") }
        return count.bytes
    }

    func flag(_ name: String) throws(ConfigurationError) -> Bool? {
        guard let text = text(name) else { return nil }
        guard let value = ["on": true, "off": false][text.lowercased()] else {
            throw .invalid(name: name, value: text, expected: "on or off")
        }
        return value
    }

    func share(_ name: String) throws(ConfigurationError) -> Double? {
        guard let text = text(name), text.lowercased() != "off" else { return nil }
        guard let value = Double(text), (0...1).contains(value) else {
            throw .invalid(name: name, value: text, expected: "a share from 0 to 1, such as 0.05, or off")
        }
        return value
    }

    func fields(_ name: String) throws(ConfigurationError) -> [Field]? {
        guard let text = text(name) else { return nil }
        var fields: [Field] = []
        for part in text.split(separator: ",") {
            let name2 = part.filter { $0 != " " }
            guard let field = Field(rawValue: name2) else {
                throw .invalid(name: name, value: name2, expected: "fields such as business_name,business_phone,business_email")
            }
            fields.append(field)
        }
        return fields
    }

    func logStyle(_ name: String) throws(ConfigurationError) -> LogFormat.Style? {
        guard let text = text(name) else { return nil }
        guard let style = LogFormat.Style(rawValue: text.lowercased()) else {
            throw .invalid(name: name, value: text, expected: "one of " + LogFormat.Style.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return style
    }

    func level(_ name: String) throws(ConfigurationError) -> Logger.Level? {
        guard let text = text(name) else { return nil }
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            throw .invalid(name: name, value: text, expected: "one of " + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return level
    }
}

/// A variable of the environment that cannot be used.
enum ConfigurationError: Fault, Equatable {
    case invalid(name: String, value: String, expected: String)

    var code: FaultCode { .settingInvalid }
    var details: [String: String] {
        switch self {
        case .invalid(let name, _, _): ["variable": name]
        }
    }
    var summary: String {
        switch self {
        case .invalid(let name, let value, let expected): "\(name) is “\(value)”, but has to be \(expected)."
        }
    }
    var remedy: String? { "Correct the variable, or unset it to get its default." }
}
