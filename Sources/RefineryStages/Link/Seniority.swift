/// The level of a job, from the top down. The raw values are those of `personas.seniority`.
package enum Seniority: String, Sendable, CaseIterable {
    case owner, founder
    case cSuite = "c_suite"
    case partner, vp, head, director, manager, senior, entry, intern

    /// 1 for the top; owners and founders are equals.
    package var rank: Int {
        switch self {
        case .owner, .founder: 1
        case .cSuite: 2
        case .partner: 3
        case .vp: 4
        case .head: 5
        case .director: 6
        case .manager: 7
        case .senior: 8
        case .entry: 9
        case .intern: 10
        }
    }

    /// The level of a title; nil when it says none, as `former CEO` or `Mrs.`.
    package static func of(_ title: String) -> Seniority? { TitleReading(title)?.seniority }
}

/// What a job title says, by the phrases of data/personas/title-seniority.csv in nine languages.
///
/// Each part of a title (`Owner & CEO`, `VP, Marketing`) has the level of its longest phrase; the highest level counts. Traps go first: what
/// stands behind `assistant to` is somebody else's, `former` and `retired` end it all, and `product owner` owns nothing. One character alone
/// is a code of Data Axle.
package struct TitleReading: Sendable, Equatable {
    package let seniority: Seniority
    /// Whether who bears it usually decides what is bought.
    package let isDecisionMaker: Bool

    /// Nil when the title has no level.
    package init?(_ title: String) {
        let text = Self.codes[title.trimmingASCII.lowercased()] ?? title
        let whole = EmbeddedTables.folded(text)
        if let phrase = Self.phrases[NameHash.of(whole)], let reading = phrase.reading {
            self = reading
            return
        }
        var best: TitleReading?
        for part in text.split(whereSeparator: { "/&,;|()".contains($0) }).map({ EmbeddedTables.folded($0) }) {
            for words in part.split(separator: 0x20).split(whereSeparator: { Self.conjunctions.contains(NameHash.of($0)) }) {
                guard let found = Self.longest(in: Array(words)) else { continue }
                guard let reading = found else { return nil }
                if reading.seniority.rank < best?.seniority.rank ?? 99 { best = reading }
            }
        }
        guard let best else { return nil }
        self = best
    }

    private init(_ seniority: Seniority, _ isDecisionMaker: Bool) {
        self.seniority = seniority
        self.isDecisionMaker = isDecisionMaker
    }

    private struct Phrase {
        /// Nil for a trap.
        let reading: TitleReading?
    }

    /// The reading of the longest phrase among words; nil when there is none, `.some(nil)` when the title says that there is no such job.
    private static func longest(in words: [ArraySlice<UInt8>]) -> TitleReading?? {
        var isTaken = Array(repeating: false, count: words.count)
        var best: (letters: Int, reading: TitleReading)?
        for count in stride(from: min(wordsMax, words.count), through: 1, by: -1) {
            for start in 0...(words.count - count) {
                let range = start..<start + count
                guard let phrase = phrases[NameHash.of(words[range].joined(separator: [0x20]))], phrase.reading == nil else { continue }
                if voids.contains(NameHash.of(words[range].joined(separator: [0x20]))) { return .some(nil) }
                let governs = words[range.upperBound - 1].elementsEqual("to".utf8) || words[range.upperBound - 1].elementsEqual("the".utf8)
                for index in start..<(governs ? words.count : range.upperBound) { isTaken[index] = true }
            }
        }
        for count in stride(from: min(wordsMax, words.count), through: 1, by: -1) {
            for start in 0...(words.count - count) where !isTaken[start..<start + count].contains(true) {
                let range = start..<start + count
                guard let reading = phrases[NameHash.of(words[range].joined(separator: [0x20]))]?.reading else { continue }
                let letters = words[range].reduce(0) { $0 + $1.count }
                if letters >= best?.letters ?? 0 { best = (letters, reading) }
                for index in range { isTaken[index] = true }
            }
        }
        return best.map { .some($0.reading) }
    }

    private static let wordsMax = 6
    private static let conjunctions = Set(["and", "und", "et", "e", "y", "en", "i", "och"].map { NameHash.of($0.utf8) })
    private static let voids = Set(["former", "ex", "retired", "emeritus", "deceased", "vacant"].map { NameHash.of($0.utf8) })

    private static let phrases: [UInt64: Phrase] = {
        var result: [UInt64: Phrase] = [:]
        for row in EmbeddedTables.rows("title-seniority") {
            let reading = Seniority(rawValue: String(row[2])).map { TitleReading($0, row[3] == "1") }
            result[NameHash.of(EmbeddedTables.folded(row[0]))] = Phrase(reading: reading)
        }
        return result
    }()

    /// Data Axle's title codes.
    private static let codes = [
        "1": "owner", "2": "president", "3": "manager", "4": "executive director", "5": "principal", "9": "partner", "a": "chairman",
        "c": "ceo", "e": "coo", "f": "cfo", "h": "controller", "i": "executive vice president", "j": "senior vice president",
        "k": "vice president", "d": "director", "u": "corporate secretary",
    ]
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmingASCII: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
