import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Fingerprint input") struct FingerprintInputTests {
    private func input(_ columns: [RecordColumn: String]) -> String? {
        let arena = TextArena()
        let draft = RecordDraft()
        for (column, text) in columns { draft[column] = arena.copy(text) }
        return FingerprintInput.bytes(of: draft, arena: arena).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("with an e-mail of the contact is the lower-case e-mail and the phone, and nothing else counts") func email() {
        #expect(input([.businessEmail: "Joe@Acme.com", .phoneE164: "+13125550123"]) == "joe@acme.com\u{1F}+13125550123")
        #expect(input([.businessEmail: "joe@acme.com", .contactName: "Joe"]) == "joe@acme.com\u{1F}")
        #expect(input([.businessEmail: "joe@acme.com", .directPhoneE164: "+13125550123"]) == "joe@acme.com\u{1F}+13125550123")
    }

    @Test(
        "with an e-mail that says nothing of the contact also has the name: what people share does not make them one",
        arguments: [
            ("info@acme.com", "Ann Lee", false), ("ann@acme.com", "Ann Lee", true), ("lee@acme.com", "Ann Lee", false),
            ("alee@acme.com", "Ann Lee", true), ("a.lee@acme.com", "Ann Lee", true), ("leea@acme.com", "Ann Lee", true),
            ("lee_a@acme.com", "ANN LEE", true), ("blee@acme.com", "Ann Lee", false), ("ann@acme.com", "Dr. Ann Lee", true),
            ("joe@acme.com", "Joe", true), ("taop@acme.com", "Geeta Touton", false), ("x@ann-lee.com", "Ann Lee", false),
            ("annie@acme.com", "A Lee", false), ("mueller@acme.com", "Jörg Müller", false),
        ])
    func sharedEmail(email: String, name: String, isOwn: Bool) {
        let (named, nameless) = (input([.businessEmail: email, .contactName: name]), input([.businessEmail: email]))
        #expect((named == nameless) == isOwn)
        #expect(named == input([.businessEmail: email.uppercased(), .contactName: name + "."]))
        if !isOwn { #expect(named != input([.businessEmail: email, .contactName: "Robert Ray"])) }
    }

    @Test("without one is the phone and the contact, else the firm: two people at one switchboard are two") func phone() {
        let ann = input([.phoneE164: "+13125550123", .contactName: "Ann O'Neil", .businessName: "Acme"])
        #expect(ann == "\u{1D}+13125550123\u{1F}annoneil\u{1F}")
        #expect(ann == input([.directPhoneE164: "+13125550123", .contactName: "ANN ONEIL", .businessName: "Acme, Inc."]))
        #expect(ann != input([.phoneE164: "+13125550123", .contactName: "Bob Ray", .businessName: "Acme"]))
        #expect(input([.phoneE164: "+13125550123", .businessName: "A.B.C., Inc."]) == "\u{1D}+13125550123\u{1F}\u{1F}abcinc")
        #expect(
            input([.phoneE164: "+13125550123", .businessName: "Ann"]) != input([.phoneE164: "+13125550123", .contactName: "Ann"]))
    }

    @Test("with neither is firm, contact and place, as far as they are there") func place() {
        let columns: [RecordColumn: String] = [
            .businessName: "A.B.C., Inc.", .businessAddress: "1 Main St.", .city: "St. Louis", .state: "MO", .zipCode: "60601-1234",
        ]
        #expect(input(columns) == "\u{1E}abcinc\u{1F}\u{1F}1mainst\u{1F}stlouis\u{1F}mo\u{1F}60601")
        let church: [RecordColumn: String] = [.businessName: "First Church", .city: "Salem"]
        #expect(input(church) != input(church.merging([.city: "Dover"]) { $1 }))
        #expect(input(church) != input(church.merging([.contactName: "Eve"]) { $1 }))
        #expect(input([.businessName: "CAFÉ Zoë", .city: "x"]) == "\u{1E}cafézoë\u{1F}\u{1F}\u{1F}x\u{1F}\u{1F}")
    }

    @Test("of a row that names a firm and no place takes all its columns, in whatever order the file has them") func whole() {
        let row: [RecordColumn: String] = [.businessName: "First Church", .extra: #"{"b": "2", "a": "1"}"#]
        #expect(input(row) == input(row.merging([.extra: #"{"a":"1","b":"2"}"#]) { $1 }))
        #expect(input(row) != input(row.merging([.extra: #"{"a":"1","b":"3"}"#]) { $1 }))
        #expect(input(row) != input(row.merging([.industry: "Churches"]) { $1 }))
        #expect(input(row) != input(row.merging([.processingErrors: "x", .county: "Kent"]) { $1 }))
        // What is stored was told by these bytes: no column may come between them.
        let gaps = { (count: Int) in String(repeating: "\u{1F}", count: count) }
        #expect(
            input(row.merging([.county: "Kent"]) { $1 }) == "\u{1C}First Church" + gaps(7) + "Kent" + gaps(13) + "a\u{1F}1\u{1F}b\u{1F}2")
    }

    @Test("tells father and son by a column of its own as by their names, and a degree tells nobody") func generation() {
        let places: [[RecordColumn: String]] = [
            [.phoneE164: "+13125550123"], [.businessEmail: "family@acme.com"], [.businessAddress: "12 Elm St", .zipCode: "75201"],
        ]
        for place in places {
            let john = { (name: String, suffix: String) in
                self.input(place.merging([.contactName: name, .nameSuffix: suffix]) { $1 })
            }
            #expect(john("John Smith", "Jr.") != john("John Smith", "Sr"))
            #expect(john("John Smith", "Jr.") == john("John Smith Jr", ""))
            #expect(john("John Smith Jr", "Jr") == john("John Smith Jr", ""))
            #expect(john("John Smith", "MD, III") == john("John Smith III", ""))
            // What was stored without such a column keeps its fingerprint.
            #expect(john("John Smith", "MD") == john("John Smith", "") && john("", "Jr") == john("", ""))
        }
    }

    @Test("of names that are punctuation alone still differs") func punctuation() {
        #expect(input([.businessName: "!!!", .city: "x"]) != input([.businessName: "???", .city: "x"]))
    }

    @Test("moves no text from one part to the next") func parts() {
        #expect(
            input([.businessName: "Acme 1", .businessAddress: "Main St"])
                != input([.businessName: "Acme", .businessAddress: "1 Main St"]))
    }

    @Test("does not exist when there is nothing to tell the row by") func nothing() { #expect(input([:]) == nil) }
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
