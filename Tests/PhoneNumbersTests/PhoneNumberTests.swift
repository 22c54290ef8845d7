import Testing

@testable import PhoneNumbers

@Suite("Phone number") struct PhoneNumberTests {
    private func number(_ text: String) throws -> PhoneNumber {
        guard case .valid(let number, _) = try PhoneNumberParser().parse(text) else { throw Unreadable(text: text) }
        return number
    }

    private struct Unreadable: Error { let text: String }

    @Test("writes E.164 into a buffer of bytes and as text") func e164() throws {
        let number = try number("(312) 555-0123")
        #expect(number.e164 == "+13125550123")
        #expect(number.digits == 13_125_550_123)
        let bytes = [UInt8](unsafeUninitializedCapacity: PhoneNumber.e164BytesMax) { $1 = number.writeE164(to: $0) }
        #expect(String(decoding: bytes, as: UTF8.self) == number.e164)
    }

    @Test("writes the longest and the shortest number there is", arguments: [999_999_999_999_999, 10_000_000])
    func bounds(digits: UInt64) {
        #expect(PhoneNumber(digits: digits, countryCallingCode: 1).e164 == "+\(digits)")
    }

    @Test("tells its country calling code") func country() throws {
        #expect(try number("312-555-0123").isNorthAmerican)
        let london = try number("+44 20 7946 0958")
        #expect(london.countryCallingCode == 44)
        #expect(!london.isNorthAmerican)
    }

    @Test("keeps the leading zeros of an extension") func extensionZeros() throws {
        #expect(try number("312-555-0123 x007").extensionText == "007")
        #expect(try number("312-555-0123 x0").extensionText == "0")
        #expect(try number("312-555-0123 ext 000000000000000").extensionText == "000000000000000")
        #expect(try number("312-555-0123").extensionText == nil)
    }

    @Test("is another number with another extension") func equality() throws {
        #expect(try number("312-555-0123 x7") == number("+1 312 555 0123 ext. 7"))
        #expect(try number("312-555-0123 x7") != number("312-555-0123 x07"))
        #expect(try number("312-555-0123 x7") != number("312-555-0123"))
    }
}
