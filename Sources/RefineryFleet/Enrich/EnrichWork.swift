internal import Logging
package import RefineryModel
internal import RefineryStore
internal import Synchronization

/// The providers an enrich worker asks.
package struct EnrichSource: Sendable {
    package let provider: any SkipTraceProvider
    /// As jobs and answers name it: one that only pretends has a name of its own, so that its answers count for itself alone.
    package let name: LookupProviderName

    package init(_ provider: any SkipTraceProvider, isSimulated: Bool = false) {
        self.provider = provider
        name = .enriching(provider.account.provider, isSimulated: isSimulated)
    }
}

/// Asks one provider what is missing of the personas of claimed jobs, within the budget that the fleet shares.
///
/// Told to stop, it asks for nothing more, waits for what is in flight, stores it, and gives back the rest.
struct EnrichWork: StageWork {
    let isSideBySide = true
    let stage = Stage.enrich
    private let source: EnrichSource
    private let database: Database
    private let budget: BudgetClient
    private let settings: EnrichSettings
    private let lull: Lull
    private let logger: Logger
    private let running = Running()

    private final class Running: Sendable {
        let jobs = Mutex(0)
    }

    init(
        worker: WorkerID, source: EnrichSource, database: Database, settings: EnrichSettings, lull: Lull,
        logger: Logger
    ) {
        self.source = source
        self.database = database
        self.settings = settings
        self.lull = lull
        self.logger = logger
        budget = BudgetClient(
            worker: worker, account: source.provider.account.id, database: database, settings: settings.lookup, logger: logger)
    }

    var provider: LookupProviderName? { source.name }

    func room(beside held: Int) -> Int {
        // A process that the budget leaves no place would only keep jobs from the others.
        budget.slots.isEmpty ? 0 : settings.lookup.jobsMax - held
    }

    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
        for job in jobs where try await enrich(job) == .interrupted { return .interrupted }
        return .done
    }

    private func enrich(_ job: ClaimedJob) async throws -> WorkEnding {
        let isFirst = running.jobs.withLock { jobs in
            jobs += 1
            return jobs == 1
        }
        defer { running.jobs.withLock { $0 -= 1 } }
        // Learns the share of the budget before the first request.
        if isFirst { await budget.refreshShare() }
        let batch = EnrichBatch(
            job: job, provider: source.provider, name: source.name, budget: budget, database: database, settings: settings,
            logger: logger)
        return try await batch.run()
    }

    var shareKeeper: ShareKeeper {
        ShareKeeper(budget: budget, lull: lull, every: settings.lookup.shareEvery) { [running] in running.jobs.withLock { $0 } > 0 }
    }
}
