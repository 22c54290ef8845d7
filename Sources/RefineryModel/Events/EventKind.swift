/// What an event says happened. Stored as text; every kind is described in docs/events.md.
package enum EventKind: String, Sendable, Codable, CaseIterable {
    case importSubmitted = "import_submitted"
    case importProgress = "import_progress"
    case importPaused = "import_paused"
    case importResumed = "import_resumed"
    case importRetried = "import_retried"
    case importPrioritized = "import_prioritized"
    case importCancelled = "import_cancelled"
    case importFailed = "import_failed"
    case importCompleted = "import_completed"
    case jobsRescued = "jobs_rescued"
    case jobRetried = "job_retried"
    case jobDead = "job_dead"
    case jobDiscarded = "job_discarded"
    /// Of no import, and without personal data.
    case personErased = "person_erased"
}
