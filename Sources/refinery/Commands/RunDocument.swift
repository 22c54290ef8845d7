internal import RefineryModel
internal import RefineryStore

/// A run of another kind than import, as `--json` prints it.
struct RunDocument: Encodable {
    let runId: String
    let kind: String
    let status: String
    let reason: String?
    let priority: Int16
    let jobs: Int64
    let jobsDone: Int64
    let counters: [String: Int64]
    let submittedAt: String
    /// nil: not yet.
    let startedAt: String?
    let finishedAt: String?
    let submittedBy: String?
    let elapsedSeconds: Double

    init(_ run: RunSummary) {
        runId = run.id.description
        kind = run.kind
        status = run.status.rawValue
        reason = run.statusReason
        priority = run.priority
        jobs = run.jobs
        jobsDone = run.jobsDone
        counters = run.counters
        submittedAt = Timestamp.iso8601(run.submittedAt)
        startedAt = run.startedAt.map(Timestamp.iso8601)
        finishedAt = run.finishedAt.map(Timestamp.iso8601)
        submittedBy = run.submitter
        elapsedSeconds = (run.elapsedSeconds * 1000).rounded() / 1000
    }
}
