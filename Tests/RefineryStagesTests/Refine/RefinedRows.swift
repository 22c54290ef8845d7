import RefineryModel

@testable import RefineryStages

/// What a refiner made of some rows.
final class RefinedRows: RecordSink {
    /// Texts by column, with `id` and `row_number`; a column that is missing is NULL.
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
        let span = BatchSpan(offset: 1000, length: bytes.count, firstRow: 11, rowCount: rows.count)
        try bytes.withUnsafeBufferPointer { try refiner.refine(span, $0, into: self) }
    }

    convenience init(header: String, overrides: [String] = [], rows: [String], _ change: (inout ImportOptions) -> Void = { _ in }) throws {
        try self.init(header: header, overrides: overrides, rows: rows.map { Array($0.utf8) }, change)
    }

    func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
        let texts = [("id", "\(id.rawValue)"), ("row_number", "\(id.row)")] + draft.description.map { ($0.column.rawValue, $0.text) }
        records.append(Dictionary(uniqueKeysWithValues: texts))
        fingerprints.append(fingerprint)
    }

    func reject(_ reject: RowReject) { rejects.append(reject) }
}
