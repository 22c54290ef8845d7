import Testing

@testable import PhoneNumbers

/// Random cells: nothing crashes, and every number read is read again from its E.164.
@Suite("Phone number parser, fuzzed") struct PhoneNumberFuzzTests {
    private static let fragments = [
        "312", "555", "0123", "3125550123", "+1", "+44 20 7946 0958", "1", "0", "00", "011", "+", "(", ")", "-", ".", " ", "/", ",", ";",
        "|", "&", "#",
        "x", "ext. ", "extension", "e", "E+13", "cell", "(main)", " or ", " and ", "N/A", "none", "=", "\"", "'", ":", "\n", "\0",
        "FLOWERS", "\u{A0}",
        "\u{2013}", "３", "٣", "é", "𝟛", "tel:", ".0", "999", "800", "7",
    ]

    private func check(_ text: [UInt8], _ parser: PhoneNumberParser) {
        // A copy of the exact size, so that a sanitizer sees reads behind it.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        guard case .valid(let number, _) = parser.parse(UnsafeBufferPointer(copy)) else { return }
        let e164 = number.e164
        #expect((8...15).contains(e164.utf8.count - 1), "\(text)")
        #expect(e164.utf8.dropFirst().allSatisfy { (48...57).contains($0) }, "\(text)")
        #expect(number.extensionLength <= PhoneNumber.extensionLengthMax, "\(text)")
        let again = e164 + (number.extensionText.map { " ext. \($0)" } ?? "")
        #expect(parser.parse(again) == .valid(number, isFirstOfSeveral: false), "\(text) was read as \(again)")
    }

    @Test("reads arbitrary bytes without a crash, and its own output again", arguments: ["US", "GB", "DE", "IT", "AR", "MX", "BS"])
    func arbitrary(region: String) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of the phone number fuzz (\(region)):", seed)
        var random = SeededGenerator(seed: seed)
        let parser = try PhoneNumberParser(region: region)
        for _ in 0..<2_000 {
            check((0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }, parser)
        }
        for _ in 0..<4_000 {
            let count = Int.random(in: 1...10, using: &random)
            check((0..<count).flatMap { _ in Self.fragments.randomElement(using: &random)!.utf8 }, parser)
        }
        for _ in 0..<2_000 {
            let plus = Bool.random(using: &random) ? "+" : ""
            check(
                Array(
                    (plus
                        + String(UInt64.random(in: 0...10_000_000_000_000_000 >> UInt64.random(in: 0...30, using: &random), using: &random)))
                        .utf8), parser)
        }
    }
}
