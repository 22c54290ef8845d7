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

    /// The fields that such a column holds; only of types whose usual headers mean nothing else.
    var fields: [Field] {
        switch self {
        case .businessName: [.businessName]
        case .firstName: [.firstName]
        case .lastName: [.lastName]
        case .email: [.businessEmail, .otherEmails]
        case .phone: [.businessPhone, .directPhone, .otherPhones, .fax]
        case .street: [.businessAddress]
        case .city: [.city]
        case .state: [.state]
        case .zip: [.zipCode]
        case .website: [.website]
        case .employees: [.employeeCount]
        case .revenue: [.annualRevenue]
        case .sicCode: [.sicCode]
        case .naicsCode: [.naicsCode]
        case .yearEstablished: [.yearEstablished]
        case .contactName, .title, .county, .country, .sicDescription, .other: []
        }
    }
}

extension ValueProfile {
    /// Whether enough of the values have the form of such a column, right or wrong: `555-0101` may be a phone, and no e-mail.
    func mayBe(_ type: ColumnType) -> Bool {
        let share =
            switch type {
            case .email: self[.atSign]
            case .phone: max(self[.phone], self[.phoneShape], self[.tenDigits])
            case .state: self[.stateCode] + self[.stateName] + self[.otherState]
            case .zip: max(self[.zip], self[.postcode])
            case .website: max(self[.website], self[.bareDomain], self[.scheme])
            case .employees, .revenue, .sicCode, .naicsCode, .yearEstablished: self[.digitShare]
            default: self[.letterShare] - max(self[.email], self[.website], self[.date], self[.boolean])
            }
        return share >= 0.3
    }
}
