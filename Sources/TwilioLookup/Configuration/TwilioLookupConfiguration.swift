internal import HTTPClient

/// Where lookups are asked, under which account, and for what. Its description shows no secret.
package struct TwilioLookupConfiguration: Sendable {
    package static let defaultURL = "https://lookups.twilio.com/v2/PhoneNumbers"
    static let urlVariable = "TWILIO_LOOKUP_API_URL"
    static let timeoutVariable = "TWILIO_TIMEOUT_MS"

    /// Up to and with `PhoneNumbers`, without a slash at the end.
    package let url: String
    package let version: LookupVersion
    /// Whether credentials can be read on their way: http to another machine.
    package let isInClear: Bool
    /// Who pays, for the budget and for messages: the account's SID, or the API key's where that is all there is.
    package let account: String
    /// The packages to ask for, as Lookup v2 names them; none for the free check of format and validity.
    package let fields: [String]
    /// The longest one lookup may take.
    package let timeout: Duration
    let credentials: BasicCredentials

    /// Checks the settings; an empty text counts as not set.
    ///
    /// - Parameters:
    ///   - url: `TWILIO_LOOKUP_API_URL`. Its path says which version is spoken: `/v2/PhoneNumbers`, `/v1/PhoneNumbers`, or none for v2.
    ///     `nil` for Twilio's own.
    ///   - accountSID: `TWILIO_ACCOUNT_SID`, with `authToken`.
    ///   - authToken: `TWILIO_AUTH_TOKEN`.
    ///   - apiKey: `TWILIO_API_KEY`, with `apiSecret`; goes before the account's token.
    ///   - apiSecret: `TWILIO_API_SECRET`.
    ///   - timeoutMilliseconds: `TWILIO_TIMEOUT_MS`.
    ///   - fields: Packages to ask for; the price depends on them.
    package init(
        url: String? = nil, accountSID: String?, authToken: String?, apiKey: String? = nil, apiSecret: String? = nil,
        timeoutMilliseconds: Int = 5_000, fields: [String] = ["line_type_intelligence"]
    ) throws(TwilioConfigurationError) {
        let address = try LookupAddress(url.nonEmpty ?? Self.defaultURL)
        (self.url, version, isInClear) = (address.url, address.version, address.isInClear)
        guard (1...3_600_000).contains(timeoutMilliseconds) else {
            throw .invalid(variable: Self.timeoutVariable, reason: "\(timeoutMilliseconds) is not between 1 and 3600000.")
        }
        timeout = .milliseconds(timeoutMilliseconds)
        for field in fields where !Self.isKnown(field, version) { throw .unsupportedField(name: field, version: version) }
        self.fields = fields

        let isTwilio = address.isTwilio
        if let key = apiKey.nonEmpty {
            guard let secret = apiSecret.nonEmpty else { throw .missing(variable: "TWILIO_API_SECRET") }
            try Self.check(key, "TWILIO_API_KEY", startsWith: ["SK"], isTwilio: isTwilio)
            try Self.check(secret, "TWILIO_API_SECRET")
            credentials = BasicCredentials(user: key, password: secret)
            account = accountSID.nonEmpty ?? key
        } else {
            guard let account = accountSID.nonEmpty else { throw .missing(variable: "TWILIO_ACCOUNT_SID") }
            guard let token = authToken.nonEmpty else { throw .missing(variable: "TWILIO_AUTH_TOKEN") }
            // A key and its secret in these two work as well.
            try Self.check(account, "TWILIO_ACCOUNT_SID", startsWith: ["AC", "SK"], isTwilio: isTwilio)
            try Self.check(token, "TWILIO_AUTH_TOKEN")
            credentials = BasicCredentials(user: account, password: token)
            self.account = account
        }
    }

    private static func check(
        _ value: String, _ variable: String, startsWith prefixes: [String] = [], isTwilio: Bool = false
    ) throws(TwilioConfigurationError) {
        guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(variable: variable, reason: "It contains a blank, a line end or a character that no credential has.")
        }
        guard !prefixes.isEmpty else { return }
        guard !value.contains(":") else { throw .invalid(variable: variable, reason: "It contains a colon.") }
        guard isTwilio, value.utf8.count != 34 || !prefixes.contains(where: value.hasPrefix) else { return }
        throw .invalid(variable: variable, reason: "It is not \(prefixes.joined(separator: " or ")) and 32 more characters.")
    }

    private static func isKnown(_ field: String, _ version: LookupVersion) -> Bool {
        switch version {
        case .v1: legacyTypes[field] != nil
        case .v2: !field.isEmpty && field.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        }
    }

    /// What an answer with these packages is paid by, as the budget names it. Lookup v1 sells the line type as the package `carrier`, at a
    /// price of its own; without packages it is the free check.
    package static func pricedPackages(_ fields: [String], _ version: LookupVersion) -> [String] {
        if fields.isEmpty { return ["validation"] }
        return fields.map { version == .v1 && $0 == "line_type_intelligence" ? "carrier" : $0 }
    }

    /// What v1 calls the packages it has.
    static let legacyTypes = ["line_type_intelligence": "carrier", "caller_name": "caller-name"]
}

extension TwilioLookupConfiguration: CustomStringConvertible, CustomReflectable {
    package var description: String { "Lookup \(version.rawValue) at \(url)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension String? {
    /// `nil` for an empty text, as an empty environment variable is one that is not set.
    fileprivate var nonEmpty: String? { self?.isEmpty == false ? self : nil }
}
