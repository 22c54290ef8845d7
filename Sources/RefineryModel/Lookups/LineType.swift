/// What kind of line a number is. Stored in Twilio's words: other providers translate theirs.
package enum LineType: Sendable, Hashable {
    case mobile, landline, tollFree, fixedVoip, nonFixedVoip, personal, premium, voicemail, sharedCost, uan, pager, unknown
    /// Over the internet: whether fixed or not is not known.
    case voip
    /// A word this program does not know, as it came.
    case other(String)

    private static let known: [LineType] = [
        .mobile, .landline, .tollFree, .fixedVoip, .nonFixedVoip, .personal, .premium, .voicemail, .sharedCost, .uan, .pager, .unknown,
        .voip,
    ]
    /// The words for those that this program knows.
    package static let names = known.map(\.name)
    private static let byName = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0) })

    package init(name: String) {
        self = Self.byName[name] ?? .other(name)
    }

    /// As it is stored.
    package var name: String {
        switch self {
        case .mobile: "mobile"
        case .landline: "landline"
        case .tollFree: "tollFree"
        case .fixedVoip: "fixedVoip"
        case .nonFixedVoip: "nonFixedVoip"
        case .personal: "personal"
        case .premium: "premium"
        case .voicemail: "voicemail"
        case .sharedCost: "sharedCost"
        case .uan: "uan"
        case .pager: "pager"
        case .unknown: "unknown"
        case .voip: "voip"
        case .other(let name): name
        }
    }
}
