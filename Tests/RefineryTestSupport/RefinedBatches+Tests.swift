import Foundation
package import RefineryModel
package import RefineryStore

/// One row for ``RefinedBatches`` in plain values.
package struct TestRow: Sendable {
    package var row: Int64
    /// Rows with the same number repeat each other.
    package var identity: UInt64
    /// Texts by the column's name in SQL.
    package var texts: [String: String]
    package var numbers: [String: Int64]

    package init(_ row: Int64, identity: UInt64, _ texts: [String: String] = [:], numbers: [String: Int64] = [:]) {
        self.row = row
        self.identity = identity
        self.texts = texts
        self.numbers = numbers
    }
}

extension RefinedBatches {
    /// Adds a batch: rows, and the numbers of rows that are rejected.
    package func add(
        _ job: ClaimedJob, importNumber: Int32, rows: [TestRow], rejected: [Int64] = [], fillsDuplicates: Bool = false
    ) {
        begin(job, fillsDuplicates: fillsDuplicates)
        for row in rows { append(row, importNumber) }
        for row in rejected {
            reject(RowReject(row: row, field: .businessName, value: "", code: .businessNameMissing, raw: ",a@b.example,", byteOffset: 0))
        }
    }

    private func append(_ row: TestRow, _ importNumber: Int32) {
        let memory = TextMemory()
        var values = RecordValues()
        values.phoneStatus = row.texts["phone_status"].flatMap { PhoneStatus(rawValue: $0) } ?? .missing
        for (column, path) in RecordValues.textPaths { values[keyPath: path] = memory.text(row.texts[column]) }
        values.employeeCount = row.numbers["employee_count"]
        values.employeeCountHigh = row.numbers["employee_count_high"]
        values.annualRevenue = row.numbers["annual_revenue"]
        values.annualRevenueHigh = row.numbers["annual_revenue_high"]
        values.yearEstablished = row.numbers["year_established"].map { Int16(clamping: $0) }
        append(
            id: RecordID(importNumber: importNumber, row: row.row), fingerprint: Fingerprint(high: row.identity, low: ~row.identity), values
        )
        withExtendedLifetime(memory) {}
    }
}

extension RecordValues {
    /// Every text column, by its name in SQL.
    package nonisolated(unsafe) static let textPaths: [(column: String, path: WritableKeyPath<RecordValues, Text>)] = [
        ("business_name", \.businessName), ("contact_name", \.contactName), ("first_name", \.firstName), ("last_name", \.lastName),
        ("title", \.title), ("business_email", \.businessEmail), ("phone_e164", \.phoneE164), ("phone_extension", \.phoneExtension),
        ("direct_phone_e164", \.directPhoneE164), ("direct_phone_extension", \.directPhoneExtension), ("website", \.website),
        ("business_address", \.businessAddress), ("city", \.city), ("state", \.state), ("zip_code", \.zipCode), ("county", \.county),
        ("industry", \.industry), ("business_type", \.businessType), ("employee_count_text", \.employeeCountText),
        ("annual_revenue_text", \.annualRevenueText), ("sic_code", \.sicCode), ("sic_description", \.sicDescription),
        ("naics_code", \.naicsCode), ("processing_errors", \.processingErrors), ("extra", \.extra),
    ]
}

/// Keeps texts in place while their slices are in use.
private final class TextMemory {
    private var buffers: [UnsafeMutableBufferPointer<UInt8>] = []

    deinit { for buffer in buffers { buffer.deallocate() } }

    func text(_ text: String?) -> RecordValues.Text {
        guard let text else { return RecordValues.null }
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, text.utf8.count))
        _ = buffer.initialize(from: text.utf8)
        buffers.append(buffer)
        return RecordValues.Text(start: buffer.baseAddress, count: text.utf8.count)
    }
}
