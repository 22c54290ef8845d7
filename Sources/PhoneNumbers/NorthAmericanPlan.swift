import CPhoneNumber

/// The North American Numbering Plan as its current metadata knows it; see `scripts/generate-nanp-table`.
enum NorthAmericanPlan {
    /// The number of ten national digits, or why there is none.
    @inline(__always)
    static func number(national digits: UInt64, extension run: DigitRun = DigitRun()) -> Result<PhoneNumber, PhoneNumberFault> {
        switch nanp_check(digits) {
        case nanp_valid: .success(PhoneNumber(digits: 10_000_000_000 + digits, countryCallingCode: 1, extension: run))
        case nanp_no_such_area_code: .failure(.noSuchAreaCode)
        default: .failure(.noSuchExchange)
        }
    }
}

extension PhoneNumberFault: Error {}
