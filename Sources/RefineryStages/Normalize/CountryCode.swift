package import PhoneNumbers
import RefineryModel

/// A country, by its two letters of ISO 3166-1.
package struct CountryCode: Hashable, Sendable {
    /// The place of the letters among all pairs: AA is 0, ZZ is 675.
    private let pair: UInt16

    /// - Parameter code: Two letters in any case, of any country or none.
    package init?(letters code: Bytes) {
        guard code.count == 2, code[0].isLetter, code[1].isLetter else { return nil }
        pair = UInt16(code[0].lowercasedASCII - 0x61) * 26 + UInt16(code[1].lowercasedASCII - 0x61)
    }

    package init?(_ code: String) {
        var code = code
        guard let country = code.withUTF8({ CountryCode(letters: $0) }) else { return nil }
        self = country
    }

    /// The two letters in upper case; they live as long as the process.
    package var bytes: Bytes { Bytes(start: Self.letters + 2 * Int(pair), count: 2) }

    /// The code as a string, for messages and tests.
    package var code: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether ISO 3166-1 knows it.
    var isKnown: Bool { Self.traits[Int(pair)] & Self.known != 0 }

    /// Where its phone numbers are dialled; nil where nobody has a telephone.
    package var phoneRegion: PhoneRegion? { PhoneRegion(letters: bytes) }

    /// Whether its postcodes are ZIP or Canadian codes and its states those of ``StateTable``.
    package var hasAmericanPost: Bool { Self.traits[Int(pair)] & Self.americanPost != 0 }

    /// How its numbers are written.
    var decimalSign: DecimalSign { Self.traits[Int(pair)] & Self.decimalComma != 0 ? .comma : .point }

    /// The letters of all pairs.
    private nonisolated(unsafe) static let letters: UnsafePointer<UInt8> = {
        let letters = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * 26 * 26)
        for pair in 0..<26 * 26 {
            letters[2 * pair] = 0x41 + UInt8(pair / 26)
            letters[2 * pair + 1] = 0x41 + UInt8(pair % 26)
        }
        return UnsafePointer(letters)
    }()

    private static let known: UInt8 = 1, americanPost: UInt8 = 2, decimalComma: UInt8 = 4

    /// For each pair what holds of it: rows ask for it one by one.
    private nonisolated(unsafe) static let traits: UnsafePointer<UInt8> = {
        let traits = UnsafeMutablePointer<UInt8>.allocate(capacity: 26 * 26)
        traits.initialize(repeating: 0, count: 26 * 26)
        func add(_ trait: UInt8, to codes: some StringProtocol) {
            for code in codes.split(whereSeparator: \.isWhitespace) where code.count == 2 {
                if let country = CountryCode(String(code)) { traits[Int(country.pair)] |= trait }
            }
        }
        add(known, to: CountryTable.threeLetterCodes)
        add(americanPost, to: "US PR GU VI AS MP FM MH PW UM CA")
        add(decimalComma, to: CountryTable.decimalCommas)
        return UnsafePointer(traits)
    }()
}
