import RefineryModel
import RefineryStages
import Testing

@Suite("Persons are told apart") struct PersonLinkTests {
    private static func record(
        _ id: Int64, _ first: String? = nil, _ last: String? = nil, name: String? = nil, at company: String? = nil, email: String? = nil,
        phone: String? = nil, direct: String? = nil, street: String? = nil, city: String? = nil, zip: String? = nil, title: String? = nil,
        suffix: String? = nil
    ) -> LinkRecord {
        LinkRecord(
            id: RecordID(rawValue: id), businessName: company, contactName: name, firstName: first, lastName: last, nameSuffix: suffix,
            title: title,
            emails: email.map { [$0] } ?? [],
            phones: (phone.map { [LinkPhone($0, .business)] } ?? []) + (direct.map { [LinkPhone($0, .direct)] } ?? []), address: street,
            city: city, zipCode: zip)
    }

    /// Whether both come to one persona, by all of keys, scores and clusters.
    private func areOne(_ one: LinkRecord, _ other: LinkRecord, also rest: [LinkRecord] = []) -> Bool {
        let features = ([one, other] + rest).map { LinkFeatures($0) }
        var clusters = LinkClusters(.persona, features)
        _ = clusters.join(LinkPairs.links(.persona, features))
        return clusters.groups().contains { group in
            group.contains { $0.record == one.id } && group.contains { $0.record == other.id }
        }
    }

    @Test(
        "the same person in other words",
        arguments: [
            // Nickname at one company.
            (
                record(1, "Robert", "Miller", at: "Acme Widgets, Inc.", city: "Dallas"),
                record(2, "Bob", "Miller", at: "ACME Widgets LLC", city: "Dallas")
            ),
            // One cell and two; the surname first.
            (
                record(1, name: "Dr. Harriet Q. Lindqvist, PhD", email: "h.lindqvist@acme.example"),
                record(2, "Harriet", "Lindqvist", email: "h.lindqvist@acme.example")
            ),
            (record(1, name: "Lindqvist, Harriet", city: "Leeds"), record(2, "Harriet", "Lindqvist", city: "Leeds")),
            // Swapped columns.
            (record(1, "Lindqvist", "Harriet", city: "Leeds"), record(2, "Harriet", "Lindqvist", city: "Leeds")),
            // Swapped columns, and a given name that stands in no table.
            (
                record(1, "Beazley", "Anthony", street: "12 Birubi Place", zip: "78701"),
                record(2, "Anthony", "Beazley", street: "12 Birubi Place", zip: "78701")
            ),
            (record(1, "Quivara", "Szczepek", city: "Leeds", zip: "78701"), record(2, "Szczepek", "Quivara", city: "Leeds", zip: "78701")),
            // A town and a street that were mistyped, in a list of consumers.
            (
                record(1, "Kyle", "Limbert", street: "7 Dandenong Court", city: "Springwood", zip: "78701"),
                record(2, "Kyle", "Limbert", street: "7 Dandeno n Court", city: "Spirngwpod", zip: "78701")
            ),
            // A married name, the same own address.
            (record(1, "Sarah", "Connor", email: "sarah.c@gmail.com"), record(2, "Sarah", "Miller", email: "sarah.c@gmail.com")),
            // Moved to another company and town with the own number.
            (
                record(1, "Sarah", "Connor", at: "Acme", email: "sarah@acme.example", direct: "+12145550101", city: "Dallas"),
                record(2, "Sarah", "Connor", at: "Globex", email: "s.connor@globex.example", direct: "+12145550101", city: "Austin")
            ),
            // An initial, and the same address.
            (
                record(1, "J", "Miller", at: "Acme", email: "jmiller@acme.example"),
                record(2, "John", "Miller", at: "Acme", email: "jmiller@acme.example")
            ),
            // Umlauts, with and without.
            (
                record(1, "Jürgen", "Müller", email: "j.mueller@firma.example", city: "Köln"),
                record(2, "Jurgen", "Mueller", email: "j.mueller@firma.example", city: "Koln")
            ),
            // Letters that are not Latin.
            (record(1, "Иван", "Петров", city: "Москва"), record(2, "Иван", "Петров", city: "Москва")),
            // Dots mean nothing at Gmail.
            (record(1, "Ann", "Lee", email: "ann.lee9@gmail.com"), record(2, "Ann", "Lee", email: "annlee9@gmail.com")),
            // No name, one address.
            (record(1, email: "quirk42@gmail.com"), record(2, "Ann", "Lee", email: "quirk42@gmail.com")),
            // An address that was mistyped, at either side of the @.
            (
                record(1, "Ann", "Lee", email: "ann.leeward@acmewidgets.example"),
                record(2, "Ann", "Lee", email: "ann.leewrad@acmewidgets.example")
            ),
            (
                record(1, "Ann", "Leeward", email: "ann.leeward@acmewidgets.example", city: "Dallas"),
                record(2, "Ann", "Leeward", email: "ann.leeward@acmewidgts.example", city: "Dallas")
            ),
            // Nothing but a number.
            (record(1, direct: "+12145550101"), record(2, direct: "+12145550101")),
        ])
    func same(one: LinkRecord, other: LinkRecord) {
        #expect(areOne(one, other))
    }

