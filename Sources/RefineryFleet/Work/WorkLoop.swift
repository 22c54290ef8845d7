internal import Logging
internal import Metrics
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
internal import Waiting

/// Claims the jobs of one stage and has them worked on, until its process is told to stop: the one loop of coordinators, workers
/// and lookup workers.
///
/// Told to stop, it claims nothing more, and ends when what it holds is done or given back; cancelled, it gives that back at once.
struct WorkLoop<Work: StageWork>: Service {
    private let work: Work
    private let worker: WorkerID
    private let database: Database
    private let settings: FleetSettings
    private let poll: Duration
    private let wakeUp: WakeUp
    private let lull: Lull
    private let heart: Heart
    private let pace: Pace
    private let logger: Logger
    private let releaser: JobReleaser
    private let held = Held()

    /// - Parameters:
    ///   - poll: How often to look for jobs when nothing wakes the process and nobody says that there are none.
    ///   - wakeUp: Signalled when there may be jobs to claim.
    init(
        _ work: Work, worker: WorkerID, database: Database, settings: FleetSettings, poll: Duration, wakeUp: WakeUp, lull: Lull,
        heart: Heart, pace: Pace, logger: Logger
    ) {
        self.work = work
        self.worker = worker
        self.database = database
        self.settings = settings
        self.poll = poll
        self.wakeUp = wakeUp
        self.lull = lull
        self.heart = heart
        self.pace = pace
        self.logger = logger
        releaser = JobReleaser(database: database, settings: settings, logger: logger)
    }

    /// What the loop and the jobs beside it know of each other.
    private final class Held: Sendable {
        struct State {
            var jobs = 0
            /// Whether the worker may hold jobs it does not know of.
            var isInDoubt = false
        }
        let state = Mutex(State())
    }

    /// What the loop remembers from one claim to the next.
    private struct Memory {
        var claimer: JobClaimer
        var failures = 0
        /// Whether something was claimed since the fleet was last told that nothing is left.
        var hadWork = false
    }

    func run() async throws {
        var memory = Memory(claimer: JobClaimer(database: database, stage: work.stage, worker: worker, provider: work.provider))
        // Registering wakes it: the end of one that claims before would be noticed only when its lease lapses.
        await pause(poll)
        await withDiscardingTaskGroup { group in
            while !Task.isShuttingDownGracefully && !Task.isCancelled {
                heart.beat()
                do {
                    try await turn(&memory, &group)
                } catch {
                    if Task.isCancelled { break }
                    memory.failures += 1
                    let metadata: Logger.Metadata = ["stage": "\(work.stage.rawValue)", "failures": "\(memory.failures)"]
                    database.outage.log("cannot claim jobs, trying again", error, metadata, logger)
                    await pause(Backoff(base: .milliseconds(100), ceiling: .seconds(5)).bound(attempt: memory.failures))
                }
            }
        }
    }

    /// Claims once and sees to what was claimed, or waits.
    private func turn(_ memory: inout Memory, _ group: inout DiscardingTaskGroup) async throws {
        let isReconnected = wakeUp.takeReconnected()
        let (jobsHeld, isInDoubt) = held.state.withLock { state in
            // A server that crashed may have forgotten the end of a batch: commits of batches are not waited for.
            if isReconnected || memory.claimer.isInDoubt { state.isInDoubt = true }
            return (state.jobs, state.isInDoubt)
        }
        let room = work.room(beside: jobsHeld)
        // What the worker holds without knowing it is given back by the next claim: only when it holds nothing else.
        guard room > 0, jobsHeld == 0 || !isInDoubt else {
            await pause(poll)
            return
        }
        if isInDoubt {
            memory.claimer.doubt()
            held.state.withLock { $0.isInDoubt = false }
        }
        // A busy worker never waits: what became ready behind its last claim, such as a rescued job, is found by this.
        if wakeUp.take() { memory.claimer.restart() }
        let jobs = try await memory.claimer.claim(limit: room)
        memory.failures = 0
        database.outage.end(logger)
        if !jobs.isEmpty {
            memory.hadWork = true
            await start(jobs, &group)
        } else {
            if memory.hadWork && jobsHeld == 0 {
                await database.hint(NotifyChannel.drained)
                memory.hadWork = false
            }
            if await waitForJobs() { memory.claimer.restart() }
        }
    }

