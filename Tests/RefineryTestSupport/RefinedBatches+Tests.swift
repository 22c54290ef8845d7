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
        begin(job.importID, fillsDuplicates: fillsDuplicates)
        for row in rows { append(row, importNumber) }
        for row in rejected {
            reject(RowReject(row: row, field: .businessName, value: "", code: .businessNameMissing, raw: ",a@b.example,", byteOffset: 0))
        }
    }

    private func append(_ row: TestRow, _ importNumber: Int32) {
        let (memory, draft) = (TextMemory(), RecordDraft())
        draft.phoneStatus = row.texts["phone_status"].flatMap { PhoneStatus(rawValue: $0) } ?? .missing
        for column in RecordColumn.allCases where column != .phoneStatus {
            draft[column] = memory.text(row.texts[column.rawValue])
            draft[number: column] = row.numbers[column.rawValue]
        }
        append(
            id: RecordID(importNumber: importNumber, row: row.row), fingerprint: Fingerprint(high: row.identity, low: ~row.identity), draft
        )
        withExtendedLifetime(memory) {}
    }
}

/// Keeps texts in place while their slices are in use.
private final class TextMemory {
    private var buffers: [UnsafeMutableBufferPointer<UInt8>] = []

    deinit { for buffer in buffers { buffer.deallocate() } }

    func text(_ text: String?) -> RecordDraft.Text {
        guard let text else { return RecordDraft.null }
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, text.utf8.count))
        _ = buffer.initialize(from: text.utf8)
        buffers.append(buffer)
        return RecordDraft.Text(start: buffer.baseAddress, count: text.utf8.count)
    }
}
