import RefineryModel
import RefineryStages
import Testing

@Suite("Profiles") struct ProfileTests {
    private static let records = [
        LinkRecord(
            id: RecordID(rawValue: 1), seenAt: 100, businessName: "ACME INC", contactName: "R. Miller", emails: ["info@acme.example"],
            phones: [LinkPhone("+12145550101", .business)], website: "https://www.acme.example", city: "Dallas"),
        LinkRecord(
            id: RecordID(rawValue: 2), seenAt: 200, businessName: "Acme, Inc.", firstName: "Robert", lastName: "Miller", title: "Owner",
            emails: ["rmiller@acme.example"],
            phones: [LinkPhone("+12145550101", .business), LinkPhone("+12145550177", .other(role: "mobile"))], address: "12 Elm St",
            city: "Dallas", state: "TX", zipCode: "75201", employeeCount: 10, employeeCountHigh: 19),
        LinkRecord(
            id: RecordID(rawValue: 3), seenAt: 300, businessName: "Acme Inc", firstName: "Miller", lastName: "Robert",
            emails: ["bob@gmail.com"],
            phones: [LinkPhone("+12145550101", .business)], employeeCount: 25),
    ]

    @Test("a persona is the fullest and newest of its records, in whatever order") func persona() throws {
        let profile = PersonaProfile(of: Self.records)
        #expect(profile.firstName == "Robert" && profile.lastName == "Miller")
        #expect(profile.seniority == .owner && profile.isLikelyDecisionMaker && !profile.isGenericContact)
        #expect(profile.zipCode == "75201" && profile.address == "12 Elm St")
        #expect(profile.phones.map(\.e164) == ["+12145550177", "+12145550101"])
        #expect(profile.phones[0].type == "mobile")
        let shared = try #require(profile.phones.last)
        #expect(shared.sources == 3 && shared.record.rawValue == 1 && shared.firstSeenAt == 100 && shared.lastSeenAt == 300)
        #expect(profile.emails.map(\.type) == [.work, .personal, .generic])
        for order in [[2, 1, 0], [1, 2, 0], [0, 2, 1]] { #expect(PersonaProfile(of: order.map { Self.records[$0] }) == profile) }
    }

    @Test("a lookup's word on a line comes before the file's") func lines() {
        #expect(PersonaProfile(of: Self.records, lineTypes: ["+12145550177": .landline]).phones.contains { $0.type == "landline" })
    }

    @Test("whoever has no name and only info@ is the generic contact") func generic() {
        var record = Self.records[0]
        record.contactName = nil
        let profile = PersonaProfile(of: [record])
        #expect(profile.isGenericContact && profile.firstName == nil)
    }

    @Test("a company is what most of its records say") func company() {
        let profile = CompanyProfile(of: Self.records)
        #expect(profile.domain == "acme.example" && profile.zipCode == "75201")
        #expect(profile.employeeCount == 25 && profile.employeeCountHigh == nil)
        #expect(profile.phones.map(\.e164) == ["+12145550101"])
        #expect(CompanyProfile(of: Self.records.reversed()) == profile)
    }
}
