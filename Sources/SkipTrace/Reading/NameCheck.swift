internal import Foundation
internal import RefineryModel

/// Whether the person who came back can be the one who was asked for: a paid answer about somebody else is none.
///
/// The surname has to be the same, or one of a double one; the given name the same, an initial, a short form or a nickname. What was not
/// asked, or did not come back, is no objection. Misspellings are.
struct NameCheck {
    private let first: [String]
    private let last: [String]

    init(_ question: SkipTraceQuestion) { self.init(first: question[.firstName], last: question[.lastName]) }

    init(first: String?, last: String?) {
        self.first = Self.words(first)
        self.last = Self.words(last).filter { !Self.generations.contains($0) }
    }

    func accepts(_ person: MatchedPerson?) -> Bool {
        guard let person else { return true }
        return accepts(first: person.firstName, last: person.lastName)
    }

    func accepts(first otherFirst: String?, last otherLast: String?) -> Bool {
        let others = Self.words(otherLast).filter { !Self.generations.contains($0) }
        if !last.isEmpty, !others.isEmpty, Set(last).isDisjoint(with: others), last.joined() != others.joined() { return false }
        guard let asked = first.first, let other = Self.words(otherFirst).first else { return true }
        return Self.isSame(asked, other) || first.joined() == Self.words(otherFirst).joined()
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        let (short, long) = one.count <= other.count ? (one, other) : (other, one)
        if long.hasPrefix(short), short.count == 1 || short.count >= 3 { return true }
        return !Nicknames.groups(of: one).isDisjoint(with: Nicknames.groups(of: other))
    }

    private static let generations: Set<String> = ["jr", "sr", "ii", "iii", "iv", "junior", "senior"]

    /// In lower case without marks; apostrophes join, other signs part.
    static func words(_ text: String?) -> [String] {
        guard let text else { return [] }
        let plain = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            !["'", "’", "`"].contains($0) && $0.properties.generalCategory != .nonspacingMark
        }
        return String(String.UnicodeScalarView(plain)).split { !$0.isLetter }.map(String.init)
    }
}

extension MatchedPerson {
    /// The parts of a whole name: the first word, and the last one.
    init(fullName: String?, title: String? = nil, company: String? = nil) {
        var words = (fullName ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        // OKAFOR, DANA
        if let comma = words.firstIndex(where: { $0.hasSuffix(",") }), comma < words.count - 1 {
            words = Array(words[(comma + 1)...]) + words[...comma].map { $0.filter { $0 != "," } }
        }
        self.init(firstName: words.first, lastName: words.count > 1 ? words.last : nil, title: title, company: company)
    }
}
