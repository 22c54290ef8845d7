package import HTTPClient
package import RefineryModel
package import Secrets
internal import StandardWebhooks

/// Makes destinations of their settings, with what all of them share.
package struct CampaignDestinations: Sendable {
    let http: HTTPClient
    /// The value of a variable of this process.
    let secret: @Sendable (_ variable: String) -> Secret?

    package init(http: HTTPClient, secret: @escaping @Sendable (_ variable: String) -> Secret?) {
        self.http = http
        self.secret = secret
    }

    /// - Throws: ``DestinationFault`` where something is missing or makes no sense.
    package func make(_ settings: DestinationSettings) throws -> any PushDestination {
        switch settings.kind {
        case .webhook: try Webhook(settings, self)
        case .rest: try RESTDestination(settings, self)
        case .directory: try DirectoryDestination(settings)
        case .five9: try Five9(settings, self)
        case .ringcx: try RingCX(settings, self)
        case .hubspot: try HubSpot(settings, self)
        case .salesforce: try Salesforce(settings, self)
        case .gohighlevel: try GoHighLevel(settings, self)
        }
    }

    /// What settings say that needs no secret: without a word they are right.
    /// - Throws: ``DestinationFault``.
    package static func check(_ settings: DestinationSettings) throws {
        if let batch = settings.batch, !(1...settings.kind.batchMax).contains(batch) {
            throw DestinationFault.invalid("\(settings.kind.rawValue) takes 1 to \(settings.kind.batchMax) contacts a request.")
        }
        for name in [settings.secretVariable, settings.userVariable].compactMap(\.self)
        where name.isEmpty || name.contains(where: { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }) {
            throw DestinationFault.invalid("A secret is given by the name of the variable that holds it, such as DIALER_SECRET.")
        }
        // What a secret looks like is of no interest here, only that everything else makes a destination.
        let anything = settings.kind == .webhook ? WebhookKey.example : "secret"
        _ = try CampaignDestinations(http: HTTPClient(), secret: { _ in Secret(anything) }).make(settings)
    }

    /// - Throws: ``DestinationFault/noSecret(variable:)``, ``DestinationFault/invalid(_:)``.
    func required(_ variable: String?, _ what: String) throws -> String {
        guard let variable else { throw DestinationFault.invalid("Say which variable holds \(what).") }
        guard let value = secret(variable)?.text, !value.isEmpty else { throw DestinationFault.noSecret(variable: variable) }
        return value
    }
}

extension DestinationSettings {
    /// The address without a slash at its end.
    /// - Throws: ``DestinationFault/invalid(_:)``.
    func base(_ vendor: String? = nil) throws -> String {
        guard let url = url ?? vendor else { throw DestinationFault.invalid("Say the address: http or https.") }
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), !url.contains(where: \.isWhitespace) else {
            throw DestinationFault.invalid("“\(url)” is no address: it begins with http:// or https://.")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    func needed(_ value: String?, _ what: String) throws -> String {
        guard let value, !value.isEmpty else { throw DestinationFault.invalid("Say \(what).") }
        return value
    }
}

/// Why nothing can be sent to a destination.
package enum DestinationFault: Fault, Equatable {
    case invalid(String)
    case noSecret(variable: String)

    package var code: FaultCode {
        switch self {
        case .invalid: .destinationInvalid
        case .noSecret: .settingInvalid
        }
    }
    package var summary: String {
        switch self {
        case .invalid(let what): what
        case .noSecret(let variable): "\(variable) is not set where contacts are pushed, and the destination needs it."
        }
    }
    package var remedy: String? {
        switch self {
        case .invalid: nil
        case .noSecret(let variable): "Set \(variable) for every push worker, start them again, and resume the run."
        }
    }
}
