/// Why a text is not a phone number. Raw values are stable: they are stored and counted.
package enum PhoneNumberFault: String, Sendable, CaseIterable {
    case tooShort = "too_short"
    case tooLong = "too_long"
    case noSuchAreaCode = "no_such_area_code"
    case noSuchExchange = "no_such_exchange"
    case noSuchCountryCode = "no_such_country_code"
    case unassigned = "unassigned"
    case lettersOnly = "letters_only"
    case unknownWords = "unknown_words"
    case spreadsheetExponent = "spreadsheet_exponent"
    case extensionTooLong = "extension_too_long"
    case notANumber = "not_a_number"

    /// One sentence for people: what is wrong, and what to do where something can be done.
    package var message: String {
        switch self {
        case .tooShort: "The phone number has too few digits; a number without its area code must be joined with it first."
        case .tooLong: "The phone number has too many digits."
        case .noSuchAreaCode: "No such area code exists in the North American Numbering Plan."
        case .noSuchExchange: "The three digits after the area code are not an exchange of that area."
        case .noSuchCountryCode: "No country has the calling code that the phone number begins with."
        case .unassigned: "The phone number is in no range that its country has assigned."
        case .lettersOnly: "The phone cell holds words and no number."
        case .unknownWords: "The phone cell holds words that are neither a known remark nor a complete vanity number."
        case .spreadsheetExponent:
            "A spreadsheet has cut the phone number to scientific notation; its digits are lost. Export the column as text."
        case .extensionTooLong: "The extension has more than \(PhoneNumber.extensionLengthMax) digits."
        case .notANumber: "The phone cell does not hold a phone number."
        }
    }
}
