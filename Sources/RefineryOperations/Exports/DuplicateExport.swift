internal import Postgres
package import RefineryModel
internal import RefineryStore

/// Which rows of an import repeat which stored records, as a file, with constant memory.
///
/// Each line: the row, the record it repeats, the import, file and row that the record came from, who it is, and in which columns the
/// row says something else than the record does now. For these the source is read again.
package struct DuplicateExport: Sendable {
    private let plan: ImportPlan
    private let format: ExportFormat

    package init(_ plan: ImportPlan, format: ExportFormat) {
        self.plan = plan
        self.format = format
    }

    private struct Line: Encodable {
        let row: Int64
        let recordID: Int64
        let importID: String
        let recordImportID: String?
        let recordFileName: String?
        let recordRow: Int64?
        let businessName: String?
        let contactName: String?
        let businessEmail: String?
        let phone: String?
        /// Nil where the row, or its record, is gone.
        let different: [String: ValueDifference]?

        init(_ duplicate: DuplicateRow, of id: ImportID, different: [String: ValueDifference]?) {
            self.different = different
            row = duplicate.row
            recordID = duplicate.recordID.rawValue
            importID = id.description
            recordImportID = duplicate.recordImportID?.description
            recordFileName = duplicate.recordFileName
            recordRow = duplicate.recordRow
            businessName = duplicate.businessName
            contactName = duplicate.contactName
            businessEmail = duplicate.businessEmail
            phone = duplicate.phone
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case row
            case recordID = "record_id"
            case importID = "import_id"
            case recordImportID = "record_import_id"
            case recordFileName = "record_file_name"
            case recordRow = "record_row"
            case businessName = "business_name"
            case contactName = "contact_name"
            case businessEmail = "business_email"
            case phone = "phone_e164"
            case different
        }

        func cells() throws -> [String?] {
            [
                "\(row)", "\(recordID)", importID, recordImportID, recordFileName, recordRow.map { "\($0)" }, businessName, contactName,
                businessEmail, phone, try different.map { try JSON.text($0) },
            ]
        }
    }

    /// Hands the file to `write`, piece by piece.
    /// - Parameter onMissing: Gets, once, why it cannot be said what is different.
    /// - Returns: How many duplicates it has.
    package func write(
        _ operations: Operations, onMissing: @escaping (any Error) -> Void, to write: ([UInt8]) async throws -> Void
    ) async throws -> Int64 {
        var differences = Differences(operations, plan, onMissing)
        var writer = try PageWriter(format, header: Line.CodingKeys.allCases.map(\.rawValue))
        try await write(writer.take())
        var count: Int64 = 0
        let importID = plan.id
        try await operations.forEachPage({ last, size in ListDuplicates(importID: importID, after: last?.row ?? 0, limit: size) }) { page in
            let different = try await differences.find(in: page)
            for duplicate in page {
                let line = Line(duplicate, of: importID, different: different[duplicate.row])
                try writer.append(cells: line.cells(), object: JSON.text(line))
            }
            try await write(writer.take())
            count += Int64(page.count)
        }
        try await writer.finish(to: write)
        return count
    }
}

/// Finds out what duplicates say else than their records, as long as the source is there.
private struct Differences {
    private let operations: Operations
    private let onMissing: (any Error) -> Void
    /// Nil when the source cannot be read.
    private var rows: SourceRows?

    init(_ operations: Operations, _ plan: ImportPlan, _ onMissing: @escaping (any Error) -> Void) {
        self.operations = operations
        self.onMissing = onMissing
        do { rows = try SourceRows(plan, operations.sources) } catch { onMissing(error) }
    }

    mutating func find(in page: [DuplicateRow]) async throws -> [Int64: [String: ValueDifference]] {
        let values: [Int64: [RecordColumn: String]]
        do {
            guard let read = try await rows?.values(of: page.map(\.row)) else { return [:] }
            values = read
        } catch let error as StoreError {
            rows = nil
            onMissing(error)
            return [:]
        }
        let ids = Set(page.map(\.recordID)).sorted()
        let records = try await operations.withConnection { try await $0.rows(FindRecords(ids: ids)) }
        let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
        var found: [Int64: [String: ValueDifference]] = [:]
        for duplicate in page {
            guard let row = values[duplicate.row], let record = byID[duplicate.recordID] else { continue }
            found[duplicate.row] = ValueDifference.all(row, record)
        }
        return found
    }
}
