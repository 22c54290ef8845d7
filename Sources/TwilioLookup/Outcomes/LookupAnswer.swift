/// What Twilio says about one number. Its description shows nothing of the number.
package struct LookupAnswer: Sendable, Equatable {
    /// Whether it can be a number at all.
    package var valid: Bool
    /// ISO 3166-1, two letters.
    package var country: String?
    package var nationalFormat: String?
    package var lineType: LineType?
    package var carrierName: String?
    package var mobileCountryCode: String?
    package var mobileNetworkCode: String?
    /// Why the package that was asked for holds nothing; `nil` when it holds something or was not asked for.
    package var packageErrorCode: Int?
    /// Why the number is not valid, in Twilio's words, such as `TOO_SHORT`.
    package var validationErrors: [String] = []
    /// The JSON as received, with all that is not in the fields above.
    package var raw: [UInt8] = []
    /// How many requests of the account were under way, where Twilio says so.
    package var concurrentRequests: Int?
}

extension LookupAnswer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { valid ? "valid, \(lineType?.name ?? "line type not known")" : "not valid" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
