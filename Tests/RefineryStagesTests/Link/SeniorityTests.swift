import RefineryStages
import Testing

@Suite("Titles and mailboxes") struct SeniorityTests {
    @Test(
        "a title has the level of its longest phrase, and traps have none",
        arguments: [
            ("Owner", Seniority.owner), ("CEO & Founder", .founder), ("President/CEO", .cSuite), ("C.E.O.", .cSuite),
            ("Managing Partner", .partner),
            ("Sr. Vice President", .vp), ("VP, Marketing", .vp), ("Assistant Director", .director), ("Office Manager", .manager),
            ("Member Services Representative", .entry), ("Intern", .intern), ("Geschäftsführer", .cSuite), ("GESCHAEFTSFUEHRER", .cSuite),
            ("Propriétaire", .owner), ("Dueña", .owner), ("Titolare", .owner), ("Eigenaar", .owner), ("Prezes zarządu", .cSuite),
            ("VD", .cSuite),
            ("Sócio", .partner), ("C", .cSuite), ("1", .owner), ("k", .vp), ("h", .head),
        ] as [(String, Seniority)])
    func levels(title: String, level: Seniority) {
        #expect(Seniority.of(title) == level)
    }

    @Test(
        "what only sounds like a level has none",
        arguments: [
            "Assistant to the CEO", "Executive Assistant to the President", "Former CEO", "Retired", "Mrs.", "n/a", "Product Owner", "",
            "?",
        ])
    func traps(title: String) {
        #expect(Seniority.of(title) == nil)
    }

    @Test("what stands beside a trap counts") func besides() {
        #expect(Seniority.of("Product Owner and CEO") == .cSuite)
        #expect(TitleReading("Owner")?.isDecisionMaker == true)
        #expect(TitleReading("Cashier")?.isDecisionMaker == false)
    }

    @Test(
        "a mailbox is a person's, or nobody's",
        arguments: [
            ("info@acme.example", [], Mailbox.generic), ("sales@acme.example", [], .generic), ("sales2@acme.example", [], .generic),
            ("info.berlin@acme.example", [], .generic), ("john.smith@acme.example", [], .work), ("jsmith@gmail.com", [], .personal),
            ("sydney@acme.example", ["Sydney", "Miller"], .work), ("sydney@acme.example", ["Ann", "Lee"], .generic),
            ("john@other.example", [], .unknown), ("acme@acme.example", [], .generic),
        ] as [(String, [String], Mailbox)])
    func mailboxes(email: String, names: [String], type: Mailbox) {
        #expect(Mailbox.of(email, names: names, companyName: "Acme", companyDomain: "acme.example") == type)
    }
}
