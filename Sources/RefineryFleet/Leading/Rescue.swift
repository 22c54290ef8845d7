internal import Logging
internal import Metrics
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// Takes the jobs of lost workers away from them, and makes the jobs ready whose time has come.
///
/// The leading coordinator does so all the time. While nobody leads, every worker does so when it renews its lease.
struct Rescue {
    private let settings: FleetSettings
    private let logger: Logger

    init(settings: FleetSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// - Parameters:
    ///   - orphans: Whether to look also for claims of workers that nobody knows any more, and for sessions that nobody reads from. They
    ///     are rare, and the look costs more.
    ///   - unlessLed: Whether to do nothing when a coordinator leads, as a worker does.
    func run(on connection: PostgresConnection, orphans: Bool, unlessLed: Bool = false) async throws {
        var lost = try await connection.rows(FindLostWorkers(grace: settings.lockGrace, lease: settings.lease))
        if orphans {
            lost += try await connection.rows(FindOrphanedClaims(age: settings.orphanAge))
            let stalled = try await connection.rows(EndStalledSessions(grace: settings.stallGrace)).count
            if stalled > 0 { logger.warning("sessions of lost connections ended", metadata: ["count": "\(stalled)"]) }
        }
        let rescued = lost.isEmpty ? [] : try await rescue(lost, on: connection, unlessLed)
        let promoted = try await connection.rows(PromoteWaitingJobs())
        let stages = Set(rescued + promoted)
        guard !stages.isEmpty else { return }
        try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: stages.map(\.rawValue)))
    }

    /// - Returns: The stages of the jobs that may be claimed again.
    private func rescue(_ lost: [LostWorker], on connection: PostgresConnection, _ unlessLed: Bool) async throws -> [Stage] {
        try await connection.execute(EndSessions(workers: lost.map(\.id)))
        let (jobs, events) = try await connection.transaction { connection in
            if unlessLed, try await connection.first(TakeLeadership()) != true { return ([RescuedJob](), [StoredEvent]()) }
            let jobs = try await connection.rows(RescueJobs(workers: lost))
            let removed = try await connection.rows(RemoveWorkers(ids: lost.map(\.id)))
            if !removed.isEmpty { try await connection.execute(Announce(.workerLost, Self.facts(removed, lost))) }
            let events = Self.events(jobs)
            return (jobs, events.isEmpty ? [] : try await connection.rows(InsertEvents(events)))
        }
        for worker in lost { logger.warning("worker lost", metadata: ["worker": "\(worker.id)", "why": "\(worker.reason.rawValue)"]) }
        if !jobs.isEmpty {
            Counter(label: Metric.jobsRescued.rawValue).increment(by: jobs.count)
            logger.warning("jobs rescued", metadata: ["count": "\(jobs.count)"])
        }
        if !events.isEmpty {
            try await connection.execute(Notify(channel: NotifyChannel.progress, payloads: events.map(\.payload)))
        }
        return jobs.filter { $0.state == .ready }.map(\.stage)
    }

    /// Those that are lost together are one alert; the first twenty of them with where they were.
    private static func facts(_ removed: [RemovedWorker], _ lost: [LostWorker]) -> JSONValue {
        let workers = removed.prefix(20).map { worker -> JSONValue in
            let reason = lost.first { $0.id == worker.id }?.reason.rawValue
            return [
                "worker_id": .string("\(worker.id)"), "role": .string(worker.role), "host": .string(worker.host),
                "pid": .number("\(worker.pid)"), "reason": reason.map { .string($0) } ?? .null,
            ]
        }
        return ["count": .number("\(removed.count)"), "workers": .array(Array(workers))]
    }

    private static func events(_ jobs: [RescuedJob]) -> [RunEvent] {
        var events: [RunEvent] = []
        for (runID, jobs) in Dictionary(grouping: jobs, by: \.runID) {
            let died = jobs.count { $0.reason == .died }
            events.append(
                RunEvent(
                    .jobsRescued, runID,
                    data: "{\"jobs\": \(jobs.count), \"worker_died\": \(died), \"worker_hung\": \(jobs.count - died)}"))
            for job in jobs where job.state == .dead {
                events.append(RunEvent(.jobDead, runID, data: "{\"job\": \(job.id), \"code\": \"\(job.reason.rawValue)\"}"))
            }
        }
        return events
    }
}
