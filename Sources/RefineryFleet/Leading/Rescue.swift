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
            try await connection.execute(RemoveWorkers(ids: lost.map(\.id)))
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
