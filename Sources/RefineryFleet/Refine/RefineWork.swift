internal import Logging
internal import Metrics
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Waiting

/// Reads the rows of claimed batches, refines them and stores what comes of them.
///
/// Told to stop, it finishes the batches; cancelled, it stores nothing of them.
struct RefineWork: StageWork {
    let stage = Stage.refine
    private let settings: FleetSettings
    private let refining: BatchRefining
    private let logger: Logger
    private let lookups: LookupHint

    /// - Parameter isolation: How to try the rows of a batch that has only one attempt left; `nil` for not at all.
    init(database: Database, sources: SourceStorages, settings: FleetSettings, isolation: Isolation?, logger: Logger) {
        self.settings = settings
        self.logger = logger
        refining = BatchRefining(database: database, sources: sources, settings: settings, isolation: isolation)
        lookups = LookupHint(database: database)
    }

    func room(beside held: Int) -> Int { settings.batchesPerClaim }

    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
        let (refining, limit) = (refining, settings.processingTimeout)
        let outcomes = try await withGracefulShutdownHandler {
            try await withTimeout(limit) { try await refining.run(jobs) }
        } onGracefulShutdown: { [logger] in
            logger.info("finishing what is held", metadata: jobs.metadata())
        }
        Counter(label: Metric.rowsRefined.rawValue).increment(by: outcomes.reduce(0) { $0 + $1.rows })
        await lookups.tell(ofPhones: outcomes.reduce(0) { $0 + $1.phones })
        return .done
    }
}
