/// Where an import stands. Stored as text, so that it reads well in psql.
package enum ImportStatus: String, Sendable, Codable, CaseIterable {
    /// Its bytes still arrive; what is there of them is split, claimed and refined already.
    case receiving
    /// Split, claimed and refined as workers are free.
    case running
    /// Nothing new is claimed until someone resumes it; why is in ``PauseReason``.
    case paused
    /// Every row has its outcome.
    case completed
    /// Everything that could be done was done, but dead letters are left; `retry` revives them.
    case failed
    /// Ended by an operator; what was stored stays.
    case cancelled
    /// Its records and outcomes were taken away again, or, with the reason `in_progress` or `requested`, are on their way.
    case undone

    /// Whether nothing more happens by itself.
    package var isEnded: Bool { !isRunning && self != .paused }

    /// Whether its batches are claimed.
    package var isRunning: Bool { self == .running || self == .receiving }
}

/// Why an import paused. Stored in `runs.status_reason`.
package enum PauseReason: String, Sendable, Codable, CaseIterable {
    /// Someone asked for it.
    case `operator`
    /// As many rows as one run may take were refined (`MAX_RECORDS_PER_RUN`).
    case rowLimit = "row_limit"
    /// A larger share of the rows than `MAX_REJECT_RATE` was rejected.
    case rejectRate = "reject_rate"
    /// Its lookups reserved as much money as `--max-cost` allows.
    case maxCost = "max_cost"
    /// A provider of enrichment takes no questions until somebody acts: its budget says why.
    case providerStopped = "provider_stopped"
    /// The month's requests or money of a provider's account are used up.
    case budgetSpent = "budget_spent"
    /// A destination of contacts takes nothing until somebody acts: it says why.
    case destinationStopped = "destination_stopped"
}
