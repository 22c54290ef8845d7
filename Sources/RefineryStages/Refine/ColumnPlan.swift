internal import RefineryModel

/// The mapping of an import, turned round: for each field its column, so that refining a row looks nothing up.
struct ColumnPlan {
    /// Columns of the header.
    let count: Int
    let businessName, contactName, firstName, lastName, title: Int?
    let businessEmail, businessPhone, directPhone, areaCode: Int?
    let businessAddress, city, state, zipCode, zip4, county: Int?
    let website, industry, businessType: Int?
    let employeeCount, annualRevenue, sicCode, sicDescription, naicsCode, yearEstablished: Int?
    /// What an annual revenue in plain digits is multiplied by.
    let revenueMultiplier: Int64
    /// Columns without a field, each with the beginning of its JSON member: `"name":"`.
    let extras: [(column: Int, key: [UInt8])]
    /// Columns that are stored nowhere but in the source, ascending.
    let hidden: [Int]

    init(_ mapping: Mapping) {
        func column(_ field: Field) -> Int? { mapping.column(of: field) }
        count = mapping.columns.count
        businessName = column(.businessName)
        contactName = column(.contactName)
        firstName = column(.firstName)
        lastName = column(.lastName)
        title = column(.title)
        businessEmail = column(.businessEmail)
        businessPhone = column(.businessPhone)
        directPhone = column(.directPhone)
        areaCode = column(.areaCode)
        businessAddress = column(.businessAddress)
        city = column(.city)
        state = column(.state)
        zipCode = column(.zipCode)
        zip4 = column(.zip4)
        county = column(.county)
        website = column(.website)
        industry = column(.industry)
        businessType = column(.businessType)
        employeeCount = column(.employeeCount)
        annualRevenue = column(.annualRevenue)
        sicCode = column(.sicCode)
        sicDescription = column(.sicDescription)
        naicsCode = column(.naicsCode)
        yearEstablished = column(.yearEstablished)
        revenueMultiplier =
            annualRevenue.map { index in
                if case .field(_, let multiplier) = mapping.columns[index] { multiplier } else { 1 }
            } ?? 1
        hidden = mapping.columns.indices.filter { index in
            if case .neverStored = mapping.columns[index] { true } else { false }
        }
        extras = mapping.columns.enumerated().compactMap { index, use in
            guard case .extra(let name) = use else { return nil }
            return (column: index, key: JSONText.quoted(name) + [UInt8(ascii: ":")])
        }
    }
}
