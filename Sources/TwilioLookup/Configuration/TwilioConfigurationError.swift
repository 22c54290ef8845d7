package import RefineryModel

/// Why the settings for Twilio cannot be used. `variable` names the environment variable to correct; no secret in any description.
package enum TwilioConfigurationError: Fault, Equatable {
    case missing(variable: String)
    /// Its value cannot be what is meant.
    case invalid(variable: String, reason: String)
    /// A field that this version of the API does not know, or that is no name of a field.
    case unsupportedField(name: String, version: LookupVersion)

    package var code: FaultCode { .settingInvalid }

    package var summary: String {
        switch self {
        case .missing(let variable): "\(variable) is not set."
        case .invalid(let variable, let reason): "\(variable) cannot be used: \(reason)"
        case .unsupportedField(let name, let version): "Lookup \(version.rawValue) has no field \"\(name)\"."
        }
    }

    package var remedy: String? {
        switch self {
        case .missing("TWILIO_API_SECRET"): "Set TWILIO_API_SECRET to the secret that Twilio showed when TWILIO_API_KEY was made."
        case .missing: "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET; see console.twilio.com."
        case .invalid(TwilioLookupConfiguration.urlVariable, _):
            "Write it as \(TwilioLookupConfiguration.defaultURL), with /v1/ for the legacy API, or leave it unset."
        case .invalid(TwilioLookupConfiguration.timeoutVariable, _): "Give milliseconds, such as 5000."
        case .invalid(let variable, _): "Copy \(variable) again from console.twilio.com."
        case .unsupportedField(_, .v1): "Lookup v1 knows line_type_intelligence and caller_name; leave out the others, or use v2."
        case .unsupportedField(_, .v2): "Give names such as line_type_intelligence,caller_name, separated by commas."
        }
    }
}

extension TwilioConfigurationError: CustomStringConvertible {
    package var description: String { summary }
}
