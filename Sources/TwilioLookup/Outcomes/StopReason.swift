/// Why no lookup at all can succeed until somebody acts.
enum StopReason: Sendable, Equatable {
    /// Twilio does not accept the credentials.
    case credentialsRefused(status: Int, code: Int?)
    /// The account may not use the package that was asked for.
    case packageNotEnabled(code: Int)
    /// The package, or the country of the number, belongs to another of Twilio's regions.
    case wrongRegion(code: Int)
    /// Twilio does not understand the request, such as a field it does not know.
    case requestRefused(status: Int, code: Int?)
    /// No Lookup API answers at the address.
    case wrongAddress(status: Int)
    /// The request cannot be sent by anyone.
    case invalidRequest(reason: String)

    /// What happened, for people.
    var summary: String {
        switch self {
        case .credentialsRefused(let status, let code): "Twilio refuses the credentials (status \(status)\(Self.text(code)))."
        case .packageNotEnabled(let code): "The Twilio account may not use the package that is asked for (error \(code))."
        case .wrongRegion(let code): "The lookup belongs to another region of Twilio (error \(code))."
        case .requestRefused(let status, let code): "Twilio refuses the request (status \(status)\(Self.text(code)))."
        case .wrongAddress(let status): "No Lookup API answers at TWILIO_LOOKUP_API_URL (status \(status))."
        case .invalidRequest(let reason): "The lookup cannot be sent: \(reason)"
        }
    }

    /// What an operator has to do.
    var remedy: String {
        switch self {
        case .credentialsRefused:
            "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, and that the account is active."
        case .packageNotEnabled: "Have the package enabled at console.twilio.com, or leave it out of --fields."
        case .wrongRegion: "Use an API key of the region that serves these numbers, and its address in TWILIO_LOOKUP_API_URL."
        case .requestRefused(_, let code):
            code.map { "Look it up at https://www.twilio.com/docs/api/errors/\($0), and check --fields." }
                ?? "Check --fields and TWILIO_LOOKUP_API_URL."
        case .wrongAddress: "Set TWILIO_LOOKUP_API_URL to \(TwilioLookupConfiguration.defaultURL), or leave it unset."
        case .invalidRequest: "Check TWILIO_LOOKUP_API_URL and the Twilio credentials."
        }
    }

    private static func text(_ code: Int?) -> String { code.map { ", error \($0)" } ?? "" }
}

extension StopReason: CustomStringConvertible {
    var description: String { "\(summary) \(remedy)" }
}
