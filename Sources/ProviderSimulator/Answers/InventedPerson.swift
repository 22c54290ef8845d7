internal import RefineryModel
internal import Simulation

/// What a question is about, as any of the services was asked it.
struct AskedPerson: Sendable {
    var first: String?
    var last: String?
    var email: String?
    var phone: String?
    var company: String?
    var domain: String?
    var address: String?
    var city: String?
    var state: String?
    var zip: String?
    var profile: String?

    /// The same for the same question, however it is written.
    var key: String {
        let parts: [(String, String?)] = [
            ("first", first), ("last", last), ("email", email), ("phone", phone?.filter(\.isNumber)), ("company", company),
            ("domain", domain),
            ("address", address), ("city", city), ("state", state), ("zip", zip), ("profile", profile),
        ]
        return parts.compactMap { name, value in value.map { "\(name)=\(SkipTraceQuestion.normalized($0))" } }.joined(separator: ";")
    }

    /// The person the question is about: a named person is the same at every service.
    var identity: UInt64 { first != nil && last != nil ? Self.hash("\(first ?? "")|\(last ?? "")") : Self.hash(key) }

    /// A share in 0..<1 that depends on the question and `salt` alone.
    func share(_ salt: String) -> Double { Double(Self.hash(salt + "|" + key) >> 11) * 0x1p-53 }

    static func hash(_ text: String) -> UInt64 {
        var word: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in SkipTraceQuestion.normalized(text).utf8 { word = NumberHash.of((word ^ UInt64(byte)) &* 0x100_0000_01B3) }
        return word
    }
}

/// Somebody who does not exist: an answer to a question, the same for the same question in every process.
struct InventedPerson: Sendable {
    static let firsts = ["Dana", "Miguel", "Priya", "Harold", "Wen", "Alice", "Tomas", "Ruth", "Omar", "Linda", "Greta", "Samuel"]
    static let lasts = ["Okafor", "Sorenson", "Delgado", "Whitfield", "Nakamura", "Brandt", "Kowalski", "Abernathy", "Farouk", "Lindqvist"]
    /// Area codes of several states; all numbers are 555-…, which nobody has.
    private static let areas = [
        "937", "212", "415", "305", "512", "602", "206", "303", "312", "404", "617", "702", "713", "816", "919", "971",
    ]
    static let titles = ["Owner", "President", "Managing Member", "General Manager", "Vice President", "Office Manager"]

    let first: String
    let last: String
    let mobile: String?
    let landline: String?
    let personalEmail: String
    let workEmail: String
    let title: String
    let age: Int
    let address: String
    let city: String
    let state: String
    let zip: String
    let id: String
    let isListed: Bool

    /// - Parameters:
    ///   - isOther: Somebody else than was asked for.
    ///   - hasNumbers: Whether anything to call is known.
    init(_ asked: AskedPerson, isOther: Bool = false, hasNumbers: Bool = true) {
        let word = NumberHash.of(asked.identity &+ (isOther ? 7 : 0))
        func pick(_ list: [String], _ shift: UInt64) -> String { list[Int((word >> shift) % UInt64(list.count))] }
        let other = (pick(Self.firsts, 3) + "x", pick(Self.lasts, 9) + "son")
        first = isOther ? other.0 : asked.first.map(Self.capitalized) ?? pick(Self.firsts, 3)
        last = isOther ? other.1 : asked.last.map(Self.capitalized) ?? pick(Self.lasts, 9)
        func number(_ shift: UInt64) -> String {
            let line = 100 + Int((word >> shift) % 9_899)
            return pick(Self.areas, shift / 2) + "555" + String(repeating: "0", count: 4 - "\(line)".count) + "\(line)"
        }
        mobile = hasNumbers ? number(17) : nil
        landline = hasNumbers && word % 3 == 0 ? number(31) : nil
        let name = (first + "." + last).lowercased().filter { $0.isASCII && ($0.isLetter || $0 == ".") }
        let domain =
            asked.domain ?? asked.company.map { "\($0.lowercased().filter { $0.isASCII && $0.isLetter }).example" } ?? "work.example"
        personalEmail = "\(name)@example.org"
        workEmail = "\(name)@\(domain)"
        title = pick(Self.titles, 23)
        age = 28 + Int((word >> 5) % 50)
        address = asked.address ?? "\(10 + Int((word >> 13) % 980)) Larch St"
        city = asked.city ?? "Dayton"
        state = (asked.state ?? "OH").uppercased()
        zip = asked.zip ?? "45402"
        id = "p\(word % 1_000_000_007)"
        isListed = word % 5 == 0
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
