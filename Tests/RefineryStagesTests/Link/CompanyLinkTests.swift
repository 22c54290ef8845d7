import RefineryModel
import RefineryStages
import Testing

@Suite("Companies are told apart") struct CompanyLinkTests {
    private static func record(
        _ id: Int64, _ name: String? = nil, site: String? = nil, phone: String? = nil, street: String? = nil, city: String? = nil,
        state: String? = nil, zip: String? = nil, email: String? = nil
    ) -> LinkRecord {
        LinkRecord(
            id: RecordID(rawValue: id), businessName: name, emails: email.map { [$0] } ?? [],
            phones: phone.map { [LinkPhone($0, .business)] } ?? [], website: site, address: street, city: city, state: state, zipCode: zip)
    }

    private func groups(_ records: [LinkRecord]) -> [[Int64]] {
        let features = records.map { LinkFeatures($0) }
        var clusters = LinkClusters(.company, features)
        _ = clusters.join(LinkPairs.links(.company, features))
        return clusters.groups().map { $0.map(\.record.rawValue) }
    }

    @Test(
        "the same company in other words",
        arguments: [
            (record(1, "The Acme Widget Co., Inc.", city: "Dallas", state: "TX"), record(2, "ACME WIDGET CO", city: "Dallas", state: "TX")),
            (record(1, "Acme", site: "https://www.acme.example/"), record(2, "Acme LLC", email: "joe@acme.example")),
            (record(1, "A.B.C. Roofing", phone: "+12145550101"), record(2, "ABC Roofing Ltd", phone: "+12145550101")),
            (
                record(1, "Arnie Mortons of Chicago", street: "435 S. La Cienega Blvd.", city: "Los Angeles", zip: "90048"),
                record(2, "Arnie Morton's", street: "435 La Cienega Boulevard, Suite 2", city: "W. Hollywood", zip: "90048")
            ),
            // It moved, with its number.
            (
                record(1, "Acme Widget", phone: "+12145550101", street: "12 Elm St", city: "Dallas", state: "TX", zip: "75201"),
                record(2, "Acme Widget", phone: "+12145550101", street: "9 Oak Ave", city: "Plano", state: "TX", zip: "75023")
            ),
            (record(1, "Smith LLC dba Zenith Pizza", phone: "+12145550101"), record(2, "Zenith Pizza", phone: "+12145550101")),
            // Several words in common at one domain and in one town.
            (
                record(1, "Acme Plumbing & Heating", site: "acme.example", city: "Dallas", state: "TX"),
                record(2, "Acme Plumbing and Drains", site: "acme.example", city: "Dallas", state: "TX")
            ),
            (record(1, "Müller Maschinenbau GmbH", city: "Köln"), record(2, "Muller Maschinenbau", city: "Koln")),
        ])
    func same(one: LinkRecord, other: LinkRecord) {
        #expect(groups([one, other]) == [[1, 2]])
    }

