/// How far an import is, as folded from the counters of its jobs.
package struct ImportProgress: Sendable, Equatable {
    package var status: ImportStatus
    package var statusReason: String?
    /// Length of the source; 0 while it arrives and nobody knows how long it is going to be.
    package var sourceBytes: Int64
    /// Bytes of the source that are split into batches.
    package var splitBytes: Int64
    /// Rows found so far; all rows once ``isSplit``.
    package var rowsSplit: Int64
    package var isSplit: Bool
    package var stored: Int64
    package var duplicates: Int64
    package var rejected: Int64
    /// nil when the numbers of the import are not looked up.
    package var lookups: LookupProgress?

    package init(
        status: ImportStatus, statusReason: String? = nil, sourceBytes: Int64, splitBytes: Int64, rowsSplit: Int64, isSplit: Bool,
        stored: Int64, duplicates: Int64, rejected: Int64, lookups: LookupProgress? = nil
    ) {
        self.status = status
        self.statusReason = statusReason
        self.sourceBytes = sourceBytes
        self.splitBytes = splitBytes
        self.rowsSplit = rowsSplit
        self.isSplit = isSplit
        self.stored = stored
        self.duplicates = duplicates
        self.rejected = rejected
        self.lookups = lookups
    }

    /// Rows that have their outcome.
    package var done: Int64 { stored + duplicates + rejected }

    /// All rows of the source: counted once it is split, until then estimated from the share of its bytes that is.
    package var rowsEstimated: Int64 {
        if isSplit || splitBytes <= 0 { return rowsSplit }
        return Int64(Double(rowsSplit) * max(1, Double(sourceBytes) / Double(splitBytes)))
    }

    /// Share of the rows that have their outcome and, where numbers are looked up, their numbers' too, 0 to 1. Reaches 1 only when nothing is left: it never rounds up to done.
    package var fraction: Double {
        if status == .completed { return 1 }
        guard rowsEstimated > 0 else { return 0 }
        return min(Double(done) / Double(rowsEstimated) * (lookups?.fraction ?? 1), 0.999)
    }
}
