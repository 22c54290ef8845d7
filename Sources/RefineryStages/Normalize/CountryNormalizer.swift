#if !canImport(Darwin)
@_spi(_Unicode) import Swift
#endif
import RefineryModel

/// Countries from codes (`us`, `USA`, `U.S.A.`, `UK`) and names in the usual languages (`Deutschland`, `Royaume-Uni`, `英国`).
package enum CountryNormalizer {
    /// `NA` is both Namibia and "not available", so it is neither: unknown, as any text that names no country.
    package static func normalize(_ cell: Bytes, arena: TextArena) -> Normalized<CountryCode> {
        let text = cell.trimmed()
        if text.isEmpty { return .empty }
        if text.equals("na") { return .malformed(.countryUnknown) }
        if let country = CountryCode(letters: text), country.isKnown { return .value(country) }
        let clean = TextNormalizer.normalize(text, arena: arena)
        if EmptyToken.matches(clean, .any) { return .empty }
        return named(clean).map { .value($0) } ?? .malformed(.countryUnknown)
    }

    /// The country that a normalized text names; nil when it names none.
    package static func named(_ text: Bytes) -> CountryCode? {
        guard text.count <= bytesMax, !text.contains(where: \.isDigit) else { return nil }
        let name = String(decoding: text, as: UTF8.self)
        if let country = known(name[...]) { return country }
        // "Netherlands (the)", "Korea, Republic of": what is not known as a whole is looked at without its ending.
        if let end = name.firstIndex(where: { $0 == "(" || $0 == "," }), let country = known(name[..<end]) { return country }
        let words = name.lowercased()
        if let prefix = prefixes.first(where: { words.hasPrefix($0) }) { return known(words.dropFirst(prefix.count)) }
        return nil
    }

    /// Longer texts name no country.
    private static let bytesMax = 120
    /// What may stand before a name; the last one is how Odoo names what it knows.
    private static let prefixes = ["the ", "republic of ", "kingdom of ", "state of ", "base."]

    private static func known(_ name: Substring) -> CountryCode? { countries[folded(name)] }

    /// Lower case, letters alone, without accents.
    private static func folded(_ name: Substring) -> String {
        let decomposed = decomposed(name.lowercased())
        return String(String.UnicodeScalarView(decomposed.filter { isLetter($0) }))
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    private static func decomposed(_ text: String) -> [Unicode.Scalar] {
        #if canImport(Darwin)
        return Array(text.decomposedStringWithCanonicalMapping.unicodeScalars)
        #else
        return Array(text._nfd)
        #endif
    }

    private static let countries: [String: CountryCode] = {
        var countries: [String: CountryCode] = [:]
        for line in (CountryTable.names + "\n" + CountryTable.moreNames).split(separator: "\n") {
            guard let country = CountryCode(String(line.prefix(2))) else { preconditionFailure("\(line) begins with no code") }
            for name in line.dropFirst(3).split(separator: "|") { countries[folded(name)] = country }
            if country.isKnown { countries[country.code.lowercased()] = country }
        }
        let codes = CountryTable.threeLetterCodes.split(whereSeparator: \.isWhitespace)
        for index in stride(from: 0, to: codes.count, by: 2) {
            countries[codes[index].lowercased()] = CountryCode(String(codes[index + 1]))
        }
        // Two letters that are no code of ISO 3166-1.
        countries["uk"] = CountryCode("GB")
        countries["el"] = CountryCode("GR")
        return countries
    }()
}
