import RefineryTestSupport
import Testing

@testable import RefineryModel

@Suite("Money") struct MoneyTests {
    @Test(
        "reads dollars exactly",
        arguments: [
            ("500.00", 500_000_000), ("500", 500_000_000), ("1.234", 1_234_000), ("0.008", 8_000), ("$0.005", 5_000), ("0", 0),
            ("0.000001", 1), ("007.10", 7_100_000), ("9223372036854.775807", Int64.max),
        ])
    func parses(text: String, micros: Int64) throws {
        #expect(try Money(parsing: text).micros == micros)
    }

    @Test("refuses what is no amount", arguments: ["", "$", ".", "1.", ".5", "1,000", "+1", "1e3", "1.2.3", "five", " 1", "٣", "½"])
    func malformed(text: String) {
        #expect(throws: MoneyError.malformed(text)) { try Money(parsing: text) }
    }

    @Test("refuses what it cannot hold, and says how to write it") func limits() {
        #expect(throws: MoneyError.tooPrecise("0.0000001")) { try Money(parsing: "0.0000001") }
        #expect(throws: MoneyError.tooLarge("9223372036854.775808")) { try Money(parsing: "9223372036854.775808") }
        #expect(throws: MoneyError.negative("-5")) { try Money(parsing: "-5") }
        #expect(MoneyError.negative("-5").summary.contains("has to be 0 or more"))
        #expect(MoneyError.malformed("five").summary == "“five” is no amount of dollars.")
        #expect(MoneyError.malformed("five").remedy?.contains("500.00") == true)
    }

    @Test(
        "shows cents, and more digits only where they count",
        arguments: [
            (0, "0.00", "$0.00"), (8_000, "0.008", "$0.008"), (1_232_000, "1.232", "$1.232"), (1_234_500_000, "1234.50", "$1,234.50"),
            (1, "0.000001", "$0.000001"), (-1_500_000, "-1.50", "-$1.50"),
        ])
    func formats(micros: Int64, amount: String, formatted: String) {
        #expect(Money(micros: micros).amount == amount)
        #expect(Money(micros: micros).formatted == formatted)
    }

    @Test("reads what it writes") func roundTrip() throws {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let most = Int64.max >> Int64.random(in: 0...62, using: &generator)
            let money = Money(micros: .random(in: 0...most, using: &generator))
            #expect(try Money(parsing: money.amount) == money, "seed \(seed)")
        }
    }
}
