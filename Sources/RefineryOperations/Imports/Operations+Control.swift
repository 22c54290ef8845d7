internal import Postgres
package import RefineryModel
package import RefineryStore

/// A change that a person makes to an import.
package enum ImportChange: Sendable {
    /// Nothing new is claimed; batches under way finish.
    case pause
    /// - Parameters:
    ///   - rows: So many more rows may pass; 0 lifts the limit; nil as many as at the submit.
    ///   - cost: What its lookups may cost in all; nil leaves that as it is.
    case resume(rows: Int64?, cost: SpendingLimit?)
    /// What is stored stays.
    case cancel
    /// Runs dead batches again.
    /// - Parameter batch: Only this one; nil all.
    case retry(batch: Int32?)
    /// Gives a dead batch up, so that the import can complete.
    case discard(batch: Int32)
    /// Smaller is sooner, 0 to 1000.
    case prioritize(Int)
}

/// What the lookups of an import may cost.
package struct SpendingLimit: Sendable, Equatable {
    /// nil: no limit.
    package let money: Money?

    package init(_ money: Money?) { self.money = money }
}

/// What a change did.
package struct ImportChangeOutcome: Sendable {
    package let importID: ImportID
    package let before: ImportStatus
    /// The import after it.
    package let summary: ImportSummary
    /// Dead batches that run again, after ``ImportChange/retry(batch:)``.
    package let revived: Int64
    /// What was given up, after ``ImportChange/discard(batch:)``.
    package let discarded: [Discarded]

    /// One discarded job.
    package struct Discarded: Sendable {
        package let stage: Stage
        /// Rows that are rejects now, or numbers that will not be looked up.
        package let count: Int64
    }
}

extension Operations {
    /// Changes an import, all of it or, when that is refused, nothing; wakes the fleet.
    /// - Throws: ``ControlRefusal`` when the change makes no sense for the import as it is, ``NoDeadBatch``.
    package func apply(_ change: ImportChange, to id: ImportID) async throws -> ImportChangeOutcome {
        let before = try await summary(of: id).progress.status
        let effect = try await withConnection { connection in
            let effect = try await ControlRefusal.explaining { try await connection.transaction { try await $0.apply(change, to: id) } }
            try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: Stage.allCases.map(\.rawValue)))
            return effect
        }
        return ImportChangeOutcome(
            importID: id, before: before, summary: try await summary(of: id), revived: effect.revived, discarded: effect.discarded)
    }

    /// Goes on with an import that has stopped, and with one that still counts as running because its processes ended.
    /// - Parameter rows: As for ``ImportChange/resume(rows:cost:)``.
    /// - Throws: ``ControlRefusal``.
    package func goOn(_ id: ImportID, rows: Int64?, cost: SpendingLimit?) async throws {
        let status = try await summary(of: id).progress.status
        // Where its processes ended, its split may wait at the row limit.
        let resumes = status == .paused || status == .running && rows != nil
        try await withConnection { connection in
            try await ControlRefusal.explaining {
                try await connection.transaction { connection in
                    if let cost { try await connection.execute(SetSpendingLimit(importID: id, limit: cost.money)) }
                    if resumes { _ = try await connection.first(ResumeRun(id, rows: rows)) }
                }
            }
        }
    }

    /// Folds what the jobs of an import have counted: what was under way at a pause may have ended with the processes.
    package func fold(_ id: ImportID) async throws {
        try await withConnection { connection in
            try await connection.transaction { connection in
                _ = try await connection.rows(LockActiveRuns(paused: [id]))
                _ = try await connection.rows(FoldProgress(runs: [id]))
            }
        }
    }
}

private struct ChangeEffect {
    var revived: Int64 = 0
    var discarded: [ImportChangeOutcome.Discarded] = []
}

extension PostgresConnection {
    fileprivate func apply(_ change: ImportChange, to id: ImportID) async throws -> ChangeEffect {
        var effect = ChangeEffect()
        switch change {
        case .pause: _ = try await first(PauseRun(id))
        case .resume(let rows, let cost):
            if let cost { try await execute(SetSpendingLimit(importID: id, limit: cost.money)) }
            _ = try await first(ResumeRun(id, rows: rows))
        case .cancel: _ = try await first(CancelRun(id))
        case .retry(nil): effect.revived = try await first(RetryRun(id)) ?? 0
        case .retry(let batch?):
            let jobs = try await deadJobs(of: batch, in: id)
            for job in jobs { _ = try await first(RetryJob(job: job.id)) }
            effect.revived = Int64(jobs.count)
        case .discard(let batch):
            for job in try await deadJobs(of: batch, in: id) {
                effect.discarded.append(.init(stage: job.stage, count: try await first(DiscardJob(job: job.id)) ?? 0))
            }
        case .prioritize(let priority): _ = try await first(SetPriority(id, priority: priority))
        }
        return effect
    }

    /// The dead jobs of one batch of an import.
    /// - Throws: ``NoDeadBatch``.
    private func deadJobs(of batch: Int32, in id: ImportID) async throws -> [DeadBatch] {
        let jobs = try await rows(FindDeadBatch(id, seq: batch))
        guard !jobs.isEmpty else { throw NoDeadBatch(importID: id, batch: batch) }
        return jobs
    }
}

/// A batch was named that is not dead.
package struct NoDeadBatch: Fault {
    package let importID: ImportID
    package let batch: Int32

    package var code: FaultCode { .batchNotFound }
    package var summary: String { "Import \(importID) has no dead batch \(batch)." }
    package var remedy: String? { "Look at its dead batches." }
    package var details: [String: String] { ["import_id": importID.description] }
}
