import Testing
@testable import SampleFiles

@Suite("Sample generator") struct SampleGeneratorTests {
    @Test("the same seed gives the same bytes, on every machine")
    func deterministic() {
        #expect(checksum(SampleGenerator(rows: 5_000, seed: 42)) == 17_959_651_662_163_641_687)
        #expect(checksum(SampleGenerator(rows: 5_000, seed: 42)) == checksum(SampleGenerator(rows: 5_000, seed: 42)))
        #expect(checksum(SampleGenerator(rows: 5_000, seed: 42)) != checksum(SampleGenerator(rows: 5_000, seed: 43)))
    }

    @Test("a longer file begins with the shorter file of the same seed")
    func prefix() {
        #expect(text(SampleGenerator(rows: 300, seed: 9)).starts(with: text(SampleGenerator(rows: 200, seed: 9))))
    }

    @Test("no rows give the header alone")
    func empty() {
        #expect(String(decoding: text(SampleGenerator(rows: 0, seed: 1)), as: UTF8.self) == SampleGenerator.header + "\n")
        #expect(SampleGenerator(rows: 0, seed: 1).expected == SampleCounts())
    }

    @Test("the counts promised are the counts found by reading the file", arguments: [1, 7, 2_026] as [UInt64])
    func counts(seed: UInt64) {
        let sample = SampleGenerator(rows: 8_000, seed: seed)
        #expect(SampleReading(text(sample)).counts == sample.expected, "seed \(seed)")
    }

    @Test("stored, duplicates and rejects add up to the rows")
    func sum() {
        let counts = SampleGenerator(rows: 10_000, seed: 5).expected
        #expect(counts.stored + counts.duplicates + counts.rejects == 10_000)
    }

    @Test("the shares are the ones asked for, within four standard deviations")
    func shares() {
        let counts = SampleGenerator(rows: 100_000, seed: 11, duplicateRate: 0.2, badPhoneRate: 0.1, rejectRate: 0.05).expected
        #expect(abs(counts.duplicates - 20_000) < 510)
        #expect(abs(counts.badPhones - 10_000) < 380)
        #expect(abs(counts.rejects - 5_000) < 280)
        for reason in SampleReject.allCases {
            #expect(abs(counts.rejectsByReason[reason, default: 0] - 1_250) < 145)
        }
    }

    @Test("without ragged rows every row has 15 fields")
    func shape() {
        let sample = SampleGenerator(rows: 5_000, seed: 3, rejectReasons: SampleReject.keepingShape)
        let rows = SampleReading(text(sample)).rows
        #expect(rows.count == 5_000)
        #expect(rows.allSatisfy { $0.count == SampleGenerator.columnCount })
        #expect(sample.expected.rejects > 0)
    }

    @Test("rates of zero give distinct valid rows only")
    func clean() {
        let sample = SampleGenerator(rows: 3_000, seed: 8, duplicateRate: 0, badPhoneRate: 0, rejectRate: 0)
        #expect(SampleReading(text(sample)).counts == SampleCounts(rows: 3_000))
    }

    @Test("no two companies have one domain")
    func domains() {
        let rows = SampleReading(text(SampleGenerator(rows: 20_000, seed: 9, duplicateRate: 0, badPhoneRate: 0, rejectRate: 0))).rows
        var cities: [String: Set<String>] = [:]
        for row in rows {
            guard let domain = row[2].lowercased().split(separator: "@").last else { continue }
            cities[String(domain), default: []].insert(row[5])
        }
        #expect(cities.count > 5_000)
        #expect(cities.values.allSatisfy { $0.count == 1 })
    }

    @Test("duplicates stand next to the row they repeat as well as far from it")
    func spread() {
        let distances = SampleReading(text(SampleGenerator(rows: 20_000, seed: 4))).duplicateDistances
        #expect(distances.contains(1))
        #expect(distances.contains { $0 > 15_000 })
    }

    @Test(
        "real-world variety occurs",
        arguments: [",\"", "\"\"", " to ", "$1-2.5 Million", "Café", "Peña", "\nSuite ", "+1 ", " ext. ", "E+13"])
    func variety(fragment: String) {
        #expect(String(decoding: text(SampleGenerator(rows: 5_000, seed: 6)), as: UTF8.self).contains(fragment))
    }

    @Test("every piece ends at the end of a row and stays small")
    func pieces() {
        var sizes: [Int] = []
        var lastBytes: Set<UInt8> = []
        SampleGenerator(rows: 5_000, seed: 2).write { piece in
            sizes.append(piece.count)
            lastBytes.insert(piece[piece.count - 1])
        }
        #expect(lastBytes == [UInt8(ascii: "\n")])
        #expect(sizes.count > 5)
        #expect(sizes.allSatisfy { $0 < 70_000 })
    }

    @Test("an error of the sink ends the writing")
    func sinkError() {
        struct Full: Error {}
        var calls = 0
        #expect(throws: Full.self) {
            try SampleGenerator(rows: 5_000, seed: 2).write { _ in
                calls += 1
                throw Full()
            }
        }
        #expect(calls == 1)
    }

    private func text(_ sample: SampleGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        sample.write { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// FNV-1a.
    private func checksum(_ sample: SampleGenerator) -> UInt64 {
        text(sample).reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
