package import RefineryModel

/// What came of refining claimed batches, ready to be stored in one transaction.
///
/// Filled by one task, then handed to ``PersistBatches``; never used by two tasks at a time, which is what makes it safe to
/// send. Used again for the next batches, so that refining does not allocate row by row.
package final class RefinedBatches: @unchecked Sendable {
    /// One row that became a record, unless its fingerprint is stored already.
    package struct Row: Sendable {
        /// Position of its batch.
        package let batch: Int32
        package let id: RecordID
        package let fingerprint: Fingerprint
        package let slot: RecordEncoder.Slot
    }

    /// One row that could not become a record.
    package struct Reject: Sendable, Equatable {
        /// Position of its batch.
        package let batch: Int32
        package let reject: RowReject
    }

    /// For each batch, in the order in which they were begun, whether duplicates complete the records they repeat.
    package private(set) var fills: [Bool] = []
    /// For each batch, how many phone cells of its rows hold a number that is to be looked up; 0 where none is.
    package private(set) var phones: [Int32] = []
    private var looksUpNumbers = false
    /// The import of the batch begun last.
    private var importID = ImportID()
    /// Rows in order of batches and rows.
    package private(set) var rows: [Row] = []
    package private(set) var rejects: [Reject] = []
    private var encoder = RecordEncoder()

    package init() {}

    /// Forgets everything, keeps the memory.
    package func removeAll() {
        fills.removeAll(keepingCapacity: true)
        phones.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        rejects.removeAll(keepingCapacity: true)
        encoder.removeAll()
    }

    /// Begins the next batch; what follows belongs to it.
    package func begin(_ importID: ImportID, fillsDuplicates: Bool, looksUpNumbers: Bool = false) {
        fills.append(fillsDuplicates)
        phones.append(0)
        self.importID = importID
        self.looksUpNumbers = looksUpNumbers
    }

    /// Begins the next batch, of an import with these options.
    package func begin(_ importID: ImportID, _ options: ImportOptions) {
        begin(importID, fillsDuplicates: options.onDuplicate == .fill, looksUpNumbers: options.looksUpNumbers ?? false)
    }

    /// The encoded rows; the slots of ``rows`` are ranges in it.
    package var encodedBytes: UnsafeRawBufferPointer { encoder.bytes }

    /// What a row has in a column of text; nil for none.
    package func text(_ column: RecordColumn, of row: Row) -> String? { encoder.text(column, in: row.slot) }

    /// Rows of all batches, whatever came of them.
    package var rowCount: Int { rows.count + rejects.count }
}

extension RefinedBatches: RecordSink {
    /// Adds a row of the batch begun last.
    package func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
        if looksUpNumbers { phones[phones.count - 1] += (draft.has(.phoneE164) ? 1 : 0) + (draft.has(.directPhoneE164) ? 1 : 0) }
        let slot = encoder.append(id: id, importID: importID, fingerprint: fingerprint, draft)
        rows.append(Row(batch: Int32(fills.count - 1), id: id, fingerprint: fingerprint, slot: slot))
    }

    /// Adds a reject of the batch begun last.
    package func reject(_ reject: RowReject) { rejects.append(Reject(batch: Int32(fills.count - 1), reject: reject)) }
}
