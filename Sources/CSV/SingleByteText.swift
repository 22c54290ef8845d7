/// How likely bytes are in the encodings of one byte a character.
enum SingleByteText {
    /// The encodings, the languages written in each, and how much rarer files in it are than in Windows-1252, as a logarithm.
    private static let encodings: [(name: String, languages: [Language], rarity: Double)] = [
        ("windows-1252", Language.western, 0), ("iso-8859-15", Language.western, -2.5), ("macintosh", Language.western, -4),
        ("ibm850", Language.western, -4.5), ("windows-1250", Language.central, -2), ("iso-8859-2", Language.central, -2.5),
        ("ibm852", Language.central, -5), ("windows-1254", [.turkish], -1.5), ("windows-1257", Language.baltic, -2.5),
        ("windows-1253", [.greek], -2), ("iso-8859-7", [.greek], -3), ("windows-1251", Language.cyrillic, -2),
        ("koi8-r", [.russian], -3), ("ibm866", [.russian], -3.5), ("windows-1255", [.hebrew], -3),
    ]

    static func candidates(for sample: [UInt8]) -> [LegacyEncoding.Candidate] {
        var neighbours: [Neighbours: Int] = [:]
        for (index, byte) in sample.enumerated() where byte >= 0x80 {
            let before = index > 0 ? sample[index - 1] : Byte.lineFeed
            let after = index + 1 < sample.count ? sample[index + 1] : Byte.lineFeed
            neighbours[Neighbours(before: before, byte: byte, after: after), default: 0] += 1
        }
        return encodings.compactMap { name, languages, rarity in
            guard let encoding = CSVEncoding(rawValue: name) else { return nil }
            let letters = CharacterTable(encoding)
            let placing = neighbours.reduce(0.0) { $0 + letters.placing($1.key) * Double($1.value) }
            let likeliest = languages.map { language in
                neighbours.reduce(0.0) { $0 + language.likelihood(of: letters.scalars[Int($1.key.byte)]) * Double($1.value) }
            }.max()
            return likeliest.map { .init(encoding: encoding, score: $0 + placing + rarity) }
        }
    }

    private struct Neighbours: Hashable { let before: UInt8, byte: UInt8, after: UInt8 }

    /// What each byte is in an encoding.
    private struct CharacterTable {
        let scalars: [UInt32]
        private let isLetter: [Bool]
        private let isUpper: [Bool]

        init(_ encoding: CSVEncoding) {
            let ascii = (0..<0x80).map { Unicode.Scalar(UInt8($0)) }
            let lines = (0x80...0xFF).flatMap { [UInt8($0), Byte.lineFeed] }
            var text: [UInt8] = []
            lines.withUnsafeBufferPointer { _ = encoding.decode($0, into: &text) }
            let scalars = ascii + text.split(separator: Byte.lineFeed).map { String(decoding: $0, as: UTF8.self).unicodeScalars.first! }
            self.scalars = scalars.map(\.value)
            isLetter = scalars.map(\.properties.isAlphabetic)
            isUpper = scalars.map(\.properties.isUppercase)
        }

        /// The logarithm of how likely a character stands where it does.
        func placing(_ place: Neighbours) -> Double {
            let (before, byte, after) = (Int(place.before), Int(place.byte), Int(place.after))
            let scalar = scalars[byte]
            if !isLetter[byte] {
                let isInWord = isLetter[before] && isLetter[after]
                return isInWord && scalar != 0x2019 && scalar != 0xB7 ? -5 : 0
            }
            var score = 0.0
            if isUpper[byte] && isLetter[before] && !isUpper[before] { score -= 5 }
            if !isUpper[byte] && isLetter[before] && isUpper[before] && isLetter[after] && isUpper[after] { score -= 3 }
            // Scripts do not mix within a word: Latin letters end at U+024F.
            for neighbour in [before, after] where isLetter[neighbour] && (scalars[neighbour] < 0x250) != (scalar < 0x250) { score -= 5 }
            return score
        }
    }
}
