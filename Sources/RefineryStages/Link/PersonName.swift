/// Where the parts of a person's name stand in a text: `Dr. Robert A. de la Cruz Jr.`, `Smith, John`.
struct PersonName {
    var given: Range<Int>?
    var surname: Range<Int>?
    /// The first letter of the middle name, lower case; 0 for none.
    var middle: UInt8 = 0
    /// 1 for Senior, 2 for Junior and the second, 3 and more for the third; 0 for none.
    var generation: UInt8 = 0

    private struct Word {
        let range: Range<Int>
        let hash: UInt64
        let endsWithComma: Bool
        let letters: Int
    }

    /// The parts of a whole name. One word alone is a given name where it is a common one, else a surname.
    init(whole text: Bytes) {
        var words = Self.words(of: text)
        while let first = words.first, words.count > 1, Self.titles.contains(first.hash) { words.removeFirst() }
        takeSuffixes(from: &words)
        guard let first = words.first, let last = words.last else { return }
        guard words.count > 1 else {
            if NameTable.shared.given(first.hash)?.bits ?? 99 < NameTable.shared.surnameBits(first.hash) ?? 98 {
                given = first.range
            } else {
                surname = first.range
            }
            return
        }
        if let comma = words.firstIndex(where: \.endsWithComma), comma + 1 < words.count {
            surname = first.range.lowerBound..<words[comma].range.upperBound
            given = words[comma + 1].range
            if comma + 2 < words.count { middle = text[words[comma + 2].range.lowerBound].lowercasedASCII }
            return
        }
        given = first.range
        var start = words.count - 1
        while start > 1, Self.particles.contains(words[start - 1].hash) { start -= 1 }
        surname = words[start].range.lowerBound..<last.range.upperBound
        if start > 1 { middle = text[words[1].range.lowerBound].lowercasedASCII }
        // "J. Robert Smith" goes by the name that is written out.
        if first.letters == 1, start > 1, words[1].letters > 1 {
            given = words[1].range
            middle = 0
        }
    }

    /// The parts of a cell that holds only given names, or only surnames.
    init(given text: Bytes) {
        var words = Self.words(of: text)
        while let first = words.first, words.count > 1, Self.titles.contains(first.hash) { words.removeFirst() }
        takeSuffixes(from: &words)
        guard let first = words.first else { return }
        given = first.range
        if words.count > 1 { middle = text[words[1].range.lowerBound].lowercasedASCII }
    }

    init(surname text: Bytes) {
        var words = Self.words(of: text)
        takeSuffixes(from: &words)
        guard let first = words.first, let last = words.last else { return }
        surname = first.range.lowerBound..<last.range.upperBound
    }

    /// Where in a suffix the word stands that says the generation: `Jr.`, `III`; nil for none.
    static func generationWord(in suffix: Bytes) -> Range<Int>? { words(of: suffix).first { generations[$0.hash] != nil }?.range }

    /// The generation that a suffix says; 0 for none.
    static func generation(of suffix: Bytes) -> UInt8 { words(of: suffix).lazy.compactMap { generations[$0.hash] }.first ?? 0 }

    private mutating func takeSuffixes(from words: inout [Word]) {
        while words.count > 1, let last = words.last {
            if let number = Self.generations[last.hash] {
                generation = number
            } else if !Self.degrees.contains(last.hash) {
                break
            }
            words.removeLast()
            // The comma before a suffix says nothing of the order of the names.
            if let before = words.last, before.endsWithComma {
                words[words.count - 1] = Word(range: before.range, hash: before.hash, endsWithComma: false, letters: before.letters)
            }
        }
    }

    private static func words(of text: Bytes) -> [Word] {
        var result: [Word] = []
        var folded: [UInt8] = []
        var index = 0
        while index < text.count {
            while index < text.count, isGap(text[index]) { index += 1 }
            let start = index
            while index < text.count, !isGap(text[index]) { index += 1 }
            if start == index { break }
            let comma = index < text.count && text[index] == UInt8(ascii: ",")
            WordFolding.fold(text.slice(start..<index), into: &folded)
            if folded.isEmpty { continue }
            result.append(Word(range: start..<index, hash: NameHash.of(folded), endsWithComma: comma, letters: folded.count))
        }
        return result
    }

    private static func isGap(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ".")
    }

    private static func hashes(_ words: String) -> Set<UInt64> { Set(words.split(separator: " ").map { NameHash.of($0.utf8) }) }

    private static let titles = hashes(
        "mr mrs ms miss mx dr prof professor rev reverend fr father sr sister hon judge capt sir herr frau monsieur mme madame sra don dona dott ing dipl"
    )
    private static let degrees = hashes(
        "md phd dds dmd do dvm od dc cpa esq esquire jd mba ma msc bsc pe rn np pa lcsw cfp cfa ra aia ret psyd edd pharmd llm")
    private static let particles = hashes(
        "de la las los del della der den di da do dos das du le van von vom zu zum zur ten ter te al el bin ibn ben abu st san santa mac mc o af av y e"
    )
    private static let generations: [UInt64: UInt8] = {
        var result: [UInt64: UInt8] = [:]
        for (number, words) in [(UInt8(1), "sr senior"), (2, "jr junior ii 2nd"), (3, "iii 3rd"), (4, "iv 4th")] {
            for hash in hashes(words) { result[hash] = number }
        }
        return result
    }()
}
