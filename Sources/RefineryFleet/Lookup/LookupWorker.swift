package import Logging
internal import Postgres
package import RefineryModel
package import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
package import Waiting

/// Claims lookup jobs and asks for their numbers, within the budget that the fleet shares, until it is told to stop.
///
/// Told to stop, it asks for nothing more, waits for what is in flight, stores it, and gives back the rest.
package struct LookupWorker: Service {
    private let worker: WorkerID
    private let database: Database
    private let provider: any LookupProvider
    private let budget: BudgetClient
    private let settings: FleetSettings
    private let lookup: LookupSettings
    private let wakeUp: WakeUp
    private let logger: Logger

    package init(
        worker: WorkerID, database: Database, provider: any LookupProvider, settings: FleetSettings, lookup: LookupSettings, wakeUp: WakeUp,
        logger: Logger
    ) {
        self.worker = worker
        self.database = database
        self.provider = provider
        self.settings = settings
        self.lookup = lookup
        self.wakeUp = wakeUp
        self.logger = logger
        budget = BudgetClient(worker: worker, account: provider.account, database: database, settings: lookup, logger: logger)
    }

    /// What the claim loop and the batches beside it know of each other.
    private final class Running: Sendable {
        struct State {
            /// Jobs that this worker holds.
            var held = 0
            /// The tokens of those that have numbers left to ask for. The others wait for their last answers, and for others' answers:
            /// the places that this leaves are for the next job.
            var asking: Set<Int64> = []
            /// Whether the worker may hold jobs it does not know of.
            var isInDoubt = false
        }
        let state = Mutex(State())
    }

    package func run() async throws {
        let running = Running()
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await keepShare(running) }
                group.addTask { await claim(running) }
                // The claim loop ends when everything has ended.
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            budget.slots.close()
            budget.requests.close()
            wakeUp.signal()
        }
    }

    private func keepShare(_ running: Running) async {
        while !Task.isCancelled {
            if budget.slots.isEmpty || running.state.withLock({ $0.held }) > 0 { await budget.refreshShare() }
            try? await Task.sleep(for: lookup.shareEvery)
        }
    }

    private func claim(_ running: Running) async {
        var claimer = JobClaimer(
            database: database, stage: .lookup, worker: worker, provider: provider.account.provider)
        let releaser = JobReleaser(database: database, settings: settings, logger: logger)
        var failures = 0
        var hadWork = false
        // Registering wakes it: the end of one that claims before would be noticed only when its lease lapses.
        await wakeUp.wait(atMost: settings.poll)
        await withDiscardingTaskGroup { group in
            while !Task.isShuttingDownGracefully && !Task.isCancelled {
                if wakeUp.takeReconnected() { running.state.withLock { $0.isInDoubt = true } }
                let (held, asking, isInDoubt) = running.state.withLock { ($0.held, $0.asking.count, $0.isInDoubt || claimer.isInDoubt) }
                let room = min(lookup.jobsMax - asking, 2 * lookup.jobsMax - held)
                // Whatever the worker holds without knowing it is given back by the next claim: only when it holds nothing else.
                // A process that the budget leaves no place would only keep jobs from the others.
                guard room > 0, held == 0 || !isInDoubt, !budget.slots.isEmpty else {
                    await wakeUp.wait(atMost: settings.poll)
                    continue
                }
                if isInDoubt {
                    claimer.doubt()
                    running.state.withLock { $0.isInDoubt = false }
                }
                do {
                    if wakeUp.take() { claimer.restart() }
                    let jobs = try await claimer.claim(limit: room)
                    failures = 0
                    database.outage.end(logger)
                    if held == 0 && !jobs.isEmpty { await budget.refreshShare() }
                    running.state.withLock { state in
                        state.held += jobs.count
                        state.asking.formUnion(jobs.map(\.token))
                    }
                    for job in jobs {
                        group.addTask {
                            let isKnown = await work(on: job, releaser) {
                                if running.state.withLock({ $0.asking.remove(job.token) }) != nil { wakeUp.signal() }
                            }
                            running.state.withLock { state in
                                state.held -= 1
                                state.asking.remove(job.token)
                                if !isKnown { state.isInDoubt = true }
                            }
                            wakeUp.signal()
                        }
                    }
                    if jobs.isEmpty {
                        if hadWork && held == 0 { await database.hint(NotifyChannel.drained) }
                        hadWork = hadWork && held > 0
                        if await wakeUp.wait(atMost: settings.poll * Double.random(in: 0.9...1.1)) { claimer.restart() }
                    } else {
                        hadWork = true
                    }
                } catch {
                    if Task.isCancelled { break }
                    failures += 1
                    database.outage.log("cannot claim lookup jobs, trying again", error, ["failures": "\(failures)"], logger)
                    await wakeUp.wait(atMost: Backoff(base: .milliseconds(100), ceiling: .seconds(5)).bound(attempt: failures))
                }
            }
        }
    }

    /// - Parameter allAsked: Called when all of its numbers were asked for.
    /// - Returns: Whether the database knows what became of the job.
    private func work(on job: ClaimedJob, _ releaser: JobReleaser, allAsked: @escaping @Sendable () -> Void) async -> Bool {
        let start = ContinuousClock.now
        let batch = LookupBatch(
            job: job, provider: provider, budget: budget, database: database, settings: lookup, logger: logger, allAsked: allAsked)
        do {
            switch try await batch.run() {
            case .done:
                logger.debug("numbers done", metadata: ["job": "\(job.id)", "milliseconds": "\(start.duration(to: .now).inMilliseconds)"])
                return true
            case .interrupted:
                return await releaser.release([job])
            }
        } catch let error as LeaseLostError {
            await releaser.tell(error, of: [job], "lease lost while looking up numbers")
            return false
        } catch {
            return await releaser.giveBack(job, after: error, "numbers failed")
        }
    }
}
