internal import CSV
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RefineryModel
internal import RefineryStages

/// Refines rows of damaged values, every field among them: each has one outcome, and each text can be stored.
enum RefiningCheck {
    private static let rows = 8

    static func run(seed: UInt64, _ counts: inout Counts) throws {
        var random = Mutator(seed: seed ^ 0x5EED)
        var writer = CSVWriter()
        for _ in 0..<rows {
            for _ in Field.allCases { append(random.damaged(random.choice(Seeds.values), with: Seeds.valueTokens), to: &writer) }
            append(random.choice(Seeds.values), to: &writer)
            writer.endRecord()
        }
        let options = ImportOptions(
            format: SourceFormat(encoding: "utf-8", delimiter: ",", firstRowOffset: 0, isSingleColumn: false),
            mapping: Mapping(
                columns: Field.allCases.map { .field($0, multiplier: random.choice([1, 1000])) } + [.extra(name: "Notes")],
                names: Field.allCases.map(\.rawValue) + ["Notes"]),
            region: random.choice(["US", "DE", "GB", "FR", "AU"]))
        let plan = ImportPlan(
            id: ImportID(), number: 1, source: SourceLocation(uri: "", bytes: Int64(writer.bytes.count)), options: options)
        let sink = Sink()
        try writer.bytes.withUnsafeBufferPointer { raw in
            try Refiner(plan, currentYear: 2026).refine(
                BatchSpan(offset: 0, length: raw.count, firstRow: 1, rowCount: rows), raw, into: sink)
        }
        guard sink.rows.sorted() == Array(1...Int64(rows)) else { throw Finding(what: "Rows have no outcome, or two.", seed: seed) }
        if let fault = sink.fault { throw Finding(what: fault, seed: seed) }
        counts.refined += rows
    }

    private static func append(_ bytes: [UInt8], to writer: inout CSVWriter) {
        writer.append(field: String(decoding: bytes, as: UTF8.self))
    }

    private final class Sink: RecordSink {
        var rows: [Int64] = []
        var fault: String?

        func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
            rows.append(id.row)
            for column in RecordColumn.allCases where draft.has(column) {
                if draft[column].contains(0) { fault = "\(column) holds a NUL." }
                if String(validating: draft[column], as: UTF8.self) == nil { fault = "\(column) is no UTF-8." }
            }
        }

        func reject(_ reject: RowReject) {
            rows.append(reject.row)
            if reject.raw.utf8.contains(0) { fault = "A reject holds a NUL." }
        }
    }
}
