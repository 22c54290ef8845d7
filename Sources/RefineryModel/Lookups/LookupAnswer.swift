/// What a provider says about one number. Its description shows nothing of the number.
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
    /// Why what was asked for holds nothing; nil when it holds something or was not asked for.
    package var packageErrorCode: Int?
    /// Why the number is not valid, in the provider's words, such as `TOO_SHORT`.
    package var validationErrors: [String]
    /// The JSON as received, with all that is not in the fields above.
    package var raw: [UInt8]
    /// How many requests of the account were under way, where the provider says so.
    package var concurrentRequests: Int?

    package init(
        valid: Bool, country: String? = nil, nationalFormat: String? = nil, lineType: LineType? = nil, carrierName: String? = nil,
        mobileCountryCode: String? = nil, mobileNetworkCode: String? = nil, packageErrorCode: Int? = nil, validationErrors: [String] = [],
        raw: [UInt8] = [], concurrentRequests: Int? = nil
    ) {
        self.valid = valid
        self.country = country
        self.nationalFormat = nationalFormat
        self.lineType = lineType
        self.carrierName = carrierName
        self.mobileCountryCode = mobileCountryCode
        self.mobileNetworkCode = mobileNetworkCode
        self.packageErrorCode = packageErrorCode
        self.validationErrors = validationErrors
        self.raw = raw
        self.concurrentRequests = concurrentRequests
    }
}

extension LookupAnswer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { valid ? "valid, \(lineType?.name ?? "line type not known")" : "not valid" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