    /// Has claimed jobs worked on: by tasks of their own where the loop goes on beside them.
    private func start(_ jobs: [ClaimedJob], _ group: inout DiscardingTaskGroup) async {
        held.state.withLock { $0.jobs += jobs.count }
        guard work.isSideBySide else { return await finish(jobs) }
        for job in jobs {
            group.addTask {
                await finish([job])
                wakeUp.signal()
            }
        }
    }

    private func finish(_ jobs: [ClaimedJob]) async {
        let isKnown = await run(jobs)
        held.state.withLock { state in
            state.jobs -= jobs.count
            if !isKnown { state.isInDoubt = true }
        }
    }

    /// - Returns: Whether the database knows what became of all of them.
    private func run(_ jobs: [ClaimedJob]) async -> Bool {
        let start = ContinuousClock.now
        do {
            switch try await work.run(jobs) {
            case .done:
                pace.add(jobs)
                Timer(label: Metric.batchDuration.rawValue, dimensions: [("stage", work.stage.rawValue)])
                    .recordNanoseconds(Int64(start.duration(to: .now) / .nanoseconds(1)))
                logger.debug("jobs done", metadata: jobs.metadata(["milliseconds": "\(start.duration(to: .now).inMilliseconds)"]))
                return true
            case .interrupted:
                return await releaser.release(jobs)
            }
        } catch let error as LeaseLostError {
            await releaser.tell(error, of: jobs)
            // Those of the group that are still ours go on at once; the others are in better hands.
            return await releaser.release(jobs)
        } catch {
            if Task.isCancelled { return await releaser.release(jobs) }
            if costsNoAttempt(error) {
                database.outage.log("jobs interrupted, they run again", error, jobs.metadata(), level: .notice, logger)
                let isKnown = await releaser.release(jobs)
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: settings.retry.base) }
                return isKnown
            }
            if jobs.count == 1 { return await releaser.fail(jobs[0], error) }
            // One bad batch does not cost the others an attempt.
            logger.notice("jobs failed together, running them one by one", metadata: jobs.metadata(["reason": "\(error)"]))
            var isKnown = true
            for job in jobs { isKnown = await run([job]) && isKnown }
            return isKnown
        }
    }

    /// Waits for a wake-up, a stop, or for the time to look whether there are jobs.
    /// - Returns: Whether it was woken.
    private func waitForJobs() async -> Bool {
        while !Task.isCancelled {
            if await pause(poll) { return true }
            heart.beat()
            if !lull.isOn { return false }
        }
        return false
    }

    /// Waits for a wake-up, a stop, or this time; jittered, so that a fleet does not look all at once.
    /// - Returns: Whether it was woken.
    @discardableResult
    private func pause(_ limit: Duration) async -> Bool {
        await withGracefulShutdownHandler {
            await wakeUp.wait(atMost: limit * Double.random(in: 0.9...1.1))
        } onGracefulShutdown: {
            wakeUp.signal()
        }
    }
}

extension [ClaimedJob] {
    /// Which jobs they are, for a log line.
    func metadata(_ more: Logger.Metadata = [:]) -> Logger.Metadata {
        let imports = Set(map(\.importID.description)).sorted().joined(separator: ",")
        let own: Logger.Metadata = [
            "count": "\(count)", "import": "\(imports)", "batch": "\(map { String($0.seq) }.joined(separator: ","))",
        ]
        return own.merging(more) { $1 }
    }
}

/// Whether a failure is the database's alone (away, full), or a rival's whose transaction won: it costs a job no attempt, or a few
/// restarts of the server, or a few deadlocks, would end imports.
func costsNoAttempt(_ error: any Error) -> Bool {
    if error as? StoreError == .survivorGone { return true }
    return switch error as? PostgresError {
    case .connectionLost, .cannotConnect, .commitUnknown, .poolExhausted, .poolClosed: true
    case .server(let error): error.sqlState.isRollback || error.sqlState.category == "53"
    default: false
    }
}
