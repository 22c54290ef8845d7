internal import ArgumentParser
internal import RefineryModel
internal import RefineryFleet
internal import RefineryOperations

/// Started by workers: refines some rows of a batch and keeps nothing. It ends in place of the worker when a row ends its process.
struct TrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "Refine some rows of a batch and keep nothing.", shouldDisplay: false)

    @Argument var importID: String
    @Argument var byteOffset: Int64
    @Argument var byteLength: Int
    @Argument var firstRow: Int64
    @Argument var rowCount: Int
    @Argument(help: "The first row to refine, and the one after the last.") var lowerRow: Int64
    @Argument var upperRow: Int64

    /// What to start this command with.
    static func arguments(_ job: ClaimedJob, _ rows: Range<Int64>) -> [String] {
        let numbers = [job.byteOffset, Int64(job.byteLength), job.firstRow, Int64(job.rowCount), rows.lowerBound, rows.upperBound]
        return [configuration.commandName ?? "", "\(job.importID)"] + numbers.map { "\($0)" }
    }

    func run() async throws {
        try await reporting {
            try await Runtime.using(role: "trial", patience: nil) { runtime in
                let job = ClaimedJob(
                    id: JobID(rawValue: 0), runID: try await runtime.operations.importID(importID), workerID: WorkerID(), token: 0,
                    seq: 0, priority: 0,
                    attempt: 1,
                    attemptsMax: 1, byteOffset: byteOffset, byteLength: byteLength, firstRow: firstRow, rowCount: rowCount)
                try await Isolation.refine(
                    lowerRow..<max(lowerRow, upperRow), of: job, database: runtime.database, sources: runtime.sources,
                    settings: runtime.configuration.fleet)
            }
        }
    }
}
