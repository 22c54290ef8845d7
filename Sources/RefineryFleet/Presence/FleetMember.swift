package import Logging
package import RefineryModel
package import RefineryStore
package import ServiceLifecycle
internal import Waiting

/// What a process of the fleet does, and what it needs for that alone.
package enum Duty: Sendable {
    /// Splits; when it leads, it also rescues, folds, settles and deletes what was kept long enough.
    /// - webhooks: Sends alerts.
    /// - takeAway: How what is left of an import goes; on this process's database and storages.
    case coordinate(
        webhooks: any WebhookTransport, takeAway: @Sendable (Leftover, Database, SourceStorages) async throws -> Void)
    /// - isolation: How to try the rows of a batch that has only one attempt left; `nil` for not at all.
    case refine(isolation: Isolation?)
    /// Within the budget of the provider's account.
    case lookUp(any LookupProvider, LookupSettings)
    /// Within the budget of each provider's account.
    case enrich([EnrichSource], EnrichSettings)
    /// To the destinations that runs name.
    case push(MakeDestination, PushSettings)

    package var role: WorkerRole {
        switch self {
        case .coordinate: .coordinator
        case .refine: .worker
        case .lookUp: .lookupWorker
        case .enrich: .enrichWorker
        case .push: .pushWorker
        }
    }

    /// Wake-ups for loops of its own, where it has several.
    fileprivate var loops: [WakeUp] {
        if case .enrich(let sources, _) = self { sources.map { _ in WakeUp() } } else { [] }
    }
}

/// One process of the fleet, composed: the one place that knows which services a role consists of.
package struct FleetMember: Sendable {
    package let id: WorkerID
    /// How the fleet shows it.
    package let host: String
    package let version: String
    package let database: Database
    package let sources: SourceStorages
    package let settings: FleetSettings
    package let logger: Logger
    /// Whether its loops turn.
    package let heart: Heart
    private let pace = Pace()

    /// - Parameters:
    ///   - id: Fresh for every start.
    ///   - database: Its own: nobody else takes connections of that pool.
    package init(
        id: WorkerID, host: String, version: String, database: Database, sources: SourceStorages, settings: FleetSettings, logger: Logger
    ) {
        self.id = id
        self.host = host
        self.version = version
        self.database = database
        self.sources = sources
        self.settings = settings
        self.logger = logger
        heart = Heart(patience: settings.processingTimeout + .seconds(30))
    }

    /// What the process runs. Services stop in reverse order: presence goes last, when nothing is held any more.
    /// - Parameter retire: Called when the process is to end though nobody told it so by a signal.
    package func services(_ duty: Duty, retire: @escaping @Sendable (Retirement) -> Void = { _ in }) -> [any Service] {
        var services = services(of: duty, retire)
        services.append(HostWatch(host: host, database: database, settings: settings.alerts, logger: logger))
        let retirement = settings.retirement
        if retirement.untilEmpty {
            services.append(QueueWatch(role: duty.role, database: database, interval: settings.poll, retire: retire))
        }
        if let limit = retirement.memoryLimit {
            services.append(MemoryWatch(limit: limit, interval: retirement.memoryInterval, retire: retire))
        }
        return services
    }

    private func services(of duty: Duty, _ retire: @escaping @Sendable (Retirement) -> Void) -> [any Service] {
        // Signalled when there may be jobs to claim, and when an import may have ended.
        // One for each loop: a wake-up has one waiter.
        let loops = duty.loops
        let (jobs, drained) = (WakeUp(waking: loops), WakeUp())
        let lull = Lull(lasting: settings.poll, wakeUp: drained)
        var wakeUps = [NotifyChannel.drained: drained]
        for stage in duty.role.stages { wakeUps[stage.rawValue] = jobs }
        // A wake-up is taken by one loop.
        let links = WakeUp()
        if duty.role.stages.contains(.link) { wakeUps[Stage.link.rawValue] = links }
        switch duty {
        case .coordinate(let webhooks, let takeAway):
            let deliveries = WakeUp()
            wakeUps[NotifyChannel.webhook] = deliveries
            let leftovers = WakeUp()
            wakeUps[NotifyChannel.leftover] = leftovers
            let sweep = LeftoverSweep(database: database, settings: settings, wakeUp: leftovers, lull: lull, logger: logger) {
                [database, sources] in try await takeAway($0, database, sources)
            }
            return [
                presence(duty.role, wakeUps, lull, retire),
                loop(SplitWork(database: database, sources: sources, settings: settings, logger: logger), settings.splitPoll, jobs, lull),
                // Stops after the leader, whose last news it still sends.
                WebhookSender(
                    database: database, transport: webhooks, settings: settings.webhooks, wakeUp: deliveries, logger: logger),
                Leader(database: database, sources: sources, settings: settings, wakeUp: drained, lull: lull, logger: logger),
                sweep,
            ]
        case .refine(let isolation):
            let work = RefineWork(database: database, sources: sources, settings: settings, isolation: isolation, logger: logger)
            return [
                presence(duty.role, wakeUps, lull, retire), loop(work, settings.poll, jobs, lull),
                loop(LinkWork(database: database, settings: settings), settings.poll, links, lull),
            ]
        case .lookUp(let provider, let lookup):
            let work = LookupWork(
                worker: id, database: database, provider: provider, settings: lookup, wakeUp: jobs, lull: lull,
                logger: logger)
            return [
                presence(duty.role, wakeUps, lull, retire, account: provider.account.id), loop(work, settings.poll, jobs, lull),
                work.shareKeeper,
            ]
        case .enrich(let sources, let enrich):
            let accounts = sources.map(\.provider.account.id).joined(separator: " ")
            return [presence(duty.role, wakeUps, lull, retire, account: accounts)] + enriching(sources, enrich, loops, lull)
        case .push(let makeDestination, let push):
            let work = PushWork(database: database, makeDestination: makeDestination, settings: push, logger: logger)
            return [presence(duty.role, wakeUps, lull, retire), loop(work, settings.poll, jobs, lull)]
        }
    }

    private func enriching(
        _ sources: [EnrichSource], _ settings: EnrichSettings, _ jobs: [WakeUp], _ lull: Lull
    ) -> [any Service] {
        zip(sources, jobs).flatMap { source, jobs -> [any Service] in
            let work = EnrichWork(
                worker: id, source: source, database: database, settings: settings, lull: lull, logger: logger)
            return [loop(work, self.settings.poll, jobs, lull), work.shareKeeper]
        }
    }

    private func presence(
        _ role: WorkerRole, _ wakeUps: [String: WakeUp], _ lull: Lull, _ retire: @escaping @Sendable (Retirement) -> Void,
        account: String? = nil
    ) -> Presence {
        Presence(
            id: id, role: role, host: host, version: version, account: account, database: database, settings: settings,
            wakeUps: wakeUps, lull: lull, pace: pace, retire: retire, logger: logger)
    }

    private func loop<Work: StageWork>(_ work: Work, _ poll: Duration, _ wakeUp: WakeUp, _ lull: Lull) -> WorkLoop<Work> {
        WorkLoop(
            work, worker: id, database: database, settings: settings, poll: poll, wakeUp: wakeUp, lull: lull, heart: heart, pace: pace,
            logger: logger)
    }
}
