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
    /// What a refine job covers of the source; nil for jobs of other stages.
    package let span: BatchSpan?
    /// Whether an earlier claim of it failed, or ended with its worker.
    package let hasFailed: Bool

    package init(
        id: JobID, runID: RunID, workerID: WorkerID, token: Int64, seq: Int32, priority: Int16, attempt: Int, attemptsMax: Int,
        span: BatchSpan?, hasFailed: Bool = false
    ) {
        self.id = id
        self.runID = runID
        self.workerID = workerID
        self.token = token
        self.seq = seq
        self.priority = priority
        self.attempt = attempt
        self.attemptsMax = attemptsMax
        self.span = span
        self.hasFailed = hasFailed
    }

    /// The run of a job of a file: an import.
    package var importID: ImportID { runID }

    package var claimKey: ClaimKey { ClaimKey(priority: priority, id: id.rawValue) }
}
