internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// Folds the counters of jobs into their runs, and ends or pauses the runs that have nothing left to do.
///
/// All runs share a transaction. Where it is refused, halves of them do, down to the run that it is refused for, such as one whose counters
/// contradict each other: that one is told as an alert and as an event, tried by itself from then on, and keeps no other waiting.
struct RunFolding {
    /// What a fold found.
    struct Folded: Sendable {
        var settled: [SettledRun] = []
        fileprivate var events: [StoredEvent] = []
        /// Paused runs that may still change, because jobs of them are under way.
        fileprivate var paused: [RunID] = []
        fileprivate var running: [RunID] = []
        fileprivate var beganLinking = false

        fileprivate mutating func add(_ other: Folded) {
            settled += other.settled
            events += other.events
            paused += other.paused
            running += other.running
            beganLinking = beganLinking || other.beganLinking
        }
    }

    private let rowsMin: Int64
    private let logger: Logger
    /// Paused runs that may still change.
    private var paused: [RunID] = []
    /// Runs that ran the last time: one that somebody paused since may still change.
    private var active: [RunID] = []
    /// Runs that the database refuses to fold, or to end.
    private var stuck: Setbacks<RunID>

    /// - Parameters:
    ///   - rowsMin: Rows of an import that must have their outcome before their reject rate says anything.
    ///   - retry: How long a run that is stuck waits.
    init(rowsMin: Int64, retry: Backoff, logger: Logger) {
        self.rowsMin = rowsMin
        self.logger = logger
        stuck = Setbacks(retry)
    }

    /// Whether no run may change.
    var isIdle: Bool { paused.isEmpty && active.isEmpty && stuck.count == 0 }

    /// Reads what the leader before left: paused runs, each of which is looked at once, and those that were stuck.
    mutating func begin(on connection: PostgresConnection) async throws {
        paused = try await connection.rows(ListPausedRuns())
        for alert in try await connection.rows(ListAlerts()) where alert.kind == AlertKind.runStuck.rawValue {
            if let run = RunID(text: alert.subject) { stuck.note(run) }
        }
    }

    mutating func step(on connection: PostgresConnection) async throws -> Folded {
        let (apart, candidates) = (stuck.subjects, Array(Set(paused + active)))
        var folded = Folded()
        do {
            folded = try await fold(LockActiveRuns(paused: candidates, but: apart), on: connection)
        } catch {
            guard connection.isUsable, !Task.isCancelled else { throw error }
            let runs = try await connection.rows(LockActiveRuns(paused: candidates, but: apart)).map(\.id)
            folded = try await foldApart(runs, on: connection)
        }
        for run in apart where stuck.allows(run) { folded.add(try await foldApart([run], on: connection)) }
        (paused, active) = (folded.paused, folded.running)
        try await tell(folded, on: connection)
        return folded
    }

    private func fold(_ choice: LockActiveRuns, on connection: PostgresConnection) async throws -> Folded {
        let rowsMin = rowsMin
        return try await connection.transaction { connection in
            var folded = Folded()
            let locked = try await connection.rows(choice)
            guard !locked.isEmpty else { return folded }
            let active = locked.map(\.id)
            let changed = try await connection.rows(FoldProgress(runs: active))
            folded.settled = try await connection.rows(SettleRuns(runs: active, rowsMin: rowsMin))
            // What an import stored is linked by a run of its own, which begins in the moment in which the import completes.
            let completed = folded.settled.filter { $0.status == .completed && $0.linksRecords }.map(\.id)
            let linked = completed.isEmpty ? [] : try await connection.rows(BeginLinkRuns(imports: completed)).filter(\.isNew)
            let paused = locked.filter { $0.status == .paused }.map(\.id)
            let underWay = paused.isEmpty ? [] : try await connection.rows(FindRunsUnderWay(runs: paused))
            let ended = Set(folded.settled.map(\.id))
            let events =
                changed.filter { !ended.contains($0.id) }.map { RunEvent($0.kind, "progress", $0.id) }
                + folded.settled.map { RunEvent($0.kind, $0.status.rawValue, $0.id) }
            folded.events = events.isEmpty ? [] : try await connection.rows(InsertEvents(events))
            folded.paused = folded.settled.filter { $0.status == .paused }.map(\.id) + underWay
            folded.running = locked.filter { $0.status == .running }.map(\.id) + linked.map(\.runID)
            folded.beganLinking = !linked.isEmpty
            return folded
        }
    }

    /// Folds these in one transaction, or, where that is refused, in smaller and smaller ones.
    private mutating func foldApart(_ runs: [RunID], on connection: PostgresConnection) async throws -> Folded {
        guard let first = runs.first else { return Folded() }
        do {
            let folded = try await fold(LockActiveRuns(paused: runs, only: runs), on: connection)
            for run in runs where stuck.forget(run) {
                logger.notice("a run that was stuck goes on", metadata: ["run": "\(run)"])
                _ = try await connection.first(SetAlert(.runStuck, "\(run)", isOn: false, isHeld: false, .null))
            }
            return folded
        } catch {
            guard connection.isUsable, !Task.isCancelled else { throw error }
            if runs.count == 1 {
                try await note(first, error, on: connection)
                return Folded()
            }
            var folded = try await foldApart(Array(runs[..<(runs.count / 2)]), on: connection)
            folded.add(try await foldApart(Array(runs[(runs.count / 2)...]), on: connection))
            return folded
        }
    }

    /// Says of a run that it is stuck; once, where it stays so.
    private mutating func note(_ run: RunID, _ error: any Error, on connection: PostgresConnection) async throws {
        let failure = JobFailure(error)
        let level = stuck.note(
            run, error, "a run is stuck, the others go on", ["run": "\(run)", "reason": "\(failure.message)"], to: logger)
        guard level != .notice else { return }
        do {
            guard try await connection.first(ReportStuckRun(run, code: failure.code, message: failure.message)) == true else { return }
            let facts: JSONValue = ["code": .string(failure.code), "message": .string(failure.message)]
            let stored = try await connection.rows(
                InsertEvents([RunEvent(.runStuck, run, data: String(decoding: facts.bytes, as: UTF8.self))]))
            try await connection.publish(stored)
        } catch {
            guard connection.isUsable, !Task.isCancelled else { throw error }
            // What is wrong with the run may be what its events say.
            logger.debug("no event of a run that is stuck", metadata: ["run": "\(run)", "reason": "\(error)"])
        }
    }

    private func tell(_ folded: Folded, on connection: PostgresConnection) async throws {
        if folded.beganLinking { try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: [Stage.link.rawValue])) }
        for settled in folded.settled {
            logger.info(
                "\(settled.kind) \(settled.status.rawValue)",
                metadata: [settled.kind: "\(settled.id)", "reason": "\(settled.reason ?? "-")"])
        }
        try await connection.publish(folded.events)
    }
}
