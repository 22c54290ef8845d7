/// What a number is, in the words of Lookup v2.
enum LineType: String, CaseIterable, Sendable {
    case mobile, landline, tollFree, fixedVoip, nonFixedVoip, personal, premium, voicemail, sharedCost, uan, pager, unknown
    /// A type that Twilio has not invented yet: clients keep strings they do not know.
    case satellite

    /// The word of Lookup v1, which knows three; `nil` for the rest.
    var legacyName: String? {
        switch self {
        case .mobile: "mobile"
        case .landline, .tollFree: "landline"
        case .fixedVoip, .nonFixedVoip: "voip"
        default: nil
        }
    }
}
