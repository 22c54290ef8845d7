/// Writes names that stand in capitals, or in small letters, as people write them: `MCDONALD'S OF ST LOUIS LLC` is `McDonald's of St Louis LLC`.
///
/// What has both capitals and small letters stays as it is. So do letters that stand for words (`ABC`, `JBL`), as far as they can be told.
/// Letters and digits stay the same but for their case, so nothing that compares names by them changes.
final class NameWriter {
    enum Kind {
        case firm, person, place
        /// What stands behind a person's name, alone.
        case suffix
    }

    private let tables = WritingTables.shared
    private var out: [UInt8] = []
    private var kind = Kind.firm
    private var wasUpper = false

    /// The name as people write it: `text` itself where nothing changes.
    func written(_ text: Bytes, as kind: Kind, arena: TextArena) -> Bytes {
        let letterCase = LetterCase(text)
        guard letterCase != .mixed else { return text }
        wasUpper = letterCase == .upper
        self.kind = kind
        // A firm of one short word may be called by its letters.
        if kind == .firm, wasUpper, text.count <= 4, !text.contains(0x20), !isFixed(text) { return text }
        out.removeAll(keepingCapacity: true)
        let lower = text.isASCII ? arena.lowered(text) : arena.copy(String(decoding: text, as: UTF8.self).lowercased())
        var start = 0
        let last = (lower.lastIndex(of: 0x20) ?? -1) + 1
        while start < lower.count {
            let end = lower.first(of: 0x20, from: start) ?? lower.count
            if start > 0 { out.append(0x20) }
            let word = lower.slice(start..<end)
            if start == 0, kind == .person, beginsSurname(word, lower.dropping(first: min(end + 1, lower.count))) {
                out.append(contentsOf: word)
            } else {
                token(word, isFirst: start == 0, isLast: start >= last)
            }
            start = end + 1
        }
        return out.elementsEqual(text) ? text : out.withUnsafeBufferPointer { arena.copy($0) }
    }

    /// Whether a name begins with two small words of a surname: `van der Berg`.
    private func beginsSurname(_ word: Bytes, _ rest: Bytes) -> Bool {
        guard word.count <= 3, Self.particles.contains(where: { word.equals($0) }) else { return false }
        let next = Bytes(rebasing: rest.prefix { $0 != 0x20 })
        return next.count < rest.count && Self.particles.contains { next.equals($0) }
    }

    private func isFixed(_ word: Bytes) -> Bool { tables.firms[WritingTables.hash(word)] != nil }

    // MARK: - Words

    /// What stands between two blanks.
    private func token(_ token: Bytes, isFirst: Bool, isLast: Bool) {
        var (start, end) = (0, token.count)
        while start < end, !Self.isWordByte(token[start]) { start += 1 }
        while end > start, !Self.isWordByte(token[end - 1]) { end -= 1 }
        out.append(contentsOf: token[..<start])
        core(token.slice(start..<end), isFirst: isFirst, isLast: isLast)
        out.append(contentsOf: token[end...])
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte >= 0x80 }

    private func core(_ core: Bytes, isFirst: Bool, isLast: Bool) {
        if core.isEmpty { return }
        let isJoined = core.contains(UInt8(ascii: "-"))
        if !isJoined, core.contains(where: \.isDigit) { return numbered(core) }
        if core.contains(UInt8(ascii: ".")) { return dotted(core) }
        if core.contains(UInt8(ascii: "&")), core.split(separator: UInt8(ascii: "&")).allSatisfy({ $0.count <= 2 }) {
            return upper(core)
        }
        var start = 0
        for index in 0...core.count {
            guard index == core.count || Self.parts(core[index]) else { continue }
            let part = core.slice(start..<index)
            if isJoined, part.contains(where: \.isDigit) {
                numbered(part)
            } else {
                word(part, isFirst: isFirst && start == 0, isLast: isLast && index == core.count, isAlone: part.count == core.count)
            }
            if index < core.count { out.append(core[index]) }
            start = index + 1
        }
    }

    /// Between words that each begin afresh.
    private static func parts(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
    }

    /// `2nd` in small letters; `3M` and `A1` as they were.
    private func numbered(_ core: Bytes) {
        let digits = core.prefix { $0.isDigit }
        let rest = core.dropping(first: digits.count)
        let isOrdinal = !digits.isEmpty && ["st", "nd", "rd", "th"].contains { (ending: StaticString) in rest.equals(ending) }
        if wasUpper && !isOrdinal { upper(core) } else { out.append(contentsOf: core) }
    }

