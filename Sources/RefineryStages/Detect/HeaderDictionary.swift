/// Says what words of headers mean; remembers what it has found.
final class HeaderDictionary {
    private var remembered: [String: [String]] = [:]

    /// The concepts of a word, none when it is not known; several of one grown together, as `zipcode`.
    func concepts(of word: String) -> [String] {
        if let concepts = remembered[word] { return concepts }
        let concepts = found(word)
        remembered[word] = concepts
        return concepts
    }

    /// Whether two words are one that is often written apart.
    func joins(_ left: String, _ right: String) -> Bool { left.utf8.count + right.utf8.count < 24 && Self.joined.contains(left + right) }

    private static let joined = Set(
        EmbeddedWords.lines("header-words").first { $0.hasPrefix("JOINED ") }?.split(separator: " ").map(String.init) ?? [])

    private static let known: [String: String] = {
        var known: [String: String] = [:]
        for line in EmbeddedWords.lines("header-words") where !line.hasPrefix("JOINED ") {
            let words = line.split(separator: " ")
            for word in words.dropFirst() where known[String(word)] == nil { known[String(word)] = String(words[0]) }
        }
        return known
    }()

    private static let longest = known.keys.lazy.map(\.unicodeScalars.count).max() ?? 0

    private func found(_ word: String) -> [String] {
        if let concept = Self.known[word] { return [concept] }
        guard word.utf8.count >= 4, word.utf8.count <= 60 else { return [] }
        return Self.divided(Array(word.unicodeScalars)) ?? (Self.beginnings[word] ?? nil).map { [$0] } ?? []
    }

    /// The fewest known words that make up all of it; German ones may be joined by an s or n.
    private static func divided(_ word: [Unicode.Scalar]) -> [String]? {
        var best = [(parts: Int, start: Int, concept: String?)?](repeating: nil, count: word.count + 1)
        best[0] = (0, 0, nil)
        for end in 1...word.count {
            for start in max(0, end - longest)..<end {
                guard let before = best[start] else { continue }
                let length = end - start
                let isASCII = word[start].isASCII
                let isJoint =
                    length == 1 && start > 0 && end < word.count && (word[start] == "s" || word[start] == "n") && before.concept != nil
                guard isJoint || length >= (isASCII ? 3 : 2) else { continue }
                let concept = isJoint ? nil : known[String(String.UnicodeScalarView(word[start..<end]))]
                guard isJoint || concept != nil, before.parts + 1 < best[end]?.parts ?? .max else { continue }
                best[end] = (before.parts + 1, start, concept)
            }
        }
        guard best[word.count] != nil else { return nil }
        var concepts: [String] = []
        var end = word.count
        while end > 0, let part = best[end] {
            if let concept = part.concept { concepts.append(concept) }
            end = part.start
        }
        return concepts.reversed()
    }

    /// Beginnings of four letters and more; nil where words of several concepts begin so.
    private static let beginnings: [String: String?] = {
        var beginnings: [String: String?] = [:]
        for (word, concept) in known where word.utf8.allSatisfy({ $0 < 0x80 }) && word.utf8.count > 4 {
            for length in 4..<word.utf8.count {
                let beginning = String(word.prefix(length))
                if let other = beginnings[beginning], other != concept {
                    beginnings[beginning] = .some(nil)
                } else {
                    beginnings[beginning] = concept
                }
            }
        }
        return beginnings
    }()
}
