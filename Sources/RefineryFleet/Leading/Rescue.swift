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
    /// Lost workers whose jobs the database refuses to take away.
    private var refused: Setbacks<WorkerID>

    init(settings: FleetSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        refused = Setbacks(settings.retry)
    }

    /// - Parameters:
    ///   - orphans: Whether to look also for claims of workers that nobody knows any more, and for sessions that nobody reads from. They
    ///     are rare, and the look costs more.
    ///   - unlessLed: Whether to do nothing when a coordinator leads, as a worker does.
    mutating func run(on connection: PostgresConnection, orphans: Bool, unlessLed: Bool = false) async throws {
        var lost = try await connection.rows(FindLostWorkers(grace: settings.lockGrace, lease: settings.lease))
        if orphans {
            lost += try await connection.rows(FindOrphanedClaims(age: settings.orphanAge))
            let stalled = try await connection.rows(EndStalledSessions(grace: settings.stallGrace)).count
            if stalled > 0 { logger.warning("sessions of lost connections ended", metadata: ["count": "\(stalled)"]) }
        }
        lost = lost.filter { refused.allows($0.id) }
        let rescued = lost.isEmpty ? [] : try await rescue(lost, on: connection, unlessLed)
        let promoted = try await connection.rows(PromoteWaitingJobs())
        let stages = Set(rescued + promoted)
        guard !stages.isEmpty else { return }
        try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: stages.map(\.rawValue)))
    }

    /// - Returns: The stages of the jobs that may be claimed again.
    private mutating func rescue(_ lost: [LostWorker], on connection: PostgresConnection, _ unlessLed: Bool) async throws -> [Stage] {
        try await connection.execute(EndSessions(workers: lost.map(\.id)))
        var jobs: [RescuedJob] = []
        do {
            let (taken, stored) = try await connection.transaction { connection in
                let taken = try await Self.take(lost, on: connection, unlessLed)
                let events = Self.events(taken)
                return (taken, events.isEmpty ? [] : try await connection.rows(InsertEvents(events)))
            }
            jobs = taken
            try await connection.publish(stored)
            for worker in lost { say(worker) }
        } catch {
            guard connection.isUsable, !Task.isCancelled else { throw error }
            jobs = try await rescueApart(lost, on: connection, unlessLed)
        }
        if !jobs.isEmpty {
            Counter(label: Metric.jobsRescued.rawValue).increment(by: jobs.count)
            logger.warning("jobs rescued", metadata: ["count": "\(jobs.count)"])
        }
        return jobs.filter { $0.state == .ready }.map(\.stage)
    }

    /// One worker after the other, and their events afterwards, a run at a time: where one of them is refused, the others are rescued.
    private mutating func rescueApart(
        _ lost: [LostWorker], on connection: PostgresConnection, _ unlessLed: Bool
    ) async throws -> [RescuedJob] {
        var jobs: [RescuedJob] = []
        for worker in lost {
            do {
                jobs += try await connection.transaction { try await Self.take([worker], on: $0, unlessLed) }
                refused.forget(worker.id)
                say(worker)
            } catch {
                guard connection.isUsable, !Task.isCancelled else { throw error }
                refused.note(
                    worker.id, error, "jobs of a lost worker cannot be taken away yet",
                    ["worker": "\(worker.id)", "reason": "\(error)"], to: logger)
            }
        }
        for (run, events) in Dictionary(grouping: Self.events(jobs), by: \.runID) {
            do {
                try await connection.publish(try await connection.rows(InsertEvents(events)))
            } catch {
                guard connection.isUsable, !Task.isCancelled else { throw error }
                let metadata: Logger.Metadata = ["run": "\(run)", "code": "\(JobFailure(error).code)", "reason": "\(error)"]
                logger.error("jobs were rescued without an event that says so", metadata: metadata)
            }
        }
        return jobs
    }

    private static func take(
        _ lost: [LostWorker], on connection: isolated PostgresConnection, _ unlessLed: Bool
    ) async throws -> [RescuedJob] {
        if unlessLed, try await connection.first(TakeLeadership()) != true { return [] }
        let jobs = try await connection.rows(RescueJobs(workers: lost))
        let removed = try await connection.rows(RemoveWorkers(ids: lost.map(\.id)))
        if !removed.isEmpty { try await connection.execute(Announce(.workerLost, facts(removed, lost))) }
        return jobs
    }

    private func say(_ worker: LostWorker) {
        logger.warning("worker lost", metadata: ["worker": "\(worker.id)", "why": "\(worker.reason.rawValue)"])
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
