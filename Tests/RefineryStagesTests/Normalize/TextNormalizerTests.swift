import RefineryModel
import Testing

#if !canImport(Darwin)
@_spi(_Unicode) import Swift
#endif

@testable import RefineryStages

@Suite("Text") struct TextNormalizerTests {
    @Test(
        "is trimmed, on one line, composed, and free of what cannot be seen",
        arguments: [
            ("Acme", "Acme"),
            ("  Acme  ", "Acme"),
            ("Acme   Supply\tCo", "Acme Supply Co"),
            ("1 Main St\r\nSuite 5", "1 Main St Suite 5"),
            ("\u{A0}Acme\u{A0}\u{A0}Co\u{3000}", "Acme Co"),
            ("Acme\u{2028}Co\u{85}Inc", "Acme Co Inc"),
            ("Ac\u{200B}me\u{FEFF}", "Acme"),
            ("\u{202A}+1 312\u{202C}", "+1 312"),
            ("Acme\u{0}Co", "AcmeCo"),
            ("Bell\u{7}\u{1B} \u{7F}Labs", "Bell Labs"),
            ("a \u{200B} b", "a b"),
            ("Cafe\u{301} Rene\u{301}", "Café René"),
            ("Ångström", "Ångström"),
            ("A\u{30A}ngstrom", "Ångstrom"),
            ("Zoë’s Bakery – “Fine”", "Zoë’s Bakery – “Fine”"),
            ("日本  株式会社", "日本 株式会社"),
            ("👩‍🔧 Repair", "👩‍🔧 Repair"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("", ""), (" \t\r\n ", ""), ("\u{A0}\u{200B}", ""),
        ])
    func cleans(input: String, expected: String) {
        #expect(outcome(input) { .value(TextNormalizer.normalize($0, arena: $1)) }.unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test("is cleaned wherever in it the fault lies") func everyPosition() {
        for length in 1...40 {
            for position in 1..<max(2, length - 1) {
                var text = [UInt8](repeating: UInt8(ascii: "!"), count: length)
                for fault in ["\t", "\u{7F}", "  ", "\u{1}", "é", " "] {
                    text.replaceSubrange(position..<min(position + 1, length), with: Array(fault.utf8) + [UInt8(ascii: "~")])
                    let input = String(decoding: text, as: UTF8.self)
                    let expected = String(
                        input.unicodeScalars.compactMap { $0 == "\t" ? " " : $0 == "\u{7F}" || $0 == "\u{1}" ? nil : Character($0) }
                    )
                    .replacing("  ", with: " ")
                    #expect(outcome(input) { .value(TextNormalizer.normalize($0, arena: $1)) } == expected)
                    text = [UInt8](repeating: UInt8(ascii: "!"), count: length)
                }
            }
        }
    }

    @Test("that is clean is returned as it lies in the input") func keepsTheSlice() {
        let arena = TextArena()
        let input = Array("  1201 41st St S ".utf8)
        input.withUnsafeBufferPointer { bytes in
            let text = TextNormalizer.normalize(bytes, arena: arena)
            #expect(text.baseAddress == bytes.baseAddress.map { $0 + 2 })
            #expect(text.count == 14)
        }
    }

    #if !canImport(Darwin)
    @Test("scalars that are passed over as composed have one form and do not combine") func composedScalars() {
        for value in UInt32(0)..<0x20000 where UTF8Scalar.isComposed(value) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(
                scalar.properties.canonicalCombiningClass == .notReordered && Array(String(scalar)._nfc) == [scalar],
                "U+\(String(value, radix: 16))")
        }
    }
    #endif

    @Test(
        "that is not valid UTF-8 keeps its place by a replacement character",
        arguments: [
            ([0x41, 0xFF, 0x42], "A\u{FFFD}B"), ([0xC3], "\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}\u{FFFD}"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF5, 0x80], "\u{FFFD}\u{FFFD}"),
        ] as [([UInt8], String)])
    func replacesInvalidBytes(input: [UInt8], expected: String) {
        #expect(outcome(input) { .value(TextNormalizer.normalize($0, arena: $1)) } == expected)
    }

    @Test(
        "tokens stand for nothing in every field",
        arguments: [
            "", "-", "--", "–", "—", ".", "?", "n/a", "N/A", "(blank)", "(BLANK)", "#N/A", "#REF!", "[blank]", "\\N", "(none)", "NULL",
            "null", "(null)", "<null>", "[NULL]", "nan", "NaN", "(nan)", "undefined", "#NA", "#NULL!",
        ])
    func emptyEverywhere(token: String) {
        for strictness in [EmptyToken.Strictness.blankLike, .person, .any] { #expect(matches(token, strictness), "\(strictness)") }
    }

    @Test(
        "tokens stand for nothing where no name can be meant",
        arguments: ["NA", "Null", "None", "NOT AVAILABLE", "Unknown", "Nan", "nil", "Not Applicable", "blank", "TBD", "XXXXXX"])
    func emptyInPlainFields(token: String) {
        #expect(matches(token, EmptyToken.strictness(of: .city)))
        #expect(!matches(token, EmptyToken.strictness(of: .businessName)))
    }

    @Test("surnames that look like tokens stay", arguments: ["Na", "Null", "Nil", "Nan"]) func surnames(name: String) {
        #expect(!matches(name, EmptyToken.strictness(of: .lastName)))
    }

    @Test("words are no tokens", arguments: ["Nora", "N", "NAPA Auto", "Unknown Union", "None Such Books", "0", "A", "é"]) func words(
        text: String
    ) {
        for strictness in [EmptyToken.Strictness.blankLike, .person, .any] { #expect(!matches(text, strictness)) }
    }

    private func matches(_ token: String, _ strictness: EmptyToken.Strictness) -> Bool {
        Array(token.utf8).withUnsafeBufferPointer { EmptyToken.matches($0, strictness) }
    }
}
