/// How likely bytes are in the encodings of East Asia.
enum DoubleByteText {
    private static let names = ["shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"]
    /// How much rarer files in these encodings are than in Windows-1252, as a logarithm.
    private static let rarity = -3.0

    /// Those that can be what the bytes are: all of them make characters.
    static func candidates(for sample: [UInt8]) -> [LegacyEncoding.Candidate] {
        let letters = sample.count { $0 >= 0x80 }
        let damping = SingleByteText.weight(of: sample) / Double(max(1, letters))
        return names.compactMap { name in
            guard let encoding = CSVEncoding(rawValue: name) else { return nil }
            var text: [UInt8] = []
            let replaced = sample.withUnsafeBufferPointer { encoding.decode($0, into: &text) }
            guard replaced == 0 else { return nil }
            let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
            return .init(
                encoding: encoding, score: rarity + scalars.indices.reduce(0) { $0 + likelihood(of: scalars, at: $1, name) } * damping)
        }
    }

    /// The logarithm of how likely a character is, where it stands.
    private static func likelihood(of scalars: [Unicode.Scalar], at index: Int, _ name: String) -> Double {
        let scalar = scalars[index].value
        if scalar < 0x80 { return 0 }
        let before = index > 0 ? scalars[index - 1] : "\n"
        let after = index + 1 < scalars.count ? scalars[index + 1] : "\n"
        var score = share(of: scalar, name)
        // A sign between Latin letters, or alone, is hardly ever meant.
        if [before, after].contains(where: { $0.isASCII && $0.properties.isAlphabetic }) { score -= 3 }
        if before.isASCII && after.isASCII { score -= 3 }
        return score
    }

    private static func share(of scalar: UInt32, _ name: String) -> Double {
        let (isJapanese, isKorean) = (name == "shift_jis" || name == "euc-jp", name == "euc-kr")
        return switch scalar {
        case 0x3040..<0x3100: isJapanese ? -4.5 : -11
        case 0xAC00..<0xD7A4: isKorean ? -6.5 : -14
        case 0x4E00..<0xA000: isKorean ? -11 : isFrequent(scalar, name) ? -7 : -11
        case 0x3000..<0x3040, 0xFF01..<0xFF5F: -6
        case 0xFF61..<0xFFA0: -9
        default: -12
        }
    }

    /// Whether a character is of the half of its set that is in daily use: the national standards put these first.
    private static func isFrequent(_ scalar: UInt32, _ name: String) -> Bool {
        guard let character = Unicode.Scalar(scalar) else { return false }
        return frequent[name]?.contains(character.value) ?? false
    }

    private static let frequent: [String: Set<UInt32>] = {
        let ranges: [(String, leads: ClosedRange<UInt8>, trails: [ClosedRange<UInt8>])] = [
            ("shift_jis", 0x88...0x97, [0x40...0x7E, 0x80...0xFC]), ("euc-jp", 0xB0...0xCF, [0xA1...0xFE]),
            ("gb18030", 0xB0...0xD7, [0xA1...0xFE]), ("big5", 0xA4...0xC6, [0x40...0x7E, 0xA1...0xFE]),
        ]
        return Dictionary(
            uniqueKeysWithValues: ranges.map { name, leads, trails in
                let bytes = leads.flatMap { lead in trails.flatMap { $0.flatMap { [lead, $0] } } }
                var text: [UInt8] = []
                bytes.withUnsafeBufferPointer { _ = CSVEncoding(rawValue: name)?.decode($0, into: &text) }
                return (name, Set(String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)))
            })
    }()
}
