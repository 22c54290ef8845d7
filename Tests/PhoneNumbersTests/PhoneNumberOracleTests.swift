import Foundation
import Testing

@testable import PhoneNumbers

@Suite("Phone number parser and libphonenumber") struct PhoneNumberOracleTests {
    /// Lines of a fixture, split at tabs, without its header.
    private func fixture(_ name: String) throws -> [[String]] {
        let file = PhoneNumberOracle.root.appending(path: "Tests/PhoneNumbersTests/Fixtures/\(name)")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t").map(String.init)
        }
    }

    private func verdict(_ text: String, _ parser: PhoneNumberParser) -> String {
        guard case .valid(let number, _) = parser.parse(text) else { return "-" }
        return number.e164 + (number.extensionText.map { ";ext=\($0)" } ?? "")
    }

    @Test("agree on the checked-in North American numbers") func northAmerican() throws {
        let parser = try PhoneNumberParser()
        let lines = try fixture("north-american-numbers.tsv")
        #expect(lines.count == 5_000)
        let differing = lines.filter { verdict($0[0], parser) != $0[1] }
        #expect(differing.isEmpty, "\(differing.count) numbers differ, such as \(differing.prefix(5))")
    }

    @Test("agree on the world's example numbers, but for metadata younger than the installed library") func worldwide() throws {
        let lines = try fixture("worldwide-numbers.tsv")
        var differing: [[String]] = []
        for (region, lines) in Dictionary(grouping: lines, by: \.[0]) {
            guard let parser = try? PhoneNumberParser(region: region) else {
                differing += lines
                continue
            }
            for line in lines {
                let found = verdict(line[1], parser)
                if found != line[2] { differing.append(line + [found]) }
            }
        }
        let agreement = 1 - Double(differing.count) / Double(lines.count)
        #expect(agreement > 0.95, "agreement \(agreement), differing such as \(differing.prefix(20))")
    }

    @Test(
        "agree on random North American texts",
        .enabled(if: PhoneNumberOracle.isComparable, Comment(rawValue: PhoneNumberOracle.requirement)))
    func random() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of the phone number oracle test:", seed)
        var random = SeededGenerator(seed: seed)
        var texts: [String] = []
        for _ in 0..<140_000 {
            let number = NorthAmericanText.number(
                Int.random(in: 200...999, using: &random), Int.random(in: 0...999, using: &random), &random)
            texts.append(NorthAmericanText.styled(number, using: &random))
        }
        let edges = NorthAmericanText.edges(try PhoneNumberParser())
        for _ in 0..<40_000 {
            let edge = edges.randomElement(using: &random)!
            texts.append(NorthAmericanText.styled(NorthAmericanText.number(edge.area, edge.exchange, &random), using: &random))
        }
        for _ in 0..<40_000 { texts.append(NorthAmericanText.digits(using: &random)) }
        for region in ["US", "CA", "JM"] {
            let parser = try PhoneNumberParser(region: region)
            let share = region == "US" ? texts[...] : texts.suffix(60_000)
            let verdicts = try PhoneNumberOracle.verdicts(Array(share), region: region)
            try #require(verdicts.count == share.count)
            let differing = zip(share, verdicts).filter { verdict($0, parser) != $1 }
            print("region \(region): \(share.count - differing.count) of \(share.count) texts agree")
            #expect(differing.isEmpty, "such as \(differing.prefix(5).map { "\($0): \($1), not \(verdict($0, parser))" })")
        }
    }
}

/// Texts in which the parser and libphonenumber must agree.
private enum NorthAmericanText {
    typealias Number = (area: Int, exchange: Int, subscriber: Int)

    static func number(_ area: Int, _ exchange: Int, _ random: inout SeededGenerator) -> Number {
        (area, exchange, Int.random(in: 0...9999, using: &random))
    }

    /// The number in one of the ways that people write it.
    static func styled(_ number: Number, using random: inout SeededGenerator) -> String {
        let (a, e, s) = (
            "\(number.area)", String("\(number.exchange + 1_000)".dropFirst()), String("\(number.subscriber + 10_000)".dropFirst())
        )
        let text =
            [
                "\(a)\(e)\(s)", "(\(a)) \(e)-\(s)", "\(a)-\(e)-\(s)", "\(a).\(e).\(s)", "\(a) \(e) \(s)", "+1\(a)\(e)\(s)",
                "+1 (\(a)) \(e)-\(s)",
                "1-\(a)-\(e)-\(s)", "1\(a)\(e)\(s)", "\(a)/\(e)-\(s)", "tel:+1-\(a)-\(e)-\(s)", "+1 1 \(a) \(e) \(s)",
                "Phone: (\(a))\(e)-\(s)",
                "\(a)\u{2013}\(e)\u{2013}\(s)", "(\(a))\u{A0}\(e)-\(s)",
            ].randomElement(using: &random)!
        let suffix = ["", "", "", " x#", "x#", " ext. #", " ext #", " extension #", " ##", ";ext=#"].randomElement(using: &random)!
        let extensionDigits = (0..<Int.random(in: 1...6, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
        switch suffix {
        case "": return text
        case " ##": return text + " #" + extensionDigits
        default: return text + suffix.replacing("#", with: extensionDigits)
        }
    }

    /// Digits of any number, but for those that differ on purpose (seven digits, Canada's 310-xxxx; a repeated trunk prefix)
    /// or by the age of foreign metadata (the international prefix 011).
    static func digits(using random: inout SeededGenerator) -> String {
        while true {
            let count = Int.random(in: 1...14, using: &random)
            let digits = (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
            let text = ["", "", "1", "+1", "0", "11"].randomElement(using: &random)! + digits
            let differs = ["011", "111", "+111"].contains { text.hasPrefix($0) } || (7...9).contains(text.filter(\.isNumber).count)
            if !differs { return text }
        }
    }

    /// Exchanges beside one of the other verdict.
    static func edges(_ parser: PhoneNumberParser) -> [(area: Int, exchange: Int)] {
        var edges: [(area: Int, exchange: Int)] = []
        for area in 200...999 {
            var before: Bool?
            for exchange in 0...999 {
                let isValid = if case .valid = parser.parse("\(area * 10_000_000 + exchange * 10_000 + 5_000)") { true } else { false }
                if let before, before != isValid { edges += [(area, exchange - 1), (area, exchange)] }
                before = isValid
            }
        }
        return edges
    }
}
