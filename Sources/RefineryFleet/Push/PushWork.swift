internal import Logging
internal import RefineryModel
internal import RefineryStore

/// Sends the contacts of claimed jobs to the destinations that their runs name.
///
/// Told to stop, it sends nothing more, stores what is answered, and gives back the rest.
struct PushWork: StageWork {
    let isSideBySide = true
    let stage = Stage.push
    let database: Database
    let makeDestination: MakeDestination
    let settings: PushSettings
    let logger: Logger

    func room(beside held: Int) -> Int { settings.jobsMax - held }

    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
        for job in jobs {
            let batch = PushBatch(job: job, database: database, makeDestination: makeDestination, settings: settings, logger: logger)
            if try await batch.run() == .interrupted { return .interrupted }
        }
        return .done
    }
}
