import RefineryTestSupport
import Testing
@testable import RefineryOperations

@Suite("Person", .timeLimit(.minutes(10))) struct PersonTests {
    @Test("a number is understood as people write it, an address in any case") func reading() throws {
        let person = try Person(phone: "(415) 555-2671", email: "Ann@Example.COM")
        #expect(person.phone == "+14155552671")
        #expect(person.email == "ann@example.com")
        #expect(try Person(phone: "+442079460958", email: nil).phone == "+442079460958")
    }

    @Test("what is no number or address is refused, and not repeated in the message") func refusals() {
        #expect(throws: PersonError.nobody) { try Person(phone: nil, email: nil) }
        #expect(throws: PersonError.noPhoneNumber) { try Person(phone: "12", email: nil) }
        #expect(throws: PersonError.noPhoneNumber) { try Person(phone: "415-555-2671 / 415-555-2672", email: nil) }
        for address in ["ann", "ann@", "@example.com", "a@b@example.com", "ann smith@example.com", "ann@localhost"] {
            #expect(throws: PersonError.noEmailAddress) { try Person(phone: nil, email: address) }
        }
    }

    @Test("the pattern finds the person in text, and nobody else") func pattern() async throws {
        let both = try Person(phone: "+14155552671", email: "ann.o'neil+x@example.com")
        let british = try Person(phone: "+442079460958", email: nil)
        let cases: [(Person, String, Bool)] = [
            (both, "4155552671", true), (both, "+1 (415) 555-2671", true), (both, "1.415.555.2671 x12", true),
            (both, "Acme,415 555 2671,", true), (both, "{\"cell\": \"415-555-2671\"}", true),
            (both, "24155552671", false), (both, "41555526710", false), (both, "415 555 2672", false),
            (both, "mail ANN.O'Neil+x@Example.com.", true), (both, "<ann.o'neil+x@example.com>", true),
            (both, "joann.o'neil+x@example.com", false), (both, "ann.o'neil+x@example.com.au", false),
            (both, "annXo'neil+x@example.com", false), (british, "+44 20 7946 0958", true), (british, "020 7946 0958", false),
        ]
        try await withDatabase { database in
            for (person, text, isFound) in cases {
                let quoted = { (text: String) in "'" + text.replacing("'", with: "''") + "'" }
                let found = try await database.text("SELECT \(quoted(text)) ~* \(quoted(person.pattern))")
                #expect(found == (isFound ? "true" : "false"), "\(text)")
            }
        }
    }
}
