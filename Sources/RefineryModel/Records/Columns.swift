/// The columns of a record that come from a row, in the order in which they are written and shown. The one list of them: COPY, export,
/// dry run, erasure and fingerprints follow it; tests hold the schema and `sql/queries/records/fill_records.sql` to it.
///
/// The raw values are the names in SQL. "How to add: a column" in docs/architecture.md says what else a new case takes.
package enum RecordColumn: String, CaseIndexed, Sendable {
    case businessName = "business_name"
    case contactName = "contact_name"
    case firstName = "first_name"
    case lastName = "last_name"
    /// What stands before the name: `Dr.`.
    case namePrefix = "name_prefix"
    /// What stands behind it: `Jr.`, `MD`.
    case nameSuffix = "name_suffix"
    case title
    case businessEmail = "business_email"
    case phoneE164 = "phone_e164"
    case phoneExtension = "phone_extension"
    /// A ``PhoneStatus``; never null.
    case phoneStatus = "phone_status"
    case directPhoneE164 = "direct_phone_e164"
    case directPhoneExtension = "direct_phone_extension"
    /// Further numbers of the contact in E.164; those of the columns above are not among them.
    case otherPhones = "other_phones"
    /// For each of ``otherPhones`` its ``ColumnRole``.
    case otherPhoneRoles = "other_phone_roles"
    /// In E.164; never called.
    case fax
    /// Further addresses; the one of ``businessEmail`` is not among them.
    case otherEmails = "other_emails"
    case website
    case businessAddress = "business_address"
    case city
    case state
    case zipCode = "zip_code"
    case county
    /// Of the address, as ISO 3166-1 alpha-2.
    case country
    case industry
    case businessType = "business_type"
    case employeeCount = "employee_count"
    case employeeCountHigh = "employee_count_high"
    case employeeCountText = "employee_count_text"
    case annualRevenue = "annual_revenue"
    case annualRevenueHigh = "annual_revenue_high"
    case annualRevenueText = "annual_revenue_text"
    case sicCode = "sic_code"
    case sicDescription = "sic_description"
    case naicsCode = "naics_code"
    case yearEstablished = "year_established"
    /// JSON of what could not be parsed.
    case processingErrors = "processing_errors"
    /// JSON of the file's columns without a field.
    case extra

    /// The type of the column in SQL.
    package enum Kind: String, Sendable {
        case text, bigint, smallint, jsonb
        /// Its values in ``RecordDraft`` are separated by LF, which none of them holds.
        case texts = "text[]"
    }

    package var kind: Kind {
        switch self {
        case .employeeCount, .employeeCountHigh, .annualRevenue, .annualRevenueHigh: .bigint
        case .yearEstablished: .smallint
        case .processingErrors, .extra: .jsonb
        case .otherPhones, .otherPhoneRoles, .otherEmails: .texts
        default: .text
        }
    }

    /// When a row that repeats a record completes the column, where the import says so.
    package enum Fill: Sendable, Equatable {
        case never
        /// Where the record has nothing.
        case empty
        /// Where the record has nothing and the row is of the same person.
        case emptyOfSamePerson
        /// Together with another column, by a rule of its own.
        case with(RecordColumn)
        /// Members that the record does not have.
        case members
    }

    package var fill: Fill {
        switch self {
        case .businessName, .businessEmail, .phoneE164, .website, .businessAddress, .city, .state, .zipCode, .county, .country,
            .industry, .businessType, .employeeCount, .annualRevenue, .sicCode, .naicsCode, .yearEstablished, .fax:
            .empty
        case .contactName, .firstName, .lastName, .namePrefix, .nameSuffix, .title, .directPhoneE164, .otherPhones, .otherEmails:
            .emptyOfSamePerson
        case .phoneExtension, .phoneStatus: .with(.phoneE164)
        case .directPhoneExtension: .with(.directPhoneE164)
        case .otherPhoneRoles: .with(.otherPhones)
        case .employeeCountHigh, .employeeCountText: .with(.employeeCount)
        case .annualRevenueHigh, .annualRevenueText: .with(.annualRevenue)
        case .sicDescription: .with(.sicCode)
        case .extra: .members
        case .processingErrors: .never
        }
    }

    /// How a person who is to be erased is found by the column.
    package enum PersonalData: Sendable {
        /// It holds a number in E.164.
        case phone
        /// It holds an address.
        case email
        /// Anything may stand in it.
        case anything
    }

    /// Nil where nobody is found by it: a name alone is not one person's.
    package var personalData: PersonalData? {
        switch self {
        case .phoneE164, .directPhoneE164, .otherPhones, .fax: .phone
        case .businessEmail, .otherEmails: .email
        case .processingErrors, .extra: .anything
        case .businessName, .contactName, .firstName, .lastName, .namePrefix, .nameSuffix, .title, .phoneExtension, .phoneStatus,
            .directPhoneExtension, .otherPhoneRoles, .website, .businessAddress, .city, .state, .zipCode, .county, .country, .industry,
            .businessType,
            .employeeCount, .employeeCountHigh,
            .employeeCountText, .annualRevenue, .annualRevenueHigh, .annualRevenueText, .sicCode, .sicDescription, .naicsCode,
            .yearEstablished:
            nil
        }
    }
}

/// What a column of a business file can mean. The raw values are the names that `--map`, rejects and JSON use.
package enum Field: String, CaseIndexed, Codable, Sendable, CodingKeyRepresentable {
    case businessName = "business_name"
    case contactName = "contact_name"
    case firstName = "first_name"
    case lastName = "last_name"
    case namePrefix = "name_prefix"
    case nameSuffix = "name_suffix"
    case title
    case businessEmail = "business_email"
    /// Further columns of e-mails; a file may have several.
    case otherEmails = "other_emails"
    case businessPhone = "business_phone"
    case directPhone = "direct_phone"
    /// Further columns of phones; a file may have several.
    case otherPhones = "other_phones"
    /// Completes the business phone, or with the role `direct` the direct phone, where a file keeps extensions in columns of their own.
    case phoneExtension = "extension"
    case fax
    case areaCode = "area_code"
    case businessAddress = "business_address"
    case city
    case state
    case zipCode = "zip_code"
    /// The four digits after the ZIP, where a file keeps them in a column of their own.
    case zip4
    case county
    /// Of the address: a name or a code.
    case country
    case website
    case industry
    case businessType = "business_type"
    case employeeCount = "employee_count"
    case annualRevenue = "annual_revenue"
    case sicCode = "sic_code"
    case sicDescription = "sic_description"
    case naicsCode = "naics_code"
    case yearEstablished = "year_established"

    /// The column of a record that holds what this field says, or most of it.
    package var column: RecordColumn { Self.columns[index] }

    /// By the index of the field: rows ask for it cell by cell.
    private static let columns = allCases.map { field in
        switch field {
        case .businessPhone, .areaCode: return RecordColumn.phoneE164
        case .phoneExtension: return .phoneExtension
        case .directPhone: return .directPhoneE164
        case .zip4: return .zipCode
        default:
            guard let column = RecordColumn(rawValue: field.rawValue) else { preconditionFailure("no column holds \(field.rawValue)") }
            return column
        }
    }

    /// Whether the field only completes another one.
    package var isPart: Bool { self == .areaCode || self == .zip4 || self == .phoneExtension }

    /// Whether several columns of a file can be it.
    package var isRepeatable: Bool { self == .otherPhones || self == .otherEmails || self == .fax || self == .phoneExtension }
}
