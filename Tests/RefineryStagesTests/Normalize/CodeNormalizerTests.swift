import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Industry codes") struct IndustryCodeNormalizerTests {
    @Test(
        "SIC codes are text of 2 to 8 digits",
        arguments: [
            ("7539", "7539"), ("0782", "0782"), ("07", "07"), ("802101", "802101"), ("73891234", "73891234"), ("7539-01", "753901"),
            ("7539 01", "753901"),
            ("7539.01", "753901"), ("7539.0", "7539"), ("'0782", "0782"), ("7,539", "7539"), ("7539-01 Automobile Radiators", "753901"),
            ("5812 Restaurants", "5812"), ("5812 - Eating Places", "5812"), ("5812: Eating places", "5812"),
            ("7539;5531", "7539 [several_values]"), ("7539, 5531", "7539 [several_values]"), ("5812 729", "5812 [several_values]"),
            ("7539-01;5531-32", "753901 [several_values]"), ("7539|5531", "7539 [several_values]"), ("7539;", "7539"),
            ("782", "782"), ("581", "581"), ("742", "0742"), ("111", "0111"), ("78201", "078201"), ("7820100", "07820100"),
            ("58120", "malformed: sic_malformed"), ("5812010", "malformed: sic_malformed"),
            ("", "empty"), ("0000", "empty"), ("000000", "empty"), ("N/A", "empty"),
            ("7", "malformed: sic_malformed"), ("123456789", "malformed: sic_malformed"), ("ABCD", "malformed: sic_malformed"),
            ("75A9", "malformed: sic_malformed"), ("7.5E+03", "malformed: sic_malformed"),
        ])
    func sic(input: String, expected: String) {
        #expect(outcome(input, IndustryCodeNormalizer.sic) == expected)
    }

    @Test(
        "NAICS codes are text of 2 to 8 digits",
        arguments: [
            ("722511", "722511"), ("62121003", "62121003"), ("72", "72"), ("722511.0", "722511"), ("722511-03", "72251103"),
            ("31-33", "31 [several_values]"),
            ("44-45", "44 [several_values]"), ("722511; 722513", "722511 [several_values]"), ("722511 Full-Service Restaurants", "722511"),
            ("72251", "72251"),
            ("", "empty"), ("000000", "empty"), ("n/a", "empty"),
            ("022511", "malformed: naics_malformed"), ("7", "malformed: naics_malformed"), ("722511033", "malformed: naics_malformed"),
            ("Restaurants", "malformed: naics_malformed"),
        ])
    func naics(input: String, expected: String) {
        #expect(outcome(input, IndustryCodeNormalizer.naics) == expected)
    }
}

@Suite("Year") struct YearNormalizerTests {
    @Test(
        "is four digits, or the year of a date",
        arguments: [
            ("1987", "1987"), ("1987.0", "1987"), (" 1987 ", "1987"), ("Est. 1987", "1987"), ("Since 1987", "1987"), ("1987-05-01", "1987"),
            ("05/01/1987", "1987"), ("5/1/1987", "1987"), ("1600", "1600"), ("2027", "2027"),
            ("", "empty"), ("0", "empty"), ("0000", "empty"), ("N/A", "empty"), ("Unknown", "empty"),
            ("1599", "malformed: year_malformed"), ("2028", "malformed: year_malformed"), ("87", "malformed: year_malformed"),
            ("19870501", "malformed: year_malformed"), ("1987-1990", "malformed: year_malformed"), ("5/1987", "malformed: year_malformed"),
            ("1987 (3 sites)", "malformed: year_malformed"), ("nineteen", "malformed: year_malformed"),
        ])
    func reads(input: String, expected: String) {
        let result = outcome(input) { bytes, arena in
            switch YearNormalizer.normalize(bytes, currentYear: 2026) {
            case .value(let year, let note): .value(arena.copy(String(year)), note: note)
            case .empty: .empty
            case .malformed(let code): .malformed(code)
            }
        }
        #expect(result == expected)
    }
}