    @Test(
        "different persons who look alike",
        arguments: [
            // Father and son at one address, by their names and by columns of their own.
            (
                record(1, "John", "Smith", phone: "+12145550101", street: "12 Elm St", city: "Dallas", zip: "75201", suffix: "Sr."),
                record(2, "John", "Smith", phone: "+12145550101", street: "12 Elm St", city: "Dallas", zip: "75201", suffix: "MD, Jr")
            ),
            (
                record(1, "John", "Smith Sr.", phone: "+12145550101", street: "12 Elm St", city: "Dallas", zip: "75201"),
                record(2, "John", "Smith Jr.", phone: "+12145550101", street: "12 Elm St", city: "Dallas", zip: "75201")
            ),
            (
                record(1, "John", "Smith", phone: "+12145550101", street: "12 Elm St", city: "Dallas", zip: "75201"),
                record(2, "Peter", "Smith", phone: "+12145550101", street: "12 Elm St", city: "Dallas", zip: "75201")
            ),
            // Colleagues who share the switchboard and info@.
            (
                record(1, "Ann", "Lee", at: "Acme", email: "info@acme.example", phone: "+12145550101", city: "Dallas"),
                record(2, "Bill", "Lee", at: "Acme", email: "info@acme.example", phone: "+12145550101", city: "Dallas")
            ),
            // A common name twice in one town, everything else different.
            (
                record(
                    1, "John", "Smith", at: "Acme", email: "john@acme.example", phone: "+12145550101", street: "12 Elm St", city: "Dallas"),
                record(
                    2, "John", "Smith", at: "Globex", email: "js@globex.example", phone: "+12145550177", street: "9 Oak Ave", city: "Dallas"
                )
            ),
            (record(1, "John", "Smith", city: "Dallas"), record(2, "John", "Smith", city: "Dallas")),
            // A rare name twice in one town, or one house, at two firms: a person says.
            (
                record(
                    1, "Thaddeus", "Wrzesniewski", at: "Vortek Machining LLC", email: "thad@vortekmachining.com", phone: "+15124412001",
                    street: "12 Elm St", city: "Austin", zip: "78701"),
                record(
                    2, "Thaddeus", "Wrzesniewski", at: "Glenmoor Florists", email: "tw@glenmoorflorists.com", phone: "+12144412002",
                    street: "900 Pine Ave", city: "Austin", zip: "78759")
            ),
            (
                record(
                    1, "David", "Leighwood", at: "Castle Rock Dental", phone: "+15124412001", street: "500 Main St Ste 200", city: "Austin",
                    zip: "78701"),
                record(
                    2, "David", "Leighwood", at: "Brightwater Title", phone: "+15124412002", street: "500 Main St Ste 200", city: "Austin",
                    zip: "78701")
            ),
            // Two initials at one firm.
            (
                record(
                    1, name: "Anna M Fitzwilliam", at: "Acme Widgets", email: "amf@acmewidgets.com", phone: "+15124412001", city: "Austin"),
                record(
                    2, name: "Anna K Fitzwilliam", at: "Acme Widgets", email: "akf@acmewidgets.com", phone: "+15124412001", city: "Austin")
            ),
            // One letter, another person.
            (record(1, "Mario", "Rossi", at: "Acme", city: "Dallas"), record(2, "Maria", "Rossi", at: "Acme", city: "Dallas")),
            (record(1, "Eric", "Quist", city: "Dallas"), record(2, "Erica", "Quist", city: "Dallas")),
            // Hosts and mailboxes that differ in digits, or in a word; two providers.
            (
                record(1, "Barbara", "Whitlock", email: "barbara@whitlock7.example.com", city: "Dallas"),
                record(2, "Barbara", "Whitlock", email: "barbara@whitlock127.example.com", city: "Dallas")
            ),
            (
                record(1, "Barbara", "Whitlock", at: "Acme", email: "bwhitlock@acme-north.example", city: "Dallas"),
                record(2, "Barbara", "Whitlock", at: "Globex", email: "bwhitlock@acme-south.example", city: "Dallas")
            ),
            (record(1, "Mary", "Smith", email: "mary.smith1@gmail.com"), record(2, "Mary", "Smith", email: "mary.smith2@gmail.com")),
            (record(1, "Mary", "Smith", email: "mary.smith@gmail.com"), record(2, "Mary", "Smith", email: "mary.smith@ymail.com")),
            // A couple with one address.
            (record(1, "John", "Quist", email: "thequists@gmail.com"), record(2, "Mary", "Quist", email: "thequists@gmail.com")),
            // Nothing to tell by.
            (record(1), record(2)),
            (record(1, "John"), record(2, "John")),
        ])
    func different(one: LinkRecord, other: LinkRecord) {
        #expect(!areOne(one, other))
    }

