internal import Postgres
internal import RefineryLinking
internal import RefineryModel
internal import RefineryStore
internal import Waiting

/// Puts the records of claimed jobs to their companies and personas.
///
/// Told to stop, it finishes the job; cancelled, it leaves what the next attempt does not do again.
struct LinkWork: StageWork {
    let stage = Stage.link
    private let database: Database
    private let settings: FleetSettings
    private let linking: GroupLinking

    /// - Parameter onStep: For tests: what happens before each transaction.
    init(
        database: Database, settings: FleetSettings, onStep: @escaping @Sendable (GroupLinking.Step) async throws -> Void = { _ in }
    ) {
        self.database = database
        self.settings = settings
        linking = GroupLinking(database: database, onStep: onStep)
    }

    /// A job is some thousand records already: more at a time would only hold the lock of owners for longer.
    func room(beside held: Int) -> Int { 1 }

    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
        for job in jobs { try await withTimeout(settings.processingTimeout) { try await link(job) } }
        return .done
    }

    private func link(_ job: ClaimedJob) async throws {
        let records = try await database.pool.withConnection { try await $0.rows(ListJobRecords(job: job.id)) }
        try await linking.link(
            Array(Set(records.map(\.record))), new: Set(records.filter(\.isNew).map(\.record)), as: job
        ) { connection, outcome in
            guard try await connection.first(FinishJob(job: job, counters: outcome.counters)) != nil else { throw LeaseLostError(jobs: 1) }
        }
    }
}
