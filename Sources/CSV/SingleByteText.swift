#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// How likely bytes are in the encodings of one byte a character.
enum SingleByteText {
    /// The encodings, the languages written in each, and how much rarer files in it are than in Windows-1252, as a logarithm.
    private static let encodings: [(name: String, languages: [Language], rarity: Double)] = [
        ("windows-1252", Language.western, 0), ("iso-8859-15", Language.western, -2.5), ("macintosh", Language.western, -3.5),
        ("ibm850", Language.western, -5), ("windows-1250", Language.central, -3), ("iso-8859-2", Language.central, -3.5),
        ("ibm852", Language.central, -6), ("windows-1254", [.turkish], -2.5), ("windows-1257", Language.baltic, -4),
        ("windows-1253", [.greek], -2), ("iso-8859-7", [.greek], -3), ("windows-1251", Language.cyrillic, -2),
        ("koi8-r", [.russian], -3), ("ibm866", [.russian], -3.5), ("windows-1255", [.hebrew], -3),
    ]

    static func candidates(for sample: [UInt8]) -> [LegacyEncoding.Candidate] {
        var places: [UInt8: [Neighbours: Int]] = [:]
        for (index, byte) in sample.enumerated() where byte >= 0x80 {
            let before = index > 0 ? sample[index - 1] : Byte.lineFeed
            let after = index + 1 < sample.count ? sample[index + 1] : Byte.lineFeed
            let behind = index + 2 < sample.count ? sample[index + 2] : Byte.lineFeed
            places[byte, default: [:]][Neighbours(before: before, byte: byte, after: after, behind: behind), default: 0] += 1
        }
        let isEnglish = Self.isEnglish(sample)
        return encodings.compactMap { name, languages, rarity in
            guard let encoding = CSVEncoding(rawValue: name) else { return nil }
            let letters = CharacterTable(encoding)
            let bytes = places.map { byte, places in
                let count = Double(places.values.reduce(0, +))
                let placing = places.reduce(0.0) { $0 + letters.placing($1.key) * Double($1.value) } / count
                return (scalar: letters.scalars[Int(byte)], placing: placing, weight: weight(count))
            }
            let likeliest = languages.map { language in
                bytes.reduce(rarity + (language.isEnglish && isEnglish ? 2 : 0)) {
                    $0 + ($1.placing + language.likelihood(of: $1.scalar)) * $1.weight
                }
            }.max()
            return likeliest.map { .init(encoding: encoding, score: $0) }
        }
    }

    /// Whether the words in ASCII are English ones.
    private static func isEnglish(_ sample: [UInt8]) -> Bool {
        let text = String(decoding: sample, as: UTF8.self)
        return [" the ", " and ", " of ", " for ", " Inc", " LLC", " Street", " Ave", " Rd"].contains { text.contains($0) }
    }

    /// For how many letters those of a sample count.
    static func weight(of sample: [UInt8]) -> Double {
        var counts = [Double](repeating: 0, count: 256)
        for byte in sample where byte >= 0x80 { counts[Int(byte)] += 1 }
        return counts.reduce(0) { $0 + ($1 > 0 ? weight($1) : 0) }
    }

    /// The same letter for the hundredth time says little that it did not say before: texts repeat themselves.
    private static func weight(_ count: Double) -> Double { 1 + log(count) }

    private struct Neighbours: Hashable { let before: UInt8, byte: UInt8, after: UInt8, behind: UInt8 }

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
                let s = UInt8(ascii: "s")
                if scalar == 0x2019 {
                    // Joe’s, ten years’.
                    if isLetter[before] && place.after | 0x20 == s && !isLetter[Int(place.behind)] { return 3 }
                    return place.before == s && !isLetter[after] ? 2 : 0
                }
                guard isLetter[before] && isLetter[after] else { return 0 }
                return scalar == 0xB7 || scalar == 0xB4 ? 0 : scalar == 0x2014 ? -2 : -5
            }
            var score = 0.0
            if isUpper[byte] && isLetter[before] {
                score -= !isUpper[before] ? 5 : isLetter[after] && !isUpper[after] ? 3 : 0
            }
            if !isUpper[byte] && isLetter[before] && isUpper[before] && isLetter[after] && isUpper[after] { score -= 3 }
            if !isLetter[before] && !isLetter[after] { score -= 2.5 }
            if place.before == place.byte { score -= 3 }
            // Scripts do not mix within a word: Latin letters end at U+024F.
            for neighbour in [before, after] where isLetter[neighbour] && (scalars[neighbour] < 0x250) != (scalar < 0x250) { score -= 5 }
            return score
        }
    }
}
