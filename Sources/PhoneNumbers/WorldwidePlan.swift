import CPhoneNumber

/// All numbering plans of the world through libphonenumber: some 25 µs a number, part of it under a process-wide lock.
enum WorldwidePlan {
    /// The number that a caller in the region reaches by dialling `digits`, or why there is none.
    ///
    /// A number of the North American plan is judged by the generated table: it is newer than the library's metadata.
    static func number(
        _ digits: DigitRun, hasPlus: Bool, extension run: DigitRun, in region: PhoneRegion
    ) -> Result<PhoneNumber, PhoneNumberFault> {
        guard digits.count <= DigitRun.countMax else { return .failure(.tooLong) }
        let answer = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DigitRun.countMax + 1) { buffer in
            buffer[0] = UInt8(ascii: "+")
            let plus = hasPlus ? 1 : 0
            let length = plus + digits.write(to: UnsafeMutableBufferPointer(rebasing: buffer[plus...]))
            return buffer.withMemoryRebound(to: CChar.self) { text in
                region.withLetters { worldwide_parse(text.baseAddress, length, $0) }
            }
        }
        if answer.country_code == 1 {
            guard answer.digits >= 10_000_000_000 else { return .failure(.tooShort) }
            guard answer.digits < 20_000_000_000 else { return .failure(.tooLong) }
            return NorthAmericanPlan.number(national: answer.digits - 10_000_000_000, extension: run)
        }
        switch answer.status {
        case worldwide_valid:
            guard answer.digits >= PhoneNumber.digitsMin else { return .failure(.tooShort) }
            return .success(PhoneNumber(digits: answer.digits, countryCallingCode: UInt16(answer.country_code), extension: run))
        case worldwide_too_short: return .failure(.tooShort)
        case worldwide_too_long: return .failure(.tooLong)
        case worldwide_no_such_country: return .failure(.noSuchCountryCode)
        case worldwide_unassigned: return .failure(.unassigned)
        default: return .failure(.notANumber)
        }
    }
}
