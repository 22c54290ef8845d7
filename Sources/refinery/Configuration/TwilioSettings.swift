internal import HTTPClient
internal import Logging
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Secrets
internal import TwilioLookup

/// How lookups are bought: whose account, where, and what is asked for.
struct TwilioSettings: Sendable {
    /// `TWILIO_LOOKUP_API_URL`; nil is Twilio's own Lookup v2.
    var url: String?
    var accountSID: String?
    var authToken: Secret?
    var apiKey: String?
    var apiSecret: Secret?
    var timeoutMilliseconds = 5000
    /// Packages of the answer, as Lookup v2 names them.
    var fields = ["line_type_intelligence"]
    /// What lookup workers make the limits of the account when they start; nil: as they are.
    var ratePerSecond: Double?
    var monthlyRequests: Int64?

    /// What is said when an import's numbers are not looked up and nobody asked for that.
    static let skipped = """
        Phone lookups are skipped; --no-lookup says that this is meant. To try them for nothing: refinery run FILE --simulate-twilio
        To buy them, set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. What they would cost: refinery estimate FILE
        """

    init(_ reader: EnvironmentReader) throws(ConfigurationError) {
        url = reader.text("TWILIO_LOOKUP_API_URL")
        accountSID = reader.text("TWILIO_ACCOUNT_SID")
        authToken = reader.secret("TWILIO_AUTH_TOKEN")
        apiKey = reader.text("TWILIO_API_KEY")
        apiSecret = reader.secret("TWILIO_API_SECRET")
        timeoutMilliseconds = try reader.integer("TWILIO_TIMEOUT_MS", 50...600_000) ?? timeoutMilliseconds
        ratePerSecond = try reader.number("LOOKUPS_PER_SECOND", 0.001...1_000_000)
        monthlyRequests = try reader.integer("LOOKUPS_PER_MONTH", 0...1_000_000_000_000).map(Int64.init)
        if let names = reader.text("LOOKUP_FIELDS") { fields = Self.fields(names) }
    }

    /// Names separated by commas.
    static func fields(_ text: String) -> [String] { text.split(separator: ",").map { $0.filter { $0 != " " } } }

    /// What an answer with these packages is paid by, as the budget names it.
    var pricedFields: [String] { TwilioLookupConfiguration.pricedPackages(fields, url?.contains("/v1") == true ? .v1 : .v2) }

    /// Whose account pays for lookups, and by what.
    /// - Parameter account: nil: that of the settings.
    func terms(account: String?) -> LookupTerms { LookupTerms(account: account ?? accountSID, packages: pricedFields) }

    /// Whether there is an account to ask with.
    var isConfigured: Bool { (accountSID != nil && authToken != nil) || (apiKey != nil && apiSecret != nil) }

    /// Whoever is asked.
    /// - Throws: What of the configuration is missing or wrong, naming the variable.
    func provider() throws -> any LookupProvider {
        let configuration = try configuration()
        let timeout = configuration.timeout
        let http = HTTPClient(
            HTTPClientConfiguration(connectTimeout: min(timeout, .seconds(5)), timeout: timeout, maxResponseBytes: 1 << 20))
        return TwilioLookupClient(http: http, configuration: configuration, name: SimulatedAccount.provider(of: configuration.account))
    }

    /// Says so when whoever listens on the way to the account can read the credentials. What else is wrong, ``provider()`` says.
    func warnOfClearText(_ logger: Logger) {
        guard let configuration = try? configuration(), configuration.isInClear else { return }
        logger.warning(
            "the account's credentials and all phone numbers travel in clear: TWILIO_LOOKUP_API_URL is http:// to another machine, use https://",
            metadata: ["url": "\(configuration.url)"])
    }

    private func configuration() throws -> TwilioLookupConfiguration {
        try TwilioLookupConfiguration(
            url: url, accountSID: accountSID, authToken: authToken?.text, apiKey: apiKey, apiSecret: apiSecret?.text,
            timeoutMilliseconds: timeoutMilliseconds, fields: fields)
    }
}
