import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStages

/// Properties that hold for every input, tried on random ones.
@Suite("Every normalizer") struct NormalizePropertyTests {
    private static let rounds = 20_000

    private static let normalizers: [(name: String, run: @Sendable (Bytes, TextArena) -> Normalized<Bytes>)] = [
        ("text", { .value(TextNormalizer.normalize($0, arena: $1)) }),
        ("email", { EmailNormalizer.normalize($0, arena: $1) }),
        ("website", WebsiteNormalizer.normalize),
        ("zip", { ZIPNormalizer.normalize($0, state: nil, arena: $1) }),
        ("sic", IndustryCodeNormalizer.sic),
        ("naics", IndustryCodeNormalizer.naics),
        ("extension", PhoneExtension.normalize),
    ]

    /// Pieces that real cells are made of, so that random cells are often nearly valid.
    private static let pieces: [String] = [
        "joe", "@", "acme", ".com", ".", "www.", "http://", "https://", "/", ":", ":80", ";", ",", " ", "  ", "\u{A0}", "é", "e\u{301}",
        "\u{200B}", "ü", "日本",
        "$", "1", "500,000", "-", "–", "to", "Million", "M", "k", "+", "Less than", "Over", "and", "0", "00", "2110", "60601", "-1234",
        "K1A", "0B6", "NY",
        "New York", "Calif.", "N/A", "(blank)", "<", ">", "'", "\"", "\u{0}", "\u{7}", "\n", "\t", "mailto:", "x", "7539", "-01", "1987",
        "Main St", "Suite 4", "MN 55802", "M5V 2T6", "80331", "SW1A 1AA", "Germany", "USA", "(", ")", "€", "1.234", ",50", "Mio.",
        "'000", " 000", "bis", "Total", "x12", "\r\n",
        "🎉", "\u{FFFD}",
    ]

    @Test("leaves its own result unchanged") func idempotent() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let cell = Self.cell(&random)
            for normalizer in Self.normalizers {
                guard let once = normalizedBytes(cell, normalizer.run) else { continue }
                #expect(
                    normalizedBytes(once, normalizer.run) == once,
                    "\(normalizer.name) of \(String(decoding: cell, as: UTF8.self).debugDescription), seed \(seed)")
            }
        }
    }

    @Test("gives one line of valid, composed UTF-8 without control characters") func clean() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let cell = Bool.random(using: &random) ? Self.cell(&random) : Self.noise(&random)
            for normalizer in Self.normalizers {
                guard let bytes = normalizedBytes(cell, normalizer.run) else { continue }
                let isValid = String(validating: bytes, as: UTF8.self) != nil
                let isClean = !bytes.contains { $0 < 0x20 || $0 == 0x7F } && bytes.first != 0x20 && bytes.last != 0x20
                #expect(isValid && isClean, "\(normalizer.name), seed \(seed)")
            }
        }
    }

    @Test("survives any bytes") func fuzz() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let arena = TextArena(chunkSize: 128)
        let states = [nil, StateCode(index: 0), StateCode(index: 32)]
        for _ in 0..<Self.rounds {
            let cell = Bool.random(using: &random) ? Self.noise(&random) : Self.cell(&random)
            let other = Self.cell(&random)
            cell.withUnsafeBufferPointer { bytes in
                other.withUnsafeBufferPointer { more in
                    for normalizer in Self.normalizers { _ = normalizer.run(bytes, arena) }
                    _ = StateNormalizer.normalize(bytes)
                    _ = ZIPNormalizer.normalize(bytes, plus4: more, state: states.randomElement(using: &random) ?? nil, arena: arena)
                    _ = YearNormalizer.normalize(bytes, currentYear: 2026)
                    let ranges = [
                        NumberRangeNormalizer.employees(bytes, arena: arena),
                        NumberRangeNormalizer.employees(bytes, decimals: .comma, arena: arena),
                        NumberRangeNormalizer.revenue(bytes, multiplier: 1000, arena: arena),
                        NumberRangeNormalizer.revenue(bytes, decimals: .comma, arena: arena),
                    ]
                    for range in ranges {
                        guard let range = range.value, let high = range.high else { continue }
                        #expect(range.low <= high && range.low >= 0, "seed \(seed)")
                    }
                    _ = CountryNormalizer.normalize(bytes, arena: arena)
                    _ = FooterLine.matches(bytes)
                    for country in Self.countries {
                        let parts = AddressSplitter().split(bytes, country: country, arena: arena)
                        _ = [parts.street, parts.city, parts.state, parts.postcode].map { TextNormalizer.normalize($0, arena: arena) }
                        _ = AddressSplitter().cityAndState(bytes, arena: arena)
                    }
                    _ = PhoneCell.joined(areaCode: more, number: bytes, arena: arena)
                    _ = ContactName.make(full: nil, first: bytes, last: more, arena: arena)
                    let draft = RecordDraft()
                    (draft[.businessName], draft[.businessAddress], draft[.zipCode], draft[.extra]) = (bytes, more, bytes, more)
                    _ = FingerprintInput.bytes(of: draft, arena: arena)
                    (draft[.businessAddress], draft[.zipCode]) = (RecordDraft.null, RecordDraft.null)
                    _ = FingerprintInput.bytes(of: draft, arena: arena)
                }
            }
            arena.reset()
        }
    }

    private static let countries = ["US", "GB", "DE", "NL"].compactMap { CountryCode($0) }

    private static func cell(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...7, using: &random)).flatMap { _ in Array((pieces.randomElement(using: &random) ?? "").utf8) }
    }

    private static func noise(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}
