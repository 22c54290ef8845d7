internal import CWriting

/// The words of `data/writing`, by a hash of their small letters.
struct WritingTables: Sendable {
    static let shared = WritingTables()

    /// How a word is written whatever it was, in names of firms, persons and places.
    let firms: WordTable<[UInt8]>
    let persons: WordTable<[UInt8]>
    let places: WordTable<[UInt8]>
    /// Usual words of two and three letters.
    let short: WordTable<Bool>
    /// Words of streets.
    let streets: WordTable<StreetWord>
    /// How such words are written in short, by their number: `Ave`, `NE`, `Ste`.
    let standards: [[UInt8]]

    /// What a word can be in a street: the number of its standard for each, 0 for none.
    struct StreetWord: Sendable {
        var suffix: UInt16 = 0
        var direction: UInt16 = 0
        var unit: UInt16 = 0
    }

    /// Standards that stand in no table: nothing, and the words of a post office box.
    static let removed: UInt16 = 1, box: (po: UInt16, box: UInt16, poBox: UInt16) = (2, 3, 4)

    private init() {
        var fixed: [Substring: [(word: String, value: [UInt8])]] = [:]
        for line in String(cString: cwriting_fixed_words()).split(separator: "\n") {
            let parts = line.split(separator: " ")
            fixed[parts[0], default: []].append((String(parts[1]), Array(parts[2].utf8)))
        }
        firms = WordTable(fixed["f"] ?? [])
        persons = WordTable(fixed["p"] ?? [])
        places = WordTable(fixed["c"] ?? [])
        short = WordTable(String(cString: cwriting_short_words()))
        var streets: [String: StreetWord] = [:]
        var standards = ["", "", "PO", "Box", "PO Box"]
        for line in String(cString: cwriting_street_words()).split(separator: "\n").dropFirst() {
            let parts = line.split(separator: ",")
            let word = parts[1].lowercased()
            let isDirection = parts[0] == "directional"
            let standard = isDirection ? String(parts[2]) : parts[2].prefix(1) + parts[2].dropFirst().lowercased()
            let number = UInt16(standards.firstIndex(of: standard) ?? standards.count)
            if Int(number) == standards.count { standards.append(standard) }
            switch parts[0] {
            case "suffix": streets[word, default: StreetWord()].suffix = number
            case "directional": streets[word, default: StreetWord()].direction = number
            default: streets[word, default: StreetWord()].unit = number
            }
        }
        self.streets = WordTable(streets.map { ($0.key, $0.value) })
        self.standards = standards.map { Array($0.utf8) }
    }

    /// FNV-1a of the small letters.
    @inline(__always)
    static func hash(_ word: some Collection<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte.lowercasedASCII)) &* 0x100_0000_01B3 }
        return hash
    }
}
