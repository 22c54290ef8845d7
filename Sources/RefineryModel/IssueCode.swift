/// Why a row was rejected or a value of it was dropped. The raw values are stable: scripts and SQL may rely on them.
package enum IssueCode: String, CaseIterable, Codable, Sendable {
    // The row as a whole.
    case rowTooShort = "row_too_short"
    case rowTooLong = "row_too_long"
    case rowTooManyBytes = "row_too_many_bytes"
    case unclosedQuote = "unclosed_quote"
    case textAfterQuote = "text_after_quote"
    case nulBytesDropped = "nul_bytes_dropped"
    case notUTF8 = "not_utf8"
    case internalError = "internal_error"
    // One field of it.
    case fieldMissing = "field_missing"
    case businessNameMissing = "business_name_missing"
    case emailMissing = "email_missing"
    case emailMalformed = "email_malformed"
    case phoneMissing = "phone_missing"
    case phoneInvalid = "phone_invalid"
    case stateUnknown = "state_unknown"
    case zipMalformed = "zip_malformed"
    case zipNotInState = "zip_not_in_state"
    case websiteMalformed = "website_malformed"
    case employeeCountMalformed = "employee_count_malformed"
    case annualRevenueMalformed = "annual_revenue_malformed"
    case sicMalformed = "sic_malformed"
    case naicsMalformed = "naics_malformed"
    case yearMalformed = "year_malformed"
    case severalValues = "several_values"

    /// One sentence for the person who has to repair the row.
    package var message: String {
        switch self {
        case .rowTooShort: "The row has fewer columns than the header."
        case .rowTooLong: "The row has more columns than the header."
        case .rowTooManyBytes: "The row is larger than MAX_ROW_BYTES allows."
        case .unclosedQuote: "A quote is opened and never closed."
        case .textAfterQuote: "Text follows a closing quote."
        case .nulBytesDropped: "NUL bytes were dropped from the row."
        case .notUTF8: "The row is not in the encoding of the file."
        case .internalError: "The row could not be processed because of a defect in this program."
        case .fieldMissing: "A required field is empty."
        case .businessNameMissing: "The business name is empty."
        case .emailMissing: "The e-mail address is empty."
        case .emailMalformed: "The e-mail address is not an address that mail can be sent to."
        case .phoneMissing: "The phone number is empty."
        case .phoneInvalid: "The phone number is not a number that can be called."
        case .stateUnknown: "The state is neither a USPS code nor the name of a state, territory or province."
        case .zipMalformed: "The ZIP code is not a ZIP, ZIP+4 or Canadian postal code that fits the state."
        case .zipNotInState: "The ZIP code belongs to another state; it was kept as written."
        case .websiteMalformed: "The website is not an address on the web."
        case .employeeCountMalformed: "The employee count is neither a number nor a range."
        case .annualRevenueMalformed: "The annual revenue is neither an amount in US dollars nor a range."
        case .sicMalformed: "The SIC code is not 2 to 8 digits."
        case .naicsMalformed: "The NAICS code is not 2 to 8 digits."
        case .yearMalformed: "The year of establishment is not a year between 1600 and next year."
        case .severalValues: "The cell holds several values; the first valid one was taken."
        }
    }
}
