internal import RefineryModel
package import RefineryStore

/// A batch as programs read it.
package struct BatchDocument: Encodable {
    let importId: String
    let batch: Int32
    let state: String
    let firstRow: Int64?
    let rows: Int32?
    let attempts: Int16
    let stored: Int32?
    let duplicates: Int32?
    let rejected: Int32?
    let claimedAt: String?
    let finishedAt: String?
    let workerId: String?

    package init(_ batch: BatchSummary) {
        importId = batch.runID.description
        self.batch = batch.seq
        state = batch.state.rawValue
        (firstRow, rows, attempts) = (batch.firstRow, batch.rows, batch.attempts)
        (stored, duplicates, rejected) = (batch.stored, batch.duplicates, batch.rejected)
        claimedAt = batch.claimedAt.map(Timestamp.iso8601)
        finishedAt = batch.finishedAt.map(Timestamp.iso8601)
        workerId = batch.workerID?.description
    }
}

/// What became of all imports, as programs read it. Its keys are those of the classic program.
package struct StatisticsDocument: Encodable {
    let total: Int64
    let completed: Int64
    let failed: Int64
    let processing: Int64
    /// Percent of those that ended well among those that ended; 0 where none has ended.
    let successRate: Double

    package init(total: Int64, completed: Int64, failed: Int64, processing: Int64) {
        (self.total, self.completed, self.failed, self.processing) = (total, completed, failed, processing)
        let ended = completed + failed
        successRate = ended == 0 ? 0 : (Double(completed) / Double(ended) * 10_000).rounded() / 100
    }
}

/// How fast the fleet is, as programs read it. Its keys are those of the classic program.
package struct RealtimeDocument: Encodable {
    /// Rows with an outcome within the last minute.
    let recordsPerMinute: Double
    /// Seconds; nil: no batch has ended.
    let averageBatchTime: Double?
    let currentBatchNumber: Int32?
    /// nil: nothing runs, or nobody can tell.
    let estimatedCompletion: String?

    package init(_ realtime: Realtime) {
        recordsPerMinute = realtime.recordsPerMinute
        averageBatchTime = realtime.averageBatchTime.map { ($0 * 1000).rounded() / 1000 }
        currentBatchNumber = realtime.batchNumber
        var completion: String?
        if let percent = realtime.percent, let rows = realtime.rows, percent > 0, percent < 100, realtime.recordsPerMinute > 0 {
            let left = Double(rows) / percent * (100 - percent)
            completion = Timestamp.iso8601(realtime.now + left / realtime.recordsPerMinute * 60)
        }
        estimatedCompletion = completion
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(recordsPerMinute, forKey: .recordsPerMinute)
        // Null rather than missing: who draws it reads all four.
        try container.encode(averageBatchTime, forKey: .averageBatchTime)
        try container.encode(currentBatchNumber, forKey: .currentBatchNumber)
        try container.encode(estimatedCompletion, forKey: .estimatedCompletion)
    }

    private enum CodingKeys: CodingKey { case recordsPerMinute, averageBatchTime, currentBatchNumber, estimatedCompletion }
}

/// A process of the fleet as programs read it.
package struct WorkerDocument: Encodable {
    let workerId: String
    let role: String
    let host: String
    let pid: Int32
    let version: String
    let alive: Bool
    let claims: Int64
    let rows: Int64
    let oldestClaimSeconds: Double?
    let upSeconds: Double
    /// Within the minute before it last renewed its lease.
    let jobsPerMinute: Int32?
    let rowsPerMinute: Int64?

    package init(_ worker: WorkerActivity) {
        workerId = worker.id.description
        (role, host, pid, version, alive) = (worker.role, worker.host, worker.pid, worker.version, worker.isAlive)
        (claims, rows, oldestClaimSeconds, upSeconds) = (worker.jobs, worker.rows, worker.oldestClaim, worker.age)
        (jobsPerMinute, rowsPerMinute) = (worker.jobsPerMinute, worker.rowsPerMinute)
    }
}
