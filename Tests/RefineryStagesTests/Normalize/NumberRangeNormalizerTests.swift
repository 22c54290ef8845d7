import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Numbers and ranges") struct NumberRangeNormalizerTests {
    @Test(
        "employees are counts or ranges",
        arguments: [
            ("12", "12…12"), ("00005", "5…5"), ("1,200", "1200…1200"), ("12.0", "12…12"), (" 7 ", "7…7"), ("'25", "25…25"), ("0", "0…0"),
            ("5 to 9", "5…9 «5 to 9»"), ("1 to 4", "1…4 «1 to 4»"), ("1000 to 4999", "1000…4999 «1000 to 4999»"),
            ("11-50", "11…50 «11-50»"),
            ("1,000 - 4,999", "1000…4999 «1,000 - 4,999»"), ("11 – 50", "11…50 «11 – 50»"), ("1–10 employees", "1…10 «1–10 employees»"),
            ("between 5 and 9", "5…9 «between 5 and 9»"), ("From 5 to 9", "5…9 «From 5 to 9»"), ("5 thru 9", "5…9 «5 thru 9»"),
            ("10,000+", "10000… «10,000+»"), ("10000 +", "10000… «10000 +»"), ("500 or more", "500… «500 or more»"),
            ("10,000 and over", "10000… «10,000 and over»"), ("Over 1,000", "1000… «Over 1,000»"), ("> 50", "50… «> 50»"),
            ("500+ employees", "500… «500+ employees»"), ("1.5K", "1500…1500 «1.5K»"), ("5k-10k", "5000…10000 «5k-10k»"),
            ("Less than 5", "0…4 «Less than 5»"), ("Under 10", "0…9 «Under 10»"), ("<10", "0…9 «<10»"), ("Up to 50", "0…50 «Up to 50»"),
            ("50 employees", "50…50"),
            ("", "empty"), ("N/A", "empty"), ("0000", "empty"), ("000000", "empty"), ("Unknown", "empty"), ("-", "empty"),
            ("9-May", "malformed: employee_count_malformed"), ("9-5", "malformed: employee_count_malformed"),
            ("2.5", "malformed: employee_count_malformed"), ("-5", "malformed: employee_count_malformed"),
            ("1,20", "malformed: employee_count_malformed"), ("many", "malformed: employee_count_malformed"),
            ("1.2E+06", "malformed: employee_count_malformed"), ("$12", "malformed: employee_count_malformed"),
            ("99999999999999999999", "malformed: employee_count_malformed"), ("5 to", "malformed: employee_count_malformed"),
            ("to 9", "malformed: employee_count_malformed"), ("5 to 9 to 12", "malformed: employee_count_malformed"),
            ("A", "malformed: employee_count_malformed"), ("between 5", "malformed: employee_count_malformed"),
        ])
    func employees(input: String, expected: String) {
        #expect(outcome(input, { NumberRangeNormalizer.employees($0, arena: $1) }) == expected)
    }

    @Test(
        "revenues are amounts or ranges in any currency",
        arguments: [
            ("1200000", "1200000…1200000"), ("$1,200,000", "1200000…1200000"), ("$633,000", "633000…633000"),
            ("1200000.50", "1200000…1200000"),
            ("$ 1,200,000.00", "1200000…1200000"), ("1,200,000 USD", "1200000…1200000"), ("USD 1200", "1200…1200"),
            ("1.2M", "1200000…1200000 «1.2M»"), ("$1.2 Million", "1200000…1200000 «$1.2 Million»"), ("$5MM", "5000000…5000000 «$5MM»"),
            ("$2B", "2000000000…2000000000 «$2B»"), ("750K", "750000…750000 «750K»"), (".5 Million", "500000…500000 «.5 Million»"),
            ("$500,000 - $1 Million", "500000…1000000 «$500,000 - $1 Million»"),
            ("$500,000-1 Million", "500000…1000000 «$500,000-1 Million»"),
            ("$1-2.5 Million", "1000000…2500000 «$1-2.5 Million»"), ("$20-50 Million", "20000000…50000000 «$20-50 Million»"),
            ("$2.5-5 Million", "2500000…5000000 «$2.5-5 Million»"),
            ("$500 Million-1 Billion", "500000000…1000000000 «$500 Million-1 Billion»"),
            ("$100-$250 Million", "100000000…250000000 «$100-$250 Million»"),
            ("1,000,000 to 2,499,999", "1000000…2499999 «1,000,000 to 2,499,999»"),
            ("$10M to $50M", "10000000…50000000 «$10M to $50M»"),
            ("Less Than $500,000", "0…499999 «Less Than $500,000»"), ("Under $1 Million", "0…999999 «Under $1 Million»"),
            ("Over $1 Billion", "1000000000… «Over $1 Billion»"), ("$1 Billion And Over", "1000000000… «$1 Billion And Over»"),
            ("$1 Billion+", "1000000000… «$1 Billion+»"), ("$100+ Million", "100000000… «$100+ Million»"),
            ("", "empty"), ("$0", "empty"), ("0", "empty"), ("0000", "empty"), ("$0.00", "empty"), ("N/A", "empty"),
            ("€1,200", "1200…1200 «€1,200»"), ("£1M", "1000000…1000000 «£1M»"), ("$1,2 Million", "1200000…1200000 «$1,2 Million»"),
            ("CHF950,643.21", "950643…950643 «CHF950,643.21»"), ("1 873 901 €", "1873901…1873901 «1 873 901 €»"),
            ("1.234.567,00 €", "1234567…1234567 «1.234.567,00 €»"), ("CHF 1'234'567.–", "1234567…1234567 «CHF 1'234'567.–»"),
            ("2,5 Mio. €", "2500000…2500000 «2,5 Mio. €»"), ("3,2 Mrd EUR", "3200000000…3200000000 «3,2 Mrd EUR»"),
            ("12,34,567 INR", "1234567…1234567 «12,34,567 INR»"), ("Rs. 2 crore", "20000000…20000000 «Rs. 2 crore»"),
            ("140 702 722 000 руб.+151%", "140702722000…140702722000 «140 702 722 000 руб.+151%»"),
            ("$5 mil.", "5000000…5000000 «$5 mil.»"),
            ("€1M - €5M", "1000000…5000000 «€1M - €5M»"), ("unter 2 Mio. €", "0…1999999 «unter 2 Mio. €»"),
            ("1.2.3", "malformed: annual_revenue_malformed"), ("1,23,45", "malformed: annual_revenue_malformed"),
            ("12.34.567", "malformed: annual_revenue_malformed"), ("1-5%", "malformed: annual_revenue_malformed"),
            ("($1,200)", "malformed: annual_revenue_malformed"),
            ("1.2E+06", "malformed: annual_revenue_malformed"), ("$", "malformed: annual_revenue_malformed"),
            ("10000000 Trillion", "malformed: annual_revenue_malformed"), ("9223372036854775808", "malformed: annual_revenue_malformed"),
            ("1 Million dollars or so", "malformed: annual_revenue_malformed"),
        ])
    func revenues(input: String, expected: String) {
        #expect(outcome(input) { NumberRangeNormalizer.revenue($0, arena: $1) } == expected)
    }

    @Test("a left number larger than the right one keeps its own unit, and a range that turns around is refused") func unitAtTheEnd() {
        #expect(outcome("$500 - $1 Million") { NumberRangeNormalizer.revenue($0, arena: $1) } == "500…1000000 «$500 - $1 Million»")
        #expect(
            outcome("$5 Million - $1 Million") { NumberRangeNormalizer.revenue($0, arena: $1) } == "malformed: annual_revenue_malformed")
    }

    @Test(
        "a multiplier of the header applies to numbers that have no unit of their own",
        arguments: [
            ("1200", "1200000…1200000"), ("$1,200", "1200000…1200000"), ("1.5", "1500…1500"), ("500 - 999", "500000…999000 «500 - 999»"),
            ("1.2M", "1200000…1200000 «1.2M»"), ("0", "empty"), ("10,000+", "10000000… «10,000+»"),
            ("1-5 Million", "1000000…5000000 «1-5 Million»"),
            ("9223372036854776", "malformed: annual_revenue_malformed"),
        ])
    func multiplied(input: String, expected: String) {
        #expect(outcome(input) { NumberRangeNormalizer.revenue($0, multiplier: 1000, arena: $1) } == expected)
    }

    @Test(
        "one point or comma before three digits is read as the column writes numbers",
        arguments: [
            ("850.000", DecimalSign.comma, "850000…850000"), ("850.000", .point, "850…850"), ("850,000", .point, "850000…850000"),
            ("850,000", .comma, "850…850"), ("1.234.567", .point, "1234567…1234567"), ("1.234.567,89", .point, "1234567…1234567"),
            ("1,234.50", .comma, "1234…1234"), ("1.001-5.000", .comma, "1001…5000 «1.001-5.000»"),
            ("5 mil", .comma, "malformed: annual_revenue_malformed"), ("12,50", .point, "12…12"),
        ])
    func decimals(input: String, sign: DecimalSign, expected: String) {
        #expect(outcome(input) { NumberRangeNormalizer.revenue($0, decimals: sign, arena: $1) } == expected)
    }

    @Test(
        "counts of people are read in the usual languages",
        arguments: [
            ("1.250", "1250…1250"), ("51 a 100 personas", "51…100 «51 a 100 personas»"),
            ("251 y más personas", "251… «251 y más personas»"),
            ("11 bis 50 Mitarbeiter", "11…50 «11 bis 50 Mitarbeiter»"), ("10 à 19 salariés", "10…19 «10 à 19 salariés»"),
            ("über 500", "500… «über 500»"), ("1e400", "malformed: employee_count_malformed"),
            ("2,5", "malformed: employee_count_malformed"),
        ])
    func languages(input: String, expected: String) {
        #expect(outcome(input) { NumberRangeNormalizer.employees($0, decimals: .comma, arena: $1) } == expected)
    }

    @Test(
        "the values of a column say how it writes numbers, or nothing",
        arguments: [
            (["850.000", "1.234.567"], DecimalSign.comma as DecimalSign?), (["850.000", "2,5 Mio."], .comma), (["850.000", "1.250"], nil),
            (["1,234.50", "850,000"], .point), (["$1.2M", "1,250"], .point), (["12", "x", ""], nil), (["1.5", "1,5"], nil),
        ])
    func evidence(cells: [String], expected: DecimalSign?) {
        #expect(DecimalSign.evident(in: cells) == expected)
    }
}
