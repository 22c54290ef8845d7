import Foundation

@testable import CSV

/// SplitMix64: the same seed gives the same test.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A seed that differs from run to run, printed so that a failure can be repeated with `CSV_TEST_SEED`.
    static func seed(_ name: String) -> UInt64 {
        let seed = ProcessInfo.processInfo.environment["CSV_TEST_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...UInt64.max)
        print("\(name): CSV_TEST_SEED=\(seed)")
        return seed
    }

    /// Bytes that try hard to be misread: quotes, line ends and NULs in every neighbourhood, and stretches longer than two
    /// blocks, over which what is known of a field must pass.
    mutating func adversarialBytes() -> [UInt8] {
        let long = String(repeating: "a", count: 130)
        let alphabets: [[UInt8]] = [
            Array("aaaaaaaaaa,\"\n".utf8), Array("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,,,\"\"\n".utf8), Array("a,\"\r\n".utf8),
            Array("aaaa,,\r\n".utf8), Array("aaa,\"\r\n\0\\é".utf8), Array("aa,\"\"\"\n".utf8), Array("aaaaaaaaaaaaaaaaaaaa\r\n".utf8),
            Array((long + ",,,\"\"\n\n").utf8), Array("a, \"'\n".utf8), Array("aaaaaa,\"'' \r\n".utf8),
        ]
        let alphabet = alphabets.randomElement(using: &self)!
        let pieces = [
            "\",\"", "\"\"", "\",", ",\"", "\r\n", "\n\n", "\"\n\"", "x\",\"y\n", "\n\"", "\\\"", ",\"a\n" + long + "\"", "\"" + long,
        ].map { Array($0.utf8) }
        let pieceEvery = [8, 8, 100].randomElement(using: &self)!
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...[8, 80, 700].randomElement(using: &self)!, using: &self) {
            if Int.random(in: 0..<pieceEvery, using: &self) == 0 {
                bytes += pieces.randomElement(using: &self)!
            } else {
                bytes.append(alphabet.randomElement(using: &self)!)
            }
        }
        return bytes
    }
}

extension CSVSplit {
    /// The split without its excerpt.
    var place: CSVSplit {
        guard case .unreadable(let offset, let length, let record, let reason, _) = self else { return self }
        return .unreadable(offset: offset, length: length, record: record, reason: reason, excerpt: "")
    }
}

extension CSVSplitter {
    /// Splits all of `bytes`, fed in chunks of the sizes `chunkSize` gives, and ends the file.
    mutating func splits(_ bytes: some Collection<UInt8>, chunkSize: () -> Int = { 1 << 16 }) -> [CSVSplit] {
        var splits: [CSVSplit] = []
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(chunkSize()))
            rest = rest.dropFirst(chunk.count)
            chunk.withUnsafeBytes { consume($0) { splits.append($0) } }
        }
        finish { splits.append($0) }
        return splits
    }
}

extension CSVReader {
    convenience init(delimiter: UInt8, escapesWithBackslash: Bool = false) {
        self.init(format: CSVFormat(delimiter: delimiter, escapesWithBackslash: escapesWithBackslash))
    }

    /// The records of `bytes` in the reference's terms.
    func records(_ bytes: [UInt8]) -> [ReferenceCSV.Record] {
        var records: [ReferenceCSV.Record] = []
        bytes.withUnsafeBufferPointer { text in
            read(text) { record in
                let start = record.raw.baseAddress! - text.baseAddress!
                records.append(
                    .init(
                        start: start, contentEnd: start + record.raw.count, fields: (0..<record.count).map { Array(record[$0]) },
                        droppedNUL: record.faults.contains(.nulBytesDropped),
                        textAfterQuote: record.faults.contains(.textAfterClosingQuote)))
            }
        }
        return records
    }
}

/// A whole file read the way the product does: sniffed, split into groups, decoded, walked.
struct WholeFile {
    var rows: [[String]] = []
    var unreadable: [CSVSplit] = []
    var faults: [CSVRecord.Faults] = []
    var windows1252Rows = 0
    var repairedRows = 0
    var replacements = 0
    var format: CSVFormat

    init(_ bytes: [UInt8], recordsPerGroup: Int = 3, chunkSize: Int = 1 << 16) throws(CSVError) {
        let isWhole = bytes.count <= 1 << 16
        format = try CSVSniffer.preview(Array(bytes.prefix(1 << 16)), isWholeFile: isWhole).format
        var splitter = CSVSplitter(format: format, recordsPerGroup: recordsPerGroup, startingAt: Int64(format.recordsStart))
        let decoder = CSVBatchDecoder(format: format)
        let reader = CSVReader(format: format)
        for split in splitter.splits(bytes[format.recordsStart...], chunkSize: { chunkSize }) {
            guard case .group(let offset, let length, _, let recordCount) = split else {
                unreadable.append(split)
                continue
            }
            let before = rows.count
            bytes.withUnsafeBufferPointer { all in
                decoder.decode(UnsafeBufferPointer(rebasing: all[Int(offset)..<Int(offset) + length])) { text in
                    windows1252Rows += text.windows1252Records.count
                    repairedRows += text.repairedRecords.count
                    replacements += text.replacements
                    reader.read(text.utf8) { record in
                        rows.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) })
                        faults.append(record.faults)
                    }
                }
            }
            precondition(rows.count - before == recordCount, "the reader yields as many records as the splitter counted")
        }
    }
}
