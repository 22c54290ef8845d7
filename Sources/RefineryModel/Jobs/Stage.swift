/// What a job does. Each stage is claimed by its own kind of process.
package enum Stage: String, Sendable, Codable, CaseIterable {
    /// Finds the batches of a source; one job an import, claimed by coordinators.
    case split
    /// Turns one batch of rows into records, duplicates and rejects; claimed by workers.
    case refine
    /// Looks up the phone numbers of one refined batch; claimed by lookup workers of the provider that its import names.
    case lookup
    /// Puts the records of one batch to their companies and personas; claimed by workers.
    case link
    /// Asks a provider what is missing of some personas; claimed by enrich workers that have the provider it names.
    case enrich
    /// Sends contacts of a block to a destination; claimed by push workers.
    case push
}

/// Where a job stands.
package enum JobState: String, Sendable, Codable, CaseIterable {
    /// May be claimed.
    case ready
    /// Becomes ready at its time, or, without one, when its import is resumed.
    case waiting
    /// Leased to a worker.
    case claimed
    /// Finished, its effects committed with it.
    case done
    /// Out of attempts: revived by hand only.
    case dead
    /// Out of attempts, and given up by hand: its rows are rejects.
    case discarded
    /// Its import was cancelled.
    case cancelled
}
