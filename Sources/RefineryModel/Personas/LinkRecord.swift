/// What a stored record says of a company and of a person: the columns that linking compares and that companies and personas are made of.
package struct LinkRecord: Sendable, Equatable {
    package let id: RecordID
    /// When the newest import with it was submitted, in seconds of Unix time: newer values come before older ones.
    package var seenAt: Int64
    /// When the import was submitted that stored it.
    package var firstSeenAt: Int64
    /// How many rows had it, of whatever imports.
    package var timesSeen: Int
    package var businessName: String?
    /// The whole name, where the file keeps it in one cell.
    package var contactName: String?
    package var firstName: String?
    package var lastName: String?
    /// What stands behind the name, `Jr.`.
    package var nameSuffix: String?
    package var title: String?
    /// In lower case, the main one first.
    package var emails: [String]
    package var phones: [LinkPhone]
    package var website: String?
    package var address: String?
    package var city: String?
    package var state: String?
    package var zipCode: String?
    /// ISO 3166-1 alpha-2.
    package var country: String?
    package var industry: String?
    package var sicCode: String?
    package var naicsCode: String?
    package var employeeCount: Int64?
    package var employeeCountHigh: Int64?
    package var annualRevenue: Int64?
    package var annualRevenueHigh: Int64?

    package init(
        id: RecordID, seenAt: Int64 = 0, businessName: String? = nil, contactName: String? = nil, firstName: String? = nil,
        lastName: String? = nil, nameSuffix: String? = nil, title: String? = nil, emails: [String] = [], phones: [LinkPhone] = [],
        website: String? = nil,
        address: String? = nil, city: String? = nil, state: String? = nil, zipCode: String? = nil, country: String? = nil,
        industry: String? = nil, sicCode: String? = nil, naicsCode: String? = nil, employeeCount: Int64? = nil,
        employeeCountHigh: Int64? = nil, annualRevenue: Int64? = nil, annualRevenueHigh: Int64? = nil, firstSeenAt: Int64? = nil,
        timesSeen: Int = 1
    ) {
        self.id = id
        self.seenAt = seenAt
        self.firstSeenAt = firstSeenAt ?? seenAt
        self.timesSeen = timesSeen
        self.businessName = businessName
        self.contactName = contactName
        self.firstName = firstName
        self.lastName = lastName
        self.nameSuffix = nameSuffix
        self.title = title
        self.emails = emails
        self.phones = phones
        self.website = website
        self.address = address
        self.city = city
        self.state = state
        self.zipCode = zipCode
        self.country = country
        self.industry = industry
        self.sicCode = sicCode
        self.naicsCode = naicsCode
        self.employeeCount = employeeCount
        self.employeeCountHigh = employeeCountHigh
        self.annualRevenue = annualRevenue
        self.annualRevenueHigh = annualRevenueHigh
    }
}

/// A number of a record, in E.164, and where the record has it: that is what it is, as far as a file says.
package struct LinkPhone: Sendable, Hashable {
    package enum Place: Sendable, Hashable {
        /// The company's.
        case business
        /// The contact's own.
        case direct
        /// Further ones, with their ``ColumnRole`` where one is known.
        case other(role: String?)
    }

    package let e164: String
    package let place: Place

    package init(_ e164: String, _ place: Place) {
        self.e164 = e164
        self.place = place
    }
}