    @Test("a record between two persons does not make them one") func between() {
        let one = Self.record(1, "John", "Quist", email: "office.quist@gmail.com")
        let other = Self.record(2, "Mary", "Quist", email: "office.quist@gmail.com")
        #expect(!areOne(one, other, also: [Self.record(3, email: "office.quist@gmail.com")]))
    }

    @Test("an initial is one of a name and of its short form") func initials() {
        func record(_ id: Int64, _ given: String) -> LinkRecord {
            Self.record(id, given, "Fairweather", at: "Acme", email: "rfairweather@acme.example", city: "Dallas")
        }
        #expect(areOne(record(1, "R."), record(2, "Bob"), also: [record(3, "Robert")]))
        #expect(areOne(record(1, "B."), record(2, "Robert"), also: [record(3, "Bob")]))
        #expect(!areOne(record(1, "K."), record(2, "Robert")))
    }

    @Test("a refused pair stays apart, a confirmed one comes together, and what may not join is a candidate") func decided() {
        let features = [
            Self.record(1, "Ann", "Lee", email: "ann.lee9@gmail.com"), Self.record(2, "Ann", "Lee", email: "ann.lee9@gmail.com"),
            Self.record(3, "Ann", "Lee", email: "ann.lee9@gmail.com"),
        ].map { LinkFeatures($0) }
        var links = LinkPairs.links(.persona, features)
        #expect(links.count == 3)
        links[0] = Link(.persona, links[0].record, links[0].other, rule: "email", score: 1, state: .refused)
        var clusters = LinkClusters(.persona, features)
        let joined = clusters.join(links)
        #expect(joined.filter { $0.state == .candidate }.count == 1)
        #expect(clusters.groups().map(\.count).sorted() == [1, 2])

        let others = [Self.record(1, "Ann", "Lee"), Self.record(2, "Peter", "Quist")].map { LinkFeatures($0) }
        var together = LinkClusters(.persona, others)
        _ = together.join([Link(.persona, others[0].id, others[1].id, rule: "person", score: 1, state: .confirmed)])
        #expect(together.groups().map(\.count) == [2])
        #expect(together.groups()[0].map(\.rule) == ["first", "person"])
    }

    @Test("what a person brought together keeps what belongs to either of the two") func sides() {
        let features = [Self.record(1, "Robert", "Lee"), Self.record(2, "Carla", "Quist"), Self.record(3, "Bob", "Lee")].map {
            LinkFeatures($0)
        }
        let links = [
            Link(.persona, features[0].id, features[1].id, rule: "merge", score: 1, state: .confirmed),
            Link(.persona, features[0].id, features[2].id, rule: "email", score: 0.99, state: .accepted),
        ]
        var clusters = LinkClusters(.persona, features)
        #expect(clusters.join(links).allSatisfy { $0.state.joins })
        #expect(clusters.groups().map(\.count) == [3])
    }

    @Test("the order of records and links changes nothing") func order() {
        var random = SystemRandomNumberGenerator()
        let given: [String?] = ["Robert", "Bob", "Rob", "Roberta", nil]
        let surnames: [String?] = ["Miller", "Milner", nil]
        let records: [LinkRecord] = (0..<60).map { index in
            let email: String? = index % 4 == 0 ? nil : "box\(index % 7)@acme.example"
            let city = index % 2 == 0 ? "Dallas" : "Austin"
            return Self.record(Int64(index), given[index % 5], surnames[index % 3], at: "Acme", email: email, city: city)
        }
        let features = records.map { LinkFeatures($0) }
        let links = LinkPairs.links(.persona, features)
        var clusters = LinkClusters(.persona, features)
        let expected = clusters.join(links)
        for _ in 0..<5 {
            let shuffled = features.shuffled(using: &random)
            #expect(LinkPairs.links(.persona, shuffled) == links)
            var again = LinkClusters(.persona, shuffled)
            #expect(again.join(links.shuffled(using: &random)) == expected)
            #expect(again.groups() == clusters.groups())
        }
    }

    @Test("only what says who it is makes a person") func persons() {
        #expect(LinkFeatures(Self.record(1, at: "Acme", email: "info@acme.example", phone: "+12145550101")).hasPerson == false)
        #expect(LinkFeatures(Self.record(1, name: "Store Manager", at: "Acme")).hasPerson == false)
        #expect(LinkFeatures(Self.record(1, at: "Acme", email: "jdoe@acme.example")).hasPerson)
        #expect(LinkFeatures(Self.record(1, phone: "+12145550101")).hasPerson)
        #expect(!LinkFeatures(Self.record(1)).hasPerson)
        let consumer = LinkFeatures(Self.record(1, "Ann", "Lee", email: "ann@the-lees.example"))
        #expect(consumer.hasPerson && !consumer.hasCompany && consumer.companyKeys.isEmpty)
        let usual = LinkFeatures(
            Self.record(
                1, "Ann", "Lee", at: "Acme Widgets", email: "alee@acme.example", phone: "+12145550101", street: "12 Elm St", city: "Dallas",
                zip: "75201"))
        #expect(usual.companyKeys.count + usual.personKeys.count <= 7)
    }
}
