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
        var endsWithComma: Bool
        let letters: Int
    }

    /// The parts of a whole name. One word alone is a given name where it is a common one, else a surname.
    init(whole text: Bytes) {
        var words = Self.words(of: text)
        Self.dropTitles(from: &words)
        takeSuffixes(from: &words)
        if let comma = words.firstIndex(where: \.endsWithComma), comma + 1 < words.count, readSurnameFirst(&words, comma, text) { return }
        guard let first = words.first, let last = words.last else { return }
        guard words.count > 1 else {
            if NameTable.shared.given(first.hash)?.bits ?? 99 < NameTable.shared.surnameBits(first.hash) ?? 98 {
                given = first.range
            } else {
                surname = first.range
            }
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

    /// Reads `Smith, Dr. John A., Jr.` and `Smith Jr, John`.
    /// - Returns: Whether the name is read. It is not where only titles stand behind the comma, as in `John Smith, Dr.`: they are gone then.
    private mutating func readSurnameFirst(_ words: inout [Word], _ comma: Int, _ text: Bytes) -> Bool {
        var before = Array(words[...comma])
        var behind = Array(words[(comma + 1)...])
        while behind.count > 1, let number = Self.generations[behind[0].hash] {
            generation = number
            behind.removeFirst()
        }
        Self.dropTitles(from: &behind)
        while behind.count > 1, let last = behind.last, Self.isTitleAlone(last) { behind.removeLast() }
        if behind.count == 1, Self.isTitleAlone(behind[0]) {
            before[comma].endsWithComma = false
            takeSuffixes(from: &before)
            words = before
            guard before.count == 1 else { return false }
            surname = before[0].range
            return true
        }
        while before.count > 1, let number = before.last.flatMap({ Self.generations[$0.hash] }) {
            generation = number
            before.removeLast()
        }
        surname = before[0].range.lowerBound..<before[before.count - 1].range.upperBound
        given = behind[0].range
        if behind.count > 1 { middle = text[behind[1].range.lowerBound].lowercasedASCII }
        return true
    }

    /// The parts of a cell that holds only given names, or only surnames.
    init(given text: Bytes) {
        var words = Self.words(of: text)
        Self.dropTitles(from: &words)
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
            words[words.count - 1].endsWithComma = false
        }
    }

    /// Takes off the titles that a name begins with. `Don` is one before a given name that is written out alone: `Don A. Lee` is a name.
    private static func dropTitles(from words: inout [Word]) {
        while words.count > 1, titles.contains(words[0].hash) {
            if NameTable.shared.given(words[0].hash) != nil {
                guard words.count > 2, words[1].letters > 1, NameTable.shared.given(words[1].hash) != nil else { return }
            }
            words.removeFirst()
        }
    }

    /// Whether a word is a title wherever it stands.
    private static func isTitleAlone(_ word: Word) -> Bool { titles.contains(word.hash) && NameTable.shared.given(word.hash) == nil }

    private static func words(of text: Bytes) -> [Word] {
        var result: [Word] = []
        var folded: [UInt8] = []
        var index = 0
        while index < text.count {
            while index < text.count, isGap(text[index]) { index += 1 }
            let start = index
            while index < text.count, !isGap(text[index]) { index += 1 }
            if start == index { break }
            WordFolding.fold(text.slice(start..<index), into: &folded)
            let end = index
            while index < text.count, text[index] == UInt8(ascii: ".") { index += 1 }
            let comma = index < text.count && text[index] == UInt8(ascii: ",")
            if folded.isEmpty { continue }
            result.append(Word(range: start..<end, hash: NameHash.of(folded), endsWithComma: comma, letters: folded.count))
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
