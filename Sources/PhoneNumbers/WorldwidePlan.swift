import CPhoneNumber

/// All numbering plans of the world through libphonenumber: some 25 µs a number, part of it under a process-wide lock.
struct WorldwidePlan: Sendable {
    /// The two letters of the region and a final zero.
    private let region: [CChar]

    /// The country calling code of the region.
    let countryCallingCode: Int32

    init(region: String) throws(PhoneNumberError) {
        let code = region.uppercased()
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw .unknownRegion(region)
        }
        self.region = code.utf8CString.map(\.self)
        countryCallingCode = worldwide_country_code(self.region)
        guard countryCallingCode != 0 else { throw .unknownRegion(region) }
    }

    /// The number that a caller in the region reaches by dialling `digits`, or why there is none.
    ///
    /// A number of the North American plan is judged by the generated table: it is newer than the library's metadata.
    func number(_ digits: DigitRun, hasPlus: Bool, extension run: DigitRun) -> Result<PhoneNumber, PhoneNumberFault> {
        guard digits.count <= DigitRun.countMax else { return .failure(.tooLong) }
        let answer = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DigitRun.countMax + 1) { buffer in
            buffer[0] = UInt8(ascii: "+")
            let plus = hasPlus ? 1 : 0
            let length = plus + digits.write(to: UnsafeMutableBufferPointer(rebasing: buffer[plus...]))
            return buffer.withMemoryRebound(to: CChar.self) { worldwide_parse($0.baseAddress, length, region) }
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
