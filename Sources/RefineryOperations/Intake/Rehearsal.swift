#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import CSV
package import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// Refines a whole file without storing anything: what a submit would give, before it is compared with what is stored.
package struct Rehearsal {
    package private(set) var rows: Int64 = 0
    package private(set) var records: Int64 = 0
    package private(set) var duplicates: Int64 = 0
    package private(set) var rejected: Int64 = 0
    package private(set) var rejectsByCode: [String: Int64] = [:]
    package private(set) var phonesValid: Int64 = 0
    package private(set) var phonesInvalid: Int64 = 0
    /// Phone cells with a valid number, business and direct phones alike, of records and of duplicates.
    package private(set) var phoneCells: Int64 = 0
    /// The distinct numbers among them: the digits of E.164, without the plus.
    package private(set) var numbers: Set<UInt64> = []
    /// The first normalized rows, as column names and values.
    package private(set) var sample: [[(String, String)]] = []
    /// The cells of the same rows as the file has them.
    package private(set) var sampleCells: [[String]] = []

    private static let sampleRows = 10
    private static let pieceBytes = 1 << 20

    /// Reads the file once. Remembers a fingerprint of each record, 16 bytes, to find duplicates, and of each number, 8 bytes.
    package init(_ file: SourceFile, _ options: ImportOptions) throws {
        let format = try options.format.csv()
        let plan = ImportPlan(id: ImportID(), number: 0, source: SourceLocation(uri: "", bytes: 0), options: options)
        let refiner = try Refiner(plan, currentYear: Calendar(identifier: .gregorian).component(.year, from: Date()))
        var splitter = CSVSplitter(
            format: format, recordsPerGroup: 1000, maxRecordBytes: options.rowBytesMax, startingAt: options.format.firstRowOffset)
        var seen: Set<Fingerprint> = []
        let batches = RefinedBatches()
        var offset = options.format.firstRowOffset
        var isAtEnd = false
        while !isAtEnd {
            var splits: [CSVSplit] = []
            let piece = try file.read(at: offset, count: Self.pieceBytes)
            piece.withUnsafeBytes { bytes in splitter.consume(bytes) { splits.append($0) } }
            offset += Int64(piece.count)
            isAtEnd = piece.count < Self.pieceBytes
            if isAtEnd { splitter.finish { splits.append($0) } }
            for split in splits { try add(split, file, format, refiner, batches, &seen) }
        }
    }

    private mutating func add(
        _ split: CSVSplit, _ file: SourceFile, _ format: CSVFormat, _ refiner: Refiner, _ batches: RefinedBatches,
        _ seen: inout Set<Fingerprint>
    ) throws {
        switch split {
        case .unreadable(_, _, _, let reason, _):
            rows += 1
            rejected += 1
            rejectsByCode[(reason == .tooLong ? IssueCode.rowTooManyBytes : .unclosedQuote).rawValue, default: 0] += 1
        case .group(let start, let length, let firstRecord, let count):
            batches.removeAll()
            let job = ClaimedJob(importID: ImportID(), byteOffset: start, byteLength: length, firstRow: firstRecord, rowCount: count)
            let raw = try file.read(at: start, count: length)
            batches.begin(job, refiner.plan.options)
            try raw.withUnsafeBufferPointer { try refiner.refine(job, $0, into: batches) }
            let cells = sample.count < Self.sampleRows ? Self.cells(of: raw, format) : []
            rows += Int64(count)
            rejected += Int64(batches.rejects.count)
            for reject in batches.rejects { rejectsByCode[reject.reject.code.rawValue, default: 0] += 1 }
            for row in batches.rows {
                let values = RecordDecoder.texts(batches.encodedBytes, row.slot)
                for (name, text) in values where name == "phone_e164" || name == "direct_phone_e164" {
                    phoneCells += 1
                    if let digits = UInt64(text.dropFirst()) { numbers.insert(digits) }
                }
                guard seen.insert(row.fingerprint).inserted else {
                    duplicates += 1
                    continue
                }
                records += 1
                switch values.first(where: { $0.0 == "phone_status" })?.1 {
                case PhoneStatus.valid.rawValue: phonesValid += 1
                case PhoneStatus.invalid.rawValue: phonesInvalid += 1
                default: break
                }
                if sample.count < Self.sampleRows {
                    sample.append(values)
                    sampleCells.append(cells[Int(row.id.row - firstRecord)])
                }
            }
        }
    }

    /// The cells of all records of a group.
    private static func cells(of raw: [UInt8], _ format: CSVFormat) -> [[String]] {
        var cells: [[String]] = []
        let reader = CSVReader(format: format)
        raw.withUnsafeBufferPointer { raw in
            CSVBatchDecoder(format: format).decode(raw) { text in
                reader.read(text.utf8) { record in cells.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) }) }
            }
        }
        return cells
    }
}