    /// `L.L.C.` in capitals, `Amazon.com`, and anything else part by part.
    private func dotted(_ core: Bytes) {
        let parts = core.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if parts.allSatisfy({ $0.count <= 1 }) { return upper(core) }
        let last = Bytes(rebasing: parts[parts.count - 1])
        let isHost = Self.domains.contains { last.equals($0) }
        for (index, part) in parts.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ".")) }
            let part = Bytes(rebasing: part)
            if isHost && index > 0 { out.append(contentsOf: part) } else { word(part, isFirst: index == 0, isLast: false, isAlone: false) }
        }
    }

    private static let domains: [StaticString] = ["com", "net", "org", "biz", "info", "edu", "gov", "io"]

    /// Letters, perhaps with an apostrophe in them.
    /// - Parameter isAlone: Whether nothing is joined to it, as by a hyphen.
    private func word(_ word: Bytes, isFirst: Bool, isLast: Bool, isAlone: Bool) {
        if word.isEmpty { return }
        let hash = WritingTables.hash(word)
        if let fixed = fixed(hash, word, isFirst: isFirst, isLast: isLast) {
            out.append(contentsOf: fixed)
        } else if !isFirst, !isLast, isSmall(word) {
            out.append(contentsOf: word)
        } else if standsForWords(word, hash, isFirst: isFirst, isAlone: isAlone) {
            upper(word)
        } else {
            capitalized(word)
        }
    }

    private func fixed(_ hash: UInt64, _ word: Bytes, isFirst: Bool, isLast: Bool) -> [UInt8]? {
        switch kind {
        case .firm:
            // "IT" and "US" are words, where they are not letters in capitals.
            if !wasUpper, word.equals("it") || word.equals("us") || word.equals("led") || word.equals("er") { return nil }
            return tables.firms[hash]
        case .person:
            // A numeral, a degree and the like stand behind a name.
            guard let fixed = tables.persons[hash],
                !isFirst || fixed.count > 2 && fixed[1] >= UInt8(ascii: "a") || word.count <= 3 && fixed[1] >= UInt8(ascii: "a")
            else { return nil }
            return fixed
        case .suffix: return tables.persons[hash]
        case .place: return tables.places[hash]
        }
    }

    private func isSmall(_ word: Bytes) -> Bool {
        guard word.count <= 4 else { return false }
        switch kind {
        case .firm, .place: return Self.articles.contains { word.equals($0) }
        case .person: return Self.particles.contains { word.equals($0) }
        case .suffix: return false
        }
    }

    private static let articles: [StaticString] = [
        "of", "the", "and", "for", "in", "on", "at", "to", "by", "an", "or", "with", "from", "du", "de", "del",
    ]
    private static let particles: [StaticString] = [
        "van", "von", "der", "den", "de", "la", "los", "las", "del", "di", "da", "dos", "das", "du", "ter", "ten", "zu", "zur", "bin",
        "ibn", "y",
        "and", "or",
    ]

    /// Whether letters stand for words, as far as they tell: no vowel among them, or of a firm in capitals few letters that are no word.
    private func standsForWords(_ word: Bytes, _ hash: UInt64, isFirst: Bool, isAlone: Bool) -> Bool {
        if word.count == 1 { return true }
        let hasVowel = word.contains { Self.isVowel($0) }
        switch kind {
        case .firm:
            if !hasVowel { return word.count <= 5 && word.isASCII }
            guard wasUpper, isAlone, word.count <= 3, word.isASCII, !tables.short.contains(hash) else { return false }
            return WordLists.holding(word).isDisjoint(with: [.givenName, .surname, .companyWord, .industryWord])
        case .person: return !hasVowel && isFirst && word.count == 2
        // A degree that is not known.
        case .suffix: return wasUpper || !hasVowel && word.count <= 4
        case .place: return false
        }
    }

    private static func isVowel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "y"): true
        default: byte >= 0x80 || byte == UInt8(ascii: "'")
        }
    }

    // MARK: - Letters

    private func upper(_ word: Bytes) { for byte in word { out.append(byte &- UInt8(ascii: "a") < 26 ? byte - 0x20 : byte) } }

    /// A capital, then small letters: `McDonald`, `O'Brien`, `Joe's`.
    private func capitalized(_ word: Bytes) {
        if word.count >= 5, word[0] == UInt8(ascii: "m"), word[1] == UInt8(ascii: "c"), word[2].isLetter {
            out.append(contentsOf: "Mc".utf8)
            return initial(word.dropping(first: 2))
        }
        if word.count >= 4, word[1] == UInt8(ascii: "'"), word[2].isLetter, Self.elided.contains(word[0]) {
            upper(word.slice(0..<2))
            return capitalized(word.dropping(first: 2))
        }
        initial(word)
    }

    private static let elided: [UInt8] = Array("odl".utf8)

    private func initial(_ word: Bytes) {
        guard let first = word.first else { return }
        if first < 0x80 {
            upper(word.slice(0..<1))
            out.append(contentsOf: word[1...])
        } else if let (_, length) = UTF8Scalar.decode(word, at: 0) {
            out.append(contentsOf: String(decoding: word[..<length], as: UTF8.self).uppercased().utf8)
            out.append(contentsOf: word[length...])
        } else {
            out.append(contentsOf: word)
        }
    }
}

extension TextArena {
    /// ASCII in small letters.
    fileprivate func lowered(_ text: Bytes) -> Bytes {
        write(text.count) { out in
            for (index, byte) in text.enumerated() { out[index] = byte.lowercasedASCII }
            return text.count
        }
    }
}
