import RefineryTestSupport

/// Lists of made-up people, each several times in other spellings, so that what belongs together is known.
enum PeopleFile {
    private static let given = ["James", "Mary", "Robert", "Patricia", "Michael", "Linda", "David", "Barbara", "William", "Susan"]
    private static let surnames = ["Whitlock", "Okafor", "Brandstetter", "Szymanski", "Delacroix", "Thibodeaux", "Vandermeer", "Kowalczyk"]
    private static let trades = ["Plumbing", "Roofing", "Dental Care", "Bakery", "Auto Repair", "Landscaping", "Flooring"]
    private static let header = "Business Name,Contact Name,Title,Email,Phone,Website,Address,City,State,ZIP\n"

    /// People 0 up to `count`, each `copies` times, in an order that the seed says.
    static func text(_ count: Int, copies: Int = 3, seed: UInt64 = 11) -> String {
        var rows = (0..<count).flatMap { person in (0..<copies).map { row(person, $0) } }
        var random = SeededGenerator(seed: seed)
        rows.shuffle(using: &random)
        return header + rows.joined(separator: "\n") + "\n"
    }

    static func text(rows: [String]) -> String { header + rows.joined(separator: "\n") + "\n" }

    /// One row about a person; each copy is another list's.
    static func row(_ person: Int, _ copy: Int) -> String {
        let (first, last) = (given[person % given.count], surnames[person / given.count % surnames.count])
        let firm = "\(last) \(trades[person % trades.count]) \(person)"
        let host = "\(last.lowercased())\(person).example.com"
        let street = "\(100 + person) Commerce Street"
        let phone = "(512) 2\(String(10 + person % 90))-\(String(1000 + person))"
        let zip = String(78701 + person % 50)
        switch copy % 3 {
        case 0: return "\(firm) LLC,\(first) \(last),Owner,\(first.lowercased())@\(host),\(phone),www.\(host),\(street),Austin,TX,\(zip)"
        case 1: return "\(firm),\(first) \(last),,\(first.lowercased())@\(host),,,\(street),Austin,TX,\(zip)"
        default: return "\"\(firm), Inc.\",\"\(last), \(first)\",President,,\(phone),http://\(host)/,,Austin,TX,\(zip)"
        }
    }
}
