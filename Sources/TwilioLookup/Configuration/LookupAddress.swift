/// The address of the API as the configuration gives it, completed and checked.
struct LookupAddress {
    let url: String
    let version: LookupVersion
    /// Whether Twilio answers there, and not a stand-in.
    let isTwilio: Bool
    /// Whether what is sent there can be read on its way: http to another machine.
    let isInClear: Bool

    init(_ text: String) throws(TwilioConfigurationError) {
        func invalid(_ reason: String) -> TwilioConfigurationError {
            .invalid(variable: TwilioLookupConfiguration.urlVariable, reason: reason)
        }
        let schemes = ["https://", "http://"]
        guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else {
            throw invalid("It does not start with https:// or http://.")
        }
        let rest = text.dropFirst(scheme.count)
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !rest.contains(where: { "?#\\\"<>".contains($0) }) else {
            throw invalid("It contains a query, a blank or another character that does not belong there.")
        }
        let segments = rest.split(separator: "/", omittingEmptySubsequences: true)
        guard let server = segments.first, rest.first != "/" else { throw invalid("It names no server.") }
        guard !server.contains("@") else { throw invalid("It contains a user or password; those have variables of their own.") }
        var path = segments.dropFirst()
        if path.last == "PhoneNumbers" { path.removeLast() }
        if path.isEmpty, segments.count == 1 { path = ["v2"] }
        guard let version = path.last.flatMap({ LookupVersion(rawValue: String($0)) }) else {
            throw invalid("Its path does not end in /v2/PhoneNumbers or /v1/PhoneNumbers.")
        }
        let host = server.prefix { $0 != ":" }.lowercased()
        isTwilio = host == "twilio.com" || host.hasSuffix(".twilio.com")
        guard !isTwilio || scheme == "https://" else { throw invalid("Twilio takes credentials over https only.") }
        isInClear = scheme == "http://" && !Self.isLoopback(server)
        self.version = version
        url = scheme + server + "/" + path.joined(separator: "/") + "/PhoneNumbers"
    }

    /// Whether a server, with its port or without, is this machine by its name or number alone.
    private static func isLoopback(_ server: Substring) -> Bool {
        if server.hasPrefix("[") { return server.prefix { $0 != "]" } == "[::1" }
        let host = server.prefix { $0 != ":" }.lowercased()
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return host == "localhost" || host.hasSuffix(".localhost") || numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
    }
}
