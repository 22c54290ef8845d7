/// What a cell says of one of its numbers: `Fax: …`, `… (cell)`.
package enum PhoneLabel: UInt8, Sendable, CaseIterable {
    /// Somebody answers: `Tel`, `Phone`, `Voice`. Together with ``fax`` it makes a phone.
    case voice
    /// A machine answers.
    case fax
    case main, direct, mobile, home, tollFree
}

/// The labels of one number.
struct PhoneLabels: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ label: PhoneLabel) { rawValue = 1 << label.rawValue }

    /// The one label that counts; `nil` when nothing is said. `Tel/Fax` is a phone, `Office Fax` a fax.
    var label: PhoneLabel? {
        if contains(Self(.fax)), !contains(Self(.voice)) { return .fax }
        return [.mobile, .direct, .home, .tollFree, .main].first { contains(Self($0)) } ?? (contains(Self(.voice)) ? .voice : nil)
    }
}
