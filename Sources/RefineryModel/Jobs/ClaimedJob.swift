/// A job as its worker holds it.
package struct ClaimedJob: Sendable, Equatable {
    package let id: JobID
    package let runID: RunID
    /// Who holds it.
    package let workerID: WorkerID
    /// Guards every write of this job's effects, together with the ids above: no other claim has it.
    package let token: Int64
    /// Batch number within the stage, from 1.
    package let seq: Int32
    package let priority: Int16
    /// How often the job was claimed, this time included.
    package let attempt: Int
    package let attemptsMax: Int
    /// First byte of the batch in the source.
    package let byteOffset: Int64
    /// Bytes of the batch.
    package let byteLength: Int
    /// Number of the first row of the batch.
    package let firstRow: Int64
    /// Rows of the batch.
    package let rowCount: Int

    package init(
        id: JobID, runID: RunID, workerID: WorkerID, token: Int64, seq: Int32, priority: Int16, attempt: Int, attemptsMax: Int,
        byteOffset: Int64, byteLength: Int, firstRow: Int64, rowCount: Int
    ) {
        self.id = id
        self.runID = runID
        self.workerID = workerID
        self.token = token
        self.seq = seq
        self.priority = priority
        self.attempt = attempt
        self.attemptsMax = attemptsMax
        self.byteOffset = byteOffset
        self.byteLength = byteLength
        self.firstRow = firstRow
        self.rowCount = rowCount
    }

    /// The run of a job of a file: an import.
    package var importID: ImportID { runID }

    package var claimKey: ClaimKey { ClaimKey(priority: priority, id: id.rawValue) }
}

extension ClaimedJob {
    /// The rows of the batch by their numbers.
    package var rows: Range<Int64> { firstRow..<firstRow + Int64(rowCount) }
}
