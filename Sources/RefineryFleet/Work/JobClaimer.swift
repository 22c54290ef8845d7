internal import Postgres
package import RefineryModel
package import RefineryStore

/// Claims jobs of one stage for one worker, remembering where the last claim ended.
///
/// The memory is only a hint (see docs/architecture.md): a claim that comes back short, a wake-up and every second send it
/// back to the floor, so that a job that became ready behind it is found.
package struct JobClaimer {
    private let database: Database
    private let stage: Stage
    private let worker: WorkerID
    private let provider: LookupProviderName?
    private var after = ClaimKey.floor
    private var resetAt: ContinuousClock.Instant
    /// Whether this worker may hold jobs that it does not know of.
    package private(set) var isInDoubt = false

    /// - Parameter provider: The provider lookup jobs ask; nil for the other stages.
    package init(database: Database, stage: Stage, worker: WorkerID, provider: LookupProviderName? = nil) {
        self.database = database
        self.stage = stage
        self.worker = worker
        self.provider = provider
        resetAt = .now
    }

    /// Forgets where the last claim ended.
    package mutating func restart() {
        after = .floor
        resetAt = .now
    }

    /// Says that this worker may hold jobs it does not work on: the next claim gives them back first. Otherwise nobody ever
    /// would, for the lease is the worker's, and the worker lives.
    package mutating func doubt() { isInDoubt = true }

    /// Up to `limit` jobs, in order of priority and age. The worker holds no other job of the stage when it asks.
    package mutating func claim(limit: Int) async throws -> [ClaimedJob] {
        if isInDoubt {
            let release = ReleaseWorkerJobs(worker: worker, stage: stage)
            _ = try await database.pool.withConnection { try await $0.rows(release) }
            restart()
        }
        // Until the answer is here: a claim whose connection breaks may have happened.
        isInDoubt = true
        let jobs = try await take(limit)
        isInDoubt = false
        return jobs
    }

    private mutating func take(_ limit: Int) async throws -> [ClaimedJob] {
        if resetAt.duration(to: .now) > .seconds(1) { restart() }
        let query = ClaimJobs(stage: stage, limit: limit, worker: worker, after: after, provider: provider)
        let jobs = try await database.pool.withConnection { try await $0.rows(query) }.sorted { $0.claimKey < $1.claimKey }
        if jobs.count == limit, let last = jobs.last {
            after = last.claimKey
        } else {
            let wasRestarted = after == .floor
            restart()
            if jobs.isEmpty && !wasRestarted { return try await take(limit) }
        }
        return jobs
    }
}
