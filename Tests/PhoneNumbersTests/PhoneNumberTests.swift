import Testing
@testable import PhoneNumbers

@Suite("Phone number") struct PhoneNumberTests {
    @Test("is the world's number") func e164() throws {
        let parser = try PhoneNumberParser()
        #expect(parser.parse("(312) 555-0123") != .empty)
    }
}
