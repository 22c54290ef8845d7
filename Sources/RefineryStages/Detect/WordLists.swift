/// The lists of words that a word stands in.
struct WordLists: OptionSet {
    let rawValue: UInt16

    static let givenName = WordLists(rawValue: 1 << 0)
    static let surname = WordLists(rawValue: 1 << 1)
    static let city = WordLists(rawValue: 1 << 2)
    static let county = WordLists(rawValue: 1 << 3)
    static let country = WordLists(rawValue: 1 << 4)
    static let state = WordLists(rawValue: 1 << 5)
    static let companySuffix = WordLists(rawValue: 1 << 6)
    static let streetSuffix = WordLists(rawValue: 1 << 7)
    static let titleWord = WordLists(rawValue: 1 << 8)
    static let companyWord = WordLists(rawValue: 1 << 9)
    static let industryWord = WordLists(rawValue: 1 << 10)
    static let sicCode = WordLists(rawValue: 1 << 11)
    static let naicsCode = WordLists(rawValue: 1 << 12)

    private static let files: [(name: String, list: WordLists)] = [
        ("given-names", .givenName), ("surnames", .surname), ("cities", .city), ("counties", .county), ("countries", .country),
        ("states", .state), ("company-suffixes", .companySuffix), ("street-suffixes", .streetSuffix), ("title-words", .titleWord),
        ("company-words", .companyWord), ("industry-words", .industryWord), ("sic-codes", .sicCode), ("naics-codes", .naicsCode),
    ]

    /// The lists that hold a folded word or phrase.
    static func holding(_ text: some Collection<UInt8>) -> WordLists { table[hash(text)] }

    /// A table with open addressing: the texts themselves are not needed, 64 bits tell them apart.
    private struct Table {
        private static let bits = 17
        private var keys = [UInt64](repeating: 0, count: 1 << bits)
        private var lists = [WordLists](repeating: [], count: 1 << bits)

        mutating func add(_ key: UInt64, _ list: WordLists) {
            var slot = Self.slot(key)
            while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (1 << Self.bits - 1) }
            keys[slot] = key
            lists[slot].formUnion(list)
        }

        subscript(key: UInt64) -> WordLists {
            var slot = Self.slot(key)
            while keys[slot] != 0 {
                if keys[slot] == key { return lists[slot] }
                slot = (slot + 1) & (1 << Self.bits - 1)
            }
            return []
        }

        private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 20) & (1 << bits - 1) }
    }

    private static let table: Table = {
        var table = Table()
        for (name, list) in files {
            let text = EmbeddedWords.text(name)
            var start = 0
            for end in text.indices where text[end] == 0x0A {
                if end > start { table.add(hash(text[start..<end]), list) }
                start = end + 1
            }
        }
        return table
    }()

    /// FNV-1a, 64 bits; never 0.
    @inline(__always)
    private static func hash(_ text: some Collection<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash | 1
    }
}
