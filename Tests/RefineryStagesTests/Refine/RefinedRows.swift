import RefineryModel
import RefineryStore

@testable import RefineryStages

/// What a refiner made of some rows, read back from its bytes by hand.
struct RefinedRows {
    /// Texts by column; a column that is missing is NULL.
    private(set) var records: [[String: String]] = []
    private(set) var rejects: [RowReject] = []
    private(set) var fingerprints: [Fingerprint] = []

    /// Refines rows under a header, as bytes of one batch.
    /// - Parameter rows: Each is one record without its line end.
    init(
        header: String, overrides: [String] = [], rows: [[UInt8]], _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws {
        let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let detected = try HeaderDetection.find(
            in: [names], overrides: overrides.map { try MappingOverride($0) }, hasHeader: true, requiresPhone: false)
        var options = ImportOptions(
            format: SourceFormat(encoding: "utf-8", delimiter: ",", firstRowOffset: 0, isSingleColumn: names.count == 1),
            mapping: detected.mapping)
        change(&options)
        let id = ImportID()
        let bytes: [UInt8] = Array(rows.map { $0 + [0x0A] }.joined())
        let refiner = try Refiner(
            ImportPlan(id: id, number: 3, source: SourceLocation(uri: "x", bytes: Int64(bytes.count)), options: options), currentYear: 2026)
        let job = ClaimedJob(
            id: JobID(rawValue: 1), runID: id, workerID: WorkerID(), token: 1, seq: 1, priority: 100, attempt: 1, attemptsMax: 3,
            byteOffset: 1000,
            byteLength: bytes.count, firstRow: 11, rowCount: rows.count)
        let batches = RefinedBatches()
        batches.begin(job, options)
        try bytes.withUnsafeBufferPointer { try refiner.refine(job, $0, into: batches) }
        rejects = batches.rejects.map(\.reject)
        fingerprints = batches.rows.map(\.fingerprint)
        records = batches.rows.map { row in
            Self.decode(batches.encodedBytes[row.slot.offset..<row.slot.offset + row.slot.length])
        }
    }

    init(header: String, overrides: [String] = [], rows: [String], _ change: (inout ImportOptions) -> Void = { _ in }) throws {
        try self.init(header: header, overrides: overrides, rows: rows.map { Array($0.utf8) }, change)
    }

    /// The format of COPY … (FORMAT binary): a field count, then each field's length and bytes, big-endian.
    private static func decode(_ bytes: Slice<UnsafeRawBufferPointer>) -> [String: String] {
        var rest = Array(bytes)[...]
        func number(_ count: Int) -> Int64 {
            let value = rest.prefix(count).reduce(Int64(rest.first.map { $0 & 0x80 == 0 ? 0 : -1 } ?? 0)) { $0 << 8 | Int64($1) }
            rest = rest.dropFirst(count)
            return value
        }
        let columns = ["id", "import_id", "row_number", "fingerprint"] + RecordRow.storedColumns.dropFirst()
        precondition(number(2) == columns.count, "one field a column")
        var texts: [String: String] = [:]
        for column in columns {
            let length = Int(number(4))
            guard length >= 0 else { continue }
            if column == "id" || RecordRow.numberColumns.contains(column) {
                texts[column] = "\(number(length))"
            } else {
                let isJSON = RecordRow.jsonColumns.contains(column)
                texts[column] = String(decoding: rest.prefix(length).dropFirst(isJSON ? 1 : 0), as: UTF8.self)
                rest = rest.dropFirst(length)
            }
        }
        precondition(rest.isEmpty, "nothing behind the last field")
        return texts
    }
}