    @Test(
        "different companies that look alike",
        arguments: [
            // A franchise: one name, one site, another town.
            (
                record(1, "Subway", site: "subway.example", city: "Dallas", state: "TX", zip: "75201"),
                record(2, "Subway", site: "subway.example", city: "Boston", state: "MA", zip: "02108")
            ),
            (
                record(1, "Subway #12", site: "subway.example", street: "12 Elm St", city: "Dallas", state: "TX"),
                record(2, "Subway #15", site: "subway.example", street: "9 Oak Ave", city: "Dallas", state: "TX")
            ),
            // Two firms of one family: a word, a domain, a town and a house in common, and a trade of its own each.
            (
                record(1, "Acme Freight", site: "acme.example", city: "Dallas", state: "TX"),
                record(2, "Acme Realty", site: "acme.example", city: "Dallas", state: "TX")
            ),
            (
                record(1, "Acme Freight LLC", site: "acme.example", street: "12 Elm St", city: "Dallas", state: "TX", zip: "75201"),
                record(2, "Acme Realty Inc", site: "acme.example", street: "12 Elm St", city: "Dallas", state: "TX", zip: "75201")
            ),
            // A firm and its subsidiary of another name, at one domain and in one town.
            (
                record(1, "Quarry Holdings", site: "quarry.example", city: "Dallas", state: "TX"),
                record(2, "Zenith Logistics", site: "quarry.example", city: "Dallas", state: "TX")
            ),
            // One name in two towns.
            (record(1, "Acme Widget", city: "Dallas", state: "TX"), record(2, "Acme Widget", city: "Boston", state: "MA")),
            // Two firms in one house, behind one number.
            (
                record(1, "Palace Court", phone: "+12145550101", street: "3570 Las Vegas Blvd", city: "Las Vegas", zip: "89109"),
                record(2, "Zephyr Grill", phone: "+12145550101", street: "3570 Las Vegas Blvd", city: "Las Vegas", zip: "89109")
            ),
            (record(1, "First Baptist Church", city: "Dallas"), record(2, "First Methodist Church", city: "Dallas")),
            // Pages at a host of many, addresses of free mail.
            (record(1, "Acme", site: "facebook.com/acme"), record(2, "Globex", site: "facebook.com/globex")),
            (record(1, "Acme", email: "acme@gmail.com"), record(2, "Globex", email: "globex@gmail.com")),
            // A domain alone names no company.
            (record(1, email: "ann@the-lees.example"), record(2, email: "info@the-lees.example")),
            (record(1), record(2)),
        ])
    func different(one: LinkRecord, other: LinkRecord) {
        #expect(groups([one, other]).allSatisfy { $0.count == 1 })
    }

    @Test("two trades of one family, at one domain and in one town, are a question for a person") func family() {
        let features = ["Acme Freight", "Acme Realty"].enumerated().map {
            LinkFeatures(Self.record(Int64($0.offset), $0.element, site: "acme.example", city: "Dallas", state: "TX"))
        }
        #expect(LinkPairs.links(.company, features).map(\.state) == [.candidate])
    }

    private static func acme(_ id: Int64, _ name: String, phone: String? = nil) -> LinkRecord {
        record(id, name, site: "acme.example", phone: phone, city: "Dallas", state: "TX")
    }

    @Test("who says only Acme is a question where two firms may be meant, and joins where one is, or where a number says which")
    func shortNames() {
        let names = ["Acme", "Acme Freight", "Acme Realty"]
        for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]] {
            #expect(groups(order.enumerated().map { Self.acme(Int64($0.offset), names[$0.element]) }) == [[0], [1], [2]])
        }
        #expect(groups([Self.acme(1, "Acme"), Self.acme(2, "Acme Freight"), Self.acme(3, "ACME Inc")]) == [[1, 2, 3]])
        let number = "+12145550101"
        #expect(
            groups([Self.acme(1, "Acme", phone: number), Self.acme(2, "Acme Realty"), Self.acme(3, "Acme Freight", phone: number)])
                == [[1, 3], [2]])
        // Two that say only Acme are one, and a question together.
        #expect(
            groups([(1, "Acme"), (2, "Acme LLC"), (3, "Acme Freight"), (4, "Acme Realty")].map { Self.acme($0, $1) }) == [
                [1, 2], [3], [4],
            ])
    }

    @Test("a person who says which of two firms is meant does not bring both together") func decidedName() {
        let features = [Self.acme(1, "Acme"), Self.acme(2, "Acme Freight"), Self.acme(3, "Acme Realty")].map { LinkFeatures($0) }
        let links = LinkPairs.links(.company, features).map { link in
            (link.record.rawValue, link.other.rawValue) == (1, 2)
                ? Link(.company, link.record, link.other, rule: link.rule, score: link.score, state: .confirmed) : link
        }
        var clusters = LinkClusters(.company, features)
        let joined = clusters.join(links)
        #expect(clusters.groups().map { $0.map(\.record.rawValue) } == [[1, 2], [3]])
        #expect(joined.map(\.state) == [.confirmed, .candidate, .candidate])
    }

    @Test("a record without a place does not bring the branches of a franchise together") func franchise() {
        let found = groups([
            Self.record(1, "Subway", site: "subway.example", city: "Dallas", state: "TX"),
            Self.record(2, "Subway", site: "subway.example", city: "Boston", state: "MA"), Self.record(3, "Subway", site: "subway.example"),
        ])
        #expect(!found.contains { $0.contains(1) && $0.contains(2) })
    }
}
