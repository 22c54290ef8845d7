#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import CSV
package import RefineryModel
internal import RefineryStages

/// Refines a file, or its beginning, without storing anything: what a submit would give, before it is compared with what is stored.
package struct Rehearsal {
    /// Whether there are no more rows than those.
    package private(set) var isWholeFile = true
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
    /// Those of the records: what is stored already would be a duplicate.
    package private(set) var fingerprints: Set<Fingerprint> = []
    /// The first normalized rows, as column names and values.
    package private(set) var sample: [[(String, String)]] = []
    /// Names and addresses that are written otherwise than the file has them: how many, and the first ones of each column.
    package private(set) var rewritten: Int64 = 0
    package private(set) var rewrites: [Rewrite] = []

    /// A name or an address that is written otherwise than the file has it.
    package struct Rewrite: Encodable, Equatable, Sendable {
        package let row: Int64
        package let column: String
        package let before: String
        package let after: String
    }

    private static let rewritesOfColumn = 3

    /// The cells of the same rows as the file has them.
    package private(set) var sampleCells: [[String]] = []

    private static let sampleRows = 10

    /// Reads the file once. Remembers a fingerprint of each record, 16 bytes, to find duplicates, and of each number, 8 bytes.
    /// - Parameter rowsMax: Rows behind which it stops; nil: the end of the file.
    package init(_ file: SourceFile, _ options: ImportOptions, rowsMax: Int64? = nil) throws {
        let format = try options.format.csv()
        let plan = ImportPlan(id: ImportID(), number: 0, source: SourceLocation(uri: "", bytes: 0), options: options)
        let refiner = try Refiner(plan, currentYear: Calendar(identifier: .gregorian).component(.year, from: Date()))
        let sink = Sink()
        let isWhole = try file.forEachSplit(
            format, rowsPerGroup: 1000, rowBytesMax: options.rowBytesMax, from: options.format.firstRowOffset
        ) { split in
            if let rowsMax, sink.rehearsal.rows >= rowsMax { return false }
            try Self.add(split, file, format, refiner, to: sink)
            return true
        }
        self = sink.rehearsal
        isWholeFile = isWhole
    }

    private init() {}

    private static func add(_ split: CSVSplit, _ file: SourceFile, _ format: CSVFormat, _ refiner: Refiner, to sink: Sink) throws {
        switch split {
        case .unreadable(_, _, let record, let reason, let excerpt):
            sink.reject(RowReject(row: record, code: reason == .tooLong ? .rowTooManyBytes : .unclosedQuote, raw: excerpt, byteOffset: nil))
        case .group(let start, let length, let firstRecord, let count):
            let span = BatchSpan(offset: start, length: length, firstRow: firstRecord, rowCount: count)
            let raw = try file.read(at: start, count: length)
            sink.cells = sink.rehearsal.sample.count < sampleRows ? (firstRecord, SourceFile.cells(of: raw, format)) : nil
            try raw.withUnsafeBufferPointer { try refiner.refine(span, $0, into: sink) }
        }
    }

    /// Counts what refining makes.
    private final class Sink: RecordSink {
        var rehearsal = Rehearsal()
        /// The cells of the rows that come next, and the number of the first; nil when the sample is full.
        var cells: (firstRow: Int64, cells: [[String]])?

        func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
            rehearsal.rows += 1
            for column in [RecordColumn.phoneE164, .directPhoneE164] where draft.has(column) {
                rehearsal.phoneCells += 1
                // The digits behind the plus.
                rehearsal.numbers.insert(draft[column].dropFirst().reduce(0) { $0 * 10 + UInt64($1 & 0x0F) })
            }
            note(draft, id.row)
            guard rehearsal.fingerprints.insert(fingerprint).inserted else {
                rehearsal.duplicates += 1
                return
            }
            rehearsal.records += 1
            switch draft.phoneStatus {
            case .valid: rehearsal.phonesValid += 1
            case .invalid: rehearsal.phonesInvalid += 1
            case .missing: break
            }
            guard rehearsal.sample.count < Rehearsal.sampleRows, let cells else { return }
            rehearsal.sample.append([("row_number", "\(id.row)")] + draft.description.map { ($0.column.rawValue, $0.text) })
            rehearsal.sampleCells.append(cells.cells[Int(id.row - cells.firstRow)])
        }

        private var noted: [RecordColumn: Int] = [:]

        private func note(_ draft: RecordDraft, _ row: Int64) {
            for (column, before) in draft.rewritten {
                rehearsal.rewritten += 1
                guard noted[column, default: 0] < Rehearsal.rewritesOfColumn else { continue }
                noted[column, default: 0] += 1
                rehearsal.rewrites.append(
                    Rewrite(
                        row: row, column: column.rawValue, before: String(decoding: before, as: UTF8.self),
                        after: String(decoding: draft[column], as: UTF8.self)))
            }
        }

        func reject(_ reject: RowReject) {
            rehearsal.rows += 1
            rehearsal.rejected += 1
            rehearsal.rejectsByCode[reject.code.rawValue, default: 0] += 1
        }
    }
}
