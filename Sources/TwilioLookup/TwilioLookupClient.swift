package import HTTPClient
package import RefineryModel

/// Asks Twilio about phone numbers. Every failure is an outcome: nothing is thrown, nothing is asked twice by itself.
package struct TwilioLookupClient: LookupProvider {
    package let configuration: TwilioLookupConfiguration
    package let account: LookupAccount
    private let http: HTTPClient
    private let reader: LookupReader
    private let query: String

    /// - Parameters:
    ///   - http: Shared by all lookups; its own limits and timeouts hold where those of `configuration` are longer.
    ///   - name: ``LookupProviderName/simulator`` where a simulator stands in for Twilio.
    package init(http: HTTPClient, configuration: TwilioLookupConfiguration, name: LookupProviderName = .twilio) {
        self.http = http
        self.configuration = configuration
        account = LookupAccount(
            provider: name, id: configuration.account,
            fields: TwilioLookupConfiguration.pricedPackages(configuration.fields, configuration.version))
        reader = LookupReader(version: configuration.version)
        query = Self.query(configuration)
    }

    package func look(up number: String) async -> LookupOutcome { await look(up: number, country: nil) }

    /// Looks one number up, as ``LookupProvider/look(up:)``.
    /// - Parameters:
    ///   - number: E.164 with `+`, or a national number together with its `country`.
    ///   - country: ISO 3166-1, two letters; `nil` for numbers in E.164.
    package func look(up number: String, country: String?) async -> LookupOutcome {
        let request = HTTPRequest(
            .get, url(number, country), headers: [HTTPHeader("Accept", "application/json")], credentials: configuration.credentials,
            timeout: configuration.timeout, isSentAtMostOnce: true)
        do {
            return reader.outcome(try await http.send(request))
        } catch .invalidRequest(let reason) {
            return .stopped(.invalidRequest(reason: reason))
        } catch {
            return .retry(.transport(error), mayHaveBeenBilled: error.mayHaveBeenSent)
        }
    }

    func url(_ number: String, _ country: String?) -> String {
        var parameters = query
        if let country { parameters += (parameters.isEmpty ? "" : "&") + "CountryCode=" + Self.encoded(country) }
        return configuration.url + "/" + Self.encoded(number) + (parameters.isEmpty ? "" : "?" + parameters)
    }

    private static func query(_ configuration: TwilioLookupConfiguration) -> String {
        guard !configuration.fields.isEmpty else { return "" }
        return switch configuration.version {
        case .v2: "Fields=" + configuration.fields.joined(separator: ",")
        case .v1: configuration.fields.compactMap { TwilioLookupConfiguration.legacyTypes[$0] }.map { "Type=" + $0 }.joined(separator: "&")
        }
    }

    /// Percent-encoded but for what is unreserved in a path, and the `+` of E.164, which Twilio's own client sends as it is.
    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(Character(UnicodeScalar(byte)))
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
