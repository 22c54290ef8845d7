import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Country") struct CountryNormalizerTests {
    private func read(_ text: String) -> String {
        outcome(text) { bytes, arena -> Normalized<Bytes> in
            switch CountryNormalizer.normalize(bytes, arena: arena) {
            case .value(let country, let note): .value(country.bytes, note: note)
            case .empty: .empty
            case .malformed(let code): .malformed(code)
            }
        }
    }

    @Test(
        "is read from codes and from names in any usual language",
        arguments: [
            ("US", "US USA usa U.S. U.S.A. us"), ("GB", "UK U.K. GB GBR"),
            ("DE", "DE DEU deutschland Allemagne Germany Alemania Германия ドイツ 德国 ألمانيا"),
            ("GR", "EL Greece Ελλάδα Griechenland"), ("FR", "France Frankreich Francia Франция"), ("TR", "Turkey Türkiye Turkei"),
            ("CZ", "Czechia Česko Tschechien"), ("IN", "India IND भारत"), ("CA", "Canada CAN Kanada"), ("XK", "XK Kosovo"),
            ("JP", "日本 Japan Giappone"),
        ])
    func words(code: String, texts: String) {
        for text in texts.split(separator: " ") { #expect(read(String(text)) == code, "\(text)") }
    }

    @Test(
        "is read from names of several words, with articles and what stands behind them",
        arguments: [
            ("United States of America", "US"), ("united  states", "US"), ("États-Unis", "US"), ("The Netherlands", "NL"),
            ("Netherlands (the)", "NL"),
            ("Great Britain", "GB"), ("Northern Ireland", "GB"), ("Korea, Republic of", "KR"),
            ("Korea, Democratic People's Republic of", "KP"),
            ("South Korea", "KR"), ("Iran, Islamic Republic of", "IR"), ("Côte d’Ivoire", "CI"), ("Ivory Coast", "CI"),
            ("Czech Republic", "CZ"),
            ("Russian Federation", "RU"), ("Hong Kong", "HK"), ("Viet Nam", "VN"), ("Republic of Ireland", "IE"), ("Germany (DE)", "DE"),
            ("Vereinigtes Königreich", "GB"), ("Congo", "CG"), ("DR Congo", "CD"), ("base.us", "US"), ("Saudi Arabia", "SA"),
        ])
    func names(text: String, code: String) {
        #expect(read(text) == code)
    }

    @Test("is nothing where a word for nothing stands", arguments: ["", " ", "N/A", "NULL", "-", "None", "\\N"]) func empty(text: String) {
        #expect(read(text) == "empty")
    }

    @Test("is not guessed", arguments: ["NA", "Na", "Europe", "ZZ", "XX", "QQQ", "840", "Bavaria", "Germanyy", "Virgin Islands East", "@"])
    func unknown(text: String) {
        #expect(read(text) == "malformed: country_unknown")
    }

    @Test("has a name for each of its codes, and a numbering plan where people live") func complete() {
        for code in ["US", "DE", "BR", "JP", "ZA", "AU", "PR"] {
            #expect(CountryCode(code)?.isKnown == true)
            #expect(CountryCode(code)?.phoneRegion != nil, "\(code)")
        }
        #expect(CountryCode("AQ")?.phoneRegion == nil)
        #expect(CountryCode("ZZ")?.isKnown == false)
        #expect(CountryCode("DE")?.decimalSign == .comma)
        #expect(CountryCode("US")?.decimalSign == .point)
        #expect(CountryCode("CH")?.decimalSign == .point)
    }
}
