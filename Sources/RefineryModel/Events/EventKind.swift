/// What an event says happened. Stored as text; every kind is described in docs/events.md.
package enum EventKind: String, Sendable, Codable, CaseIterable {
    case importSubmitted = "import_submitted"
    case importProgress = "import_progress"
    case importPaused = "import_paused"
    case importResumed = "import_resumed"
    case importRetried = "import_retried"
    case importLookupsAdded = "import_lookups_added"
    case importPrioritized = "import_prioritized"
    case importCancelled = "import_cancelled"
    case importFailed = "import_failed"
    case importCompleted = "import_completed"
    case importUndoBegun = "import_undo_begun"
    case importUndone = "import_undone"
    /// Of an import whose rows repeated records of one that is undone.
    case duplicatesRestored = "duplicates_restored"
    /// The database refuses to fold or to end the run.
    case runStuck = "run_stuck"
    case jobsRescued = "jobs_rescued"
    case jobRetried = "job_retried"
    case jobDead = "job_dead"
    case jobDiscarded = "job_discarded"
    /// Of the run that linked: a standing segmentation made its blocks, or could not.
    case campaignRuleApplied = "campaign_rule_applied"
    case campaignRuleFailed = "campaign_rule_failed"
    /// Of no import, and without personal data.
    case personErased = "person_erased"
}
