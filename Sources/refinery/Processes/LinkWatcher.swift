internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Shows how linking goes until it is over.
struct LinkWatcher {
    let operations: Operations

    /// Looks four times a second.
    func watch(_ runs: [LinkRun]) async throws -> LinkProgress {
        var said = Int64(-1)
        while true {
            let progress = try await operations.progress(of: runs)
            if Console.isInteractive, progress.jobsDone != said {
                said = progress.jobsDone
                Console.overwrite(
                    "Linking records to companies and personas: \(NumberFormat.grouped(said)) of \(NumberFormat.counted(progress.jobs, "job"))"
                )
            }
            if progress.isOver {
                if Console.isInteractive { Console.overwrite("") }
                return progress
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }
}
