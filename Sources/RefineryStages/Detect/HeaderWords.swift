internal import RefineryModel

/// What the words of a header mean.
///
/// A header is taken apart at blanks, punctuation, case (`companyName`) and digits; words grown together (`zipcode`, `Telefonnummer`) are
/// divided into known ones, and a word that was cut off (`Email Addres`) is completed where only one concept can be meant.
struct HeaderWords {
    /// The words, folded; digits are words of their own.
    private(set) var words: [String] = []
    /// The concept of each known word but fillers (`of`, `de`), in order; `Name of the Street` and `Nombre de la calle` as `Street Name`.
    private(set) var concepts: [String] = []
    /// The concept that the header is about: `TYPE` of `Phone Type`, `NAME` of `nom de l'entreprise`.
    private(set) var head: String?
    /// Words without a known meaning.
    private(set) var unknown: [String] = []
    /// The first number in it: 2 for `phone2`.
    private(set) var number: Int?
    /// By which it is looked up.
    let key: HeaderKey

    init(_ header: String, _ dictionary: HeaderDictionary) {
        var outside = 0
        // Where a genitive begins, among the concepts.
        var joints: [Int] = []
        let all = Self.split(header, dictionary)
        let read = Self.inOneScript(all, dictionary)
        key = HeaderKey(read.count == all.count ? header : read.map(\.word).joined(separator: " "))
        for (word, depth) in read {
            words.append(word)
            if word.utf8.allSatisfy({ $0.isDigit }) {
                if number == nil { number = Int(word) }
                continue
            }
            let found = dictionary.concepts(of: word)
            if found.isEmpty { unknown.append(word) }
            for concept in found {
                if concept == Self.filler {
                    if head == nil, depth == 0 { head = concepts.last }
                    if depth == 0, Self.genitives.contains(word) { joints.append(concepts.count) }
                } else {
                    concepts.append(concept)
                    if depth == 0 { outside = concepts.count }
                }
            }
        }
        if head == nil, outside > 0 { head = concepts[outside - 1] }
        if head == nil { head = concepts.last }
        if !joints.isEmpty {
            let parts = zip([0] + joints, joints + [outside]).map { concepts[$0..<max($0, $1)] }
            concepts = parts.reversed().flatMap(\.self) + concepts[max(outside, joints.last ?? 0)...]
        }
    }

    private static let genitives: Set = ["of", "de", "del", "du", "des", "da", "do", "di", "d", "der", "von"]

    /// Whether every word of the text is one that headers have.
    static func isKnown(_ header: String, _ dictionary: HeaderDictionary) -> Bool {
        guard header.utf8.count <= 60 else { return false }
        let words = HeaderWords(header, dictionary)
        return !words.concepts.isEmpty && words.unknown.isEmpty && words.words.count <= 5
    }

    func has(_ concept: String) -> Bool { concepts.contains(concept) }

    func has(any some: Set<String>) -> Bool { concepts.contains(where: some.contains) }

    /// The names of its features.
    var features: [String] {
        if words.isEmpty { return ["blank"] }
        var features: [String] = []
        let distinct = concepts.prefix(8)
        for (index, concept) in distinct.enumerated() where !distinct[..<index].contains(concept) { features.append("c:\(concept)") }
        if let head { features.append("h:\(head)") }
        if let first = concepts.first { features.append("f:\(first)") }
        for left in distinct.indices.prefix(5) {
            for right in distinct.indices.prefix(5) where right > left { features.append("p:\(distinct[left])>\(distinct[right])") }
        }
        if concepts.count <= 5 { features.append("s:" + concepts.joined(separator: "_") + (unknown.isEmpty ? "" : "+")) }
        for word in words.prefix(8) where !(word.utf8.first?.isDigit ?? true) { features.append("t:\(word)") }
        features.append("n:\(min(words.count, 5))")
        if let number { features.append(number == 1 ? "d:1" : number < 10 ? "d:2" : "d:10") }
        if !unknown.isEmpty { features.append("u:\(min(unknown.count, 3))") }
        if let field = HeaderSynonyms.best(of: key) { features.append("y:\(field.rawValue)") }
        return features
    }

    // MARK: - Words

    /// A header in two scripts says the same twice, as `Name / 名称` and `Name(名稱)`: the words of the one that is known better.
    private static func inOneScript(_ words: [(word: String, depth: Int)], _ dictionary: HeaderDictionary) -> [(word: String, depth: Int)] {
        func isLatin(_ word: String) -> Bool { word.unicodeScalars.allSatisfy { $0.value < 0x250 } }
        func isNumber(_ word: String) -> Bool { word.utf8.allSatisfy(\.isDigit) }
        let spoken = words.filter { !isNumber($0.word) }
        guard spoken.contains(where: { isLatin($0.word) }), spoken.contains(where: { !isLatin($0.word) }) else { return words }
        func known(latin: Bool) -> Int { spoken.count { isLatin($0.word) == latin && !dictionary.concepts(of: $0.word).isEmpty } }
        let (latin, other) = (known(latin: true), known(latin: false))
        guard latin + other > 0 else { return words }
        let read = words.filter { isNumber($0.word) || isLatin($0.word) == (latin >= other) }
        let depth = read.map(\.depth).min() ?? 0
        return read.map { ($0.word, $0.depth - depth) }
    }

    private static let filler = "OF"

    /// The words of a header, each with how deep in parentheses it stands.
    private static func split(_ header: String, _ dictionary: HeaderDictionary) -> [(word: String, depth: Int)] {
        var words: [(word: String, depth: Int)] = []
        var current: [Unicode.Scalar] = []
        var depth = 0
        func isUpper(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII ? scalar.value &- 0x41 < 26 : scalar.properties.isUppercase }
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value &- 0x30 < 10 }
        func end() {
            guard !current.isEmpty else { return }
            let text = String(String.UnicodeScalarView(current))
            let word = current.allSatisfy(\.isASCII) ? text.lowercased() : WordFolding.withoutAccents(text)
            current.removeAll(keepingCapacity: true)
            // "E-mail", "Web site", "Home page", "Toll free" are one word.
            if let last = words.last, last.depth == depth, dictionary.joins(last.word, word) {
                words[words.count - 1].word += word
            } else {
                words.append((word, depth))
            }
        }
        let scalars = Array(header.unicodeScalars.prefix(200))
        for (index, scalar) in scalars.enumerated() {
            let isLetter = scalar.isASCII ? (scalar.value | 0x20) &- 0x61 < 26 : scalar.properties.isAlphabetic
            if isLetter {
                if let last = current.last {
                    let next = index + 1 < scalars.count ? scalars[index + 1] : nil
                    let begins = isUpper(scalar) && (!isUpper(last) || next.map { $0.properties.isLowercase } ?? false)
                    if isDigit(last) || begins { end() }
                }
                current.append(scalar)
            } else if isDigit(scalar) {
                if let last = current.last, !isDigit(last) { end() }
                current.append(scalar)
            } else if scalar.properties.generalCategory == .nonspacingMark {
                current.append(scalar)
            } else if scalar != "'" && scalar != "’" {
                end()
                if scalar == "#" { words.append(("number", depth)) }
                if scalar == "(" || scalar == "[" || scalar == "（" { depth += 1 }
                if scalar == ")" || scalar == "]" || scalar == "）" { depth = max(0, depth - 1) }
            } else {
                // French elision: "l'entreprise", "d'employés".
                if scalar == "’" || scalar == "'", current.count == 1 { end() }
            }
        }
        end()
        return words
    }
}
