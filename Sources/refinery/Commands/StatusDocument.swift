internal import RefineryModel
internal import RefineryStore

/// An import as `--json` prints it.
struct StatusDocument: Encodable {
    let import_id: String
    let file_name: String
    let status: String
    let reason: String?
    let rows: Int64
    let rows_total_known: Bool
    let stored: Int64
    let duplicates: Int64
    let rejected: Int64
    let elapsed_seconds: Double
    let rows_per_second: Double
    let jobs: [String: [String: Int64]]?

    init(_ summary: ImportSummary, jobs: [JobCount]? = nil) {
        let progress = summary.progress
        import_id = summary.id.description
        file_name = summary.fileName
        status = progress.status.rawValue
        reason = progress.statusReason
        rows = progress.rowsSplit
        rows_total_known = progress.isSplit
        stored = progress.stored
        duplicates = progress.duplicates
        rejected = progress.rejected
        elapsed_seconds = (summary.elapsedSeconds * 1000).rounded() / 1000
        rows_per_second = summary.elapsedSeconds > 0 ? (Double(progress.done) / summary.elapsedSeconds * 10).rounded() / 10 : 0
        self.jobs = jobs.map { counts in
            Dictionary(grouping: counts, by: \.stage.rawValue).mapValues {
                Dictionary($0.map { ($0.state.rawValue, $0.count) }, uniquingKeysWith: +)
            }
        }
    }
}
