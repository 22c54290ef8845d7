internal import Logging
internal import RefineryModel
internal import ServiceLifecycle
internal import Synchronization
internal import RefineryStore
internal import Waiting

/// Asks for the numbers of claimed jobs, within the budget that the fleet shares.
///
/// Told to stop, it asks for nothing more, waits for what is in flight, stores it, and gives back the rest.
struct LookupWork: StageWork {
    let isSideBySide = true
    private let database: Database
    private let asked: any LookupProvider
    private let budget: BudgetClient
    private let settings: LookupSettings
    private let wakeUp: WakeUp
    private let lull: Lull
    private let logger: Logger
    private let running = Running()

    /// - Parameter wakeUp: Signalled when a job has asked for all of its numbers, so that another one may be claimed.
    init(
        worker: WorkerID, database: Database, provider: any LookupProvider, settings: LookupSettings,
        wakeUp: WakeUp, lull: Lull, logger: Logger
    ) {
        self.database = database
        asked = provider
        self.settings = settings
        self.wakeUp = wakeUp
        self.lull = lull
        self.logger = logger
        budget = BudgetClient(worker: worker, account: provider.account.id, database: database, settings: settings, logger: logger)
    }

    /// What the jobs that run side by side know of each other.
    private final class Running: Sendable {
        struct State {
            /// Jobs that are worked on.
            var jobs = 0
            /// The tokens of those that have no number left to ask for. They wait for their last answers, and for others' answers: the
            /// places that this leaves are for the next job.
            var asked: Set<Int64> = []
            /// Learns the share of the budget before the first of them asks.
            var share: Task<Void, Never>?
        }
        let state = Mutex(State())
    }

    let stage = Stage.lookup
    var provider: LookupProviderName? { asked.account.provider }

    func room(beside held: Int) -> Int {
        // A process that the budget leaves no place would only keep jobs from the others.
        if budget.slots.isEmpty { return 0 }
        let asked = running.state.withLock { $0.asked.count }
        return min(settings.jobsMax - (held - asked), 2 * settings.jobsMax - held)
    }

    func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
        for job in jobs where try await look(up: job) == .interrupted { return .interrupted }
        return .done
    }

    private func look(up job: ClaimedJob) async throws -> WorkEnding {
        let share = running.state.withLock { state in
            if state.jobs == 0 { state.share = Task { await budget.refreshShare() } }
            state.jobs += 1
            return state.share
        }
        defer {
            running.state.withLock { state in
                state.jobs -= 1
                state.asked.remove(job.token)
            }
        }
        await share?.value
        let batch = LookupBatch(
            job: job, provider: asked, budget: budget, database: database, settings: settings, logger: logger,
            allAsked: { [running, wakeUp] in
                if running.state.withLock({ $0.asked.insert(job.token).inserted }) { wakeUp.signal() }
            })
        return try await batch.run()
    }

    var shareKeeper: ShareKeeper {
        ShareKeeper(budget: budget, lull: lull, every: settings.shareEvery) { [running] in running.state.withLock { $0.jobs } > 0 }
    }
}
