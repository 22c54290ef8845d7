/// What a column is among those that can hold the same field, and so what becomes of it: `other_phones:mobile`.
package enum ColumnRole: String, CaseIterable, Codable, Sendable {
    // Phones.
    case main, direct, mobile, home, second
    case tollFree = "toll_free"
    // E-mails.
    case business, personal
    // Addresses.
    case location, mailing
    /// The second line of an address, which goes behind the first.
    case line2
    /// A whole address in one cell, which is split into its parts.
    case full

    /// Whether the column only completes another one of the same field.
    package var isPart: Bool { self == .line2 }

    /// Whether a column of that field can be this.
    package func fits(_ field: Field) -> Bool {
        switch self {
        case .direct where field == .phoneExtension: true
        case .main, .direct, .mobile, .home, .second, .tollFree: field == .businessPhone || field == .directPhone || field == .otherPhones
        case .business, .personal: field == .businessEmail || field == .otherEmails
        case .location, .mailing: [.businessAddress, .city, .state, .zipCode, .county, .country].contains(field)
        case .line2, .full: field == .businessAddress
        }
    }
}
