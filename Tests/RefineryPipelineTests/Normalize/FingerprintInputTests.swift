import Testing

@testable import RefineryPipeline

@Suite("Fingerprint input") struct FingerprintInputTests {
    @Test("is the lower-case e-mail and the phone, divided by a unit separator") func contact() {
        #expect(input(email: "Joe@Acme.com", phone: "+13125550123") == "joe@acme.com\u{1F}+13125550123")
        #expect(input(email: "joe@acme.com") == "joe@acme.com\u{1F}")
        #expect(input(phone: "+13125550123") == "\u{1F}+13125550123")
    }

    @Test("of a row with an e-mail or a phone does not depend on its name and address") func nameDoesNotMatter() {
        #expect(input(email: "a@b.co", name: "Acme") == input(email: "a@b.co", name: "Other", street: "1 Main St", zip: "60601"))
    }

    @Test("of a row with neither is the folded name, street and ZIP behind a prefix of its own") func address() {
        #expect(input(name: "A.B.C., Inc.", street: "1 Main St.", zip: "60601-1234") == "\u{1E}abcinc\u{1F}1mainst\u{1F}60601")
        #expect(
            input(name: "ABC Inc", street: "1 MAIN ST", zip: "60601")
                == input(name: "A.B.C., Inc.", street: "1 Main St.", zip: "60601-1234"))
        #expect(input(name: "CAFÉ Zoë", street: nil, zip: nil) == "\u{1E}cafézoë\u{1F}\u{1F}")
    }

    @Test("of names that are punctuation alone still differs") func punctuation() {
        #expect(input(name: "!!!") != input(name: "???"))
    }

    @Test("moves no text from one part to the next") func parts() {
        #expect(input(name: "Acme 1", street: "Main St") != input(name: "Acme", street: "1 Main St"))
    }

    @Test("does not exist when there is nothing to tell the row by") func nothing() {
        #expect(input() == nil)
        #expect(input(email: "", phone: "", name: "", street: "", zip: "") == nil)
    }

    private func input(
        email: String? = nil, phone: String? = nil, name: String? = nil, street: String? = nil, zip: String? = nil
    ) -> String? {
        let arena = TextArena()
        let bytes = FingerprintInput.bytes(
            email: email.map(arena.copy), phone: phone.map(arena.copy), name: name.map(arena.copy), street: street.map(arena.copy),
            zip: zip.map(arena.copy), arena: arena)
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}

@Suite("Names and phones in two columns") struct JoinedCellsTests {
    @Test("a contact's name is the full name, else first and last") func contactName() {
        #expect(name(full: "Joe Smith", first: "X", last: "Y") == "Joe Smith")
        #expect(name(full: nil, first: "Joe", last: "Smith") == "Joe Smith")
        #expect(name(full: "", first: "Joe", last: nil) == "Joe")
        #expect(name(full: nil, first: "", last: "Smith") == "Smith")
        #expect(name(full: nil, first: nil, last: nil) == nil)
    }

    @Test(
        "an area code joins a local number and no other",
        arguments: [
            ("312", "555-0123", "312555-0123"), ("(312)", "5550123", "3125550123"), ("312.0", "5550123.0", "3125550123"),
            ("312", "(312) 555-0123", "(312) 555-0123"), ("", "5550123", "5550123"), ("31", "5550123", "5550123"),
            ("312", "555-0123 x5", "312555-0123 x5"), ("312", "", ""),
        ])
    func phone(area: String, number: String, expected: String) {
        let arena = TextArena()
        let joined = PhoneCell.joined(areaCode: arena.copy(area), number: arena.copy(number), arena: arena)
        #expect(String(decoding: joined, as: UTF8.self) == expected)
    }

    private func name(full: String?, first: String?, last: String?) -> String? {
        let arena = TextArena()
        return ContactName.make(full: full.map(arena.copy), first: first.map(arena.copy), last: last.map(arena.copy), arena: arena)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

@Suite("Text arena") struct TextArenaTests {
    @Test("keeps earlier text in place when it grows, and starts over after a reset") func grows() {
        let arena = TextArena(chunkSize: 8)
        let first = arena.copy("first")
        let second = arena.copy("a longer text than one chunk")
        #expect(String(decoding: first, as: UTF8.self) == "first")
        #expect(String(decoding: second, as: UTF8.self) == "a longer text than one chunk")
        arena.reset()
        #expect(String(decoding: arena.copy("again"), as: UTF8.self) == "again")
    }
}
