internal import RefineryModel

/// What the model tells apart; fields and roles are found from it by ``ColumnMeaning``.
enum ColumnType: String, CaseIterable {
    case businessName = "business_name"
    case contactName = "contact_name"
    case firstName = "first_name"
    case lastName = "last_name"
    case title, email, phone, street, city, state, zip, county, country, website, employees, revenue
    case sicCode = "sic_code"
    case sicDescription = "sic_description"
    case naicsCode = "naics_code"
    case yearEstablished = "year_established"
    case other

    /// Its place in ``allCases``.
    var index: Int { Self.indices[self] ?? 0 }

    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
