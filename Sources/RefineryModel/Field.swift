/// What a column of a business file can mean. The raw values are the names that `--map`, rejects and JSON use.
package enum Field: String, CaseIterable, Codable, Sendable, CodingKeyRepresentable {
    case businessName = "business_name"
    case contactName = "contact_name"
    case firstName = "first_name"
    case lastName = "last_name"
    case title
    case businessEmail = "business_email"
    case businessPhone = "business_phone"
    case directPhone = "direct_phone"
    case areaCode = "area_code"
    case businessAddress = "business_address"
    case city
    case state
    case zipCode = "zip_code"
    /// The four digits after the ZIP, where a file keeps them in a column of their own.
    case zip4
    case county
    case website
    case industry
    case businessType = "business_type"
    case employeeCount = "employee_count"
    case annualRevenue = "annual_revenue"
    case sicCode = "sic_code"
    case sicDescription = "sic_description"
    case naicsCode = "naics_code"
    case yearEstablished = "year_established"
}
