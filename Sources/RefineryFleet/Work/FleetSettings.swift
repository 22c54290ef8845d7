package import RefineryModel

/// How the processes of a fleet behave. Every process may have its own; the defaults suit most fleets.
package struct FleetSettings: Sendable {
    /// Batches a worker claims, refines and stores together (`MAX_CONCURRENT_BATCHES`). More of them make fewer, larger
    /// transactions; fewer give rivals a more even share.
    package var batchesPerClaim = 32
    /// How long a worker owns its jobs without renewing its lease.
    package var lease: Duration = .seconds(12)
    /// How often a worker renews its lease.
    package var renewal: Duration = .seconds(4)
    /// How often an idle process looks for jobs when no NOTIFY wakes it and no leader says that there are none.
    package var poll: Duration = .milliseconds(1400)
    /// The same of coordinators, which are few: without NOTIFY an import waits for one of them and then for a worker.
    package var splitPoll: Duration = .milliseconds(250)
    /// A wake-up is delayed by up to this much for each process of the fleet, so that a notified fleet does not arrive as a herd: in
    /// a fleet of any size the first one is there after about this long.
    package var wakeSpread: Duration = .microseconds(200)
    /// No wake-up is delayed by more.
    package var wakeSpreadMax: Duration = .milliseconds(20)
    /// How long a group of batches may take before it is given up (`PROCESSING_TIMEOUT_SECONDS`).
    package var processingTimeout: Duration = .seconds(300)
    /// Attempts a new job gets (`RETRY_ATTEMPTS`).
    package var attempts = 3
    /// How long a failed job waits (`RETRY_DELAY_MS` is its base).
    package var retry = Backoff(base: .seconds(1), ceiling: .seconds(60))
    /// How often the leading coordinator looks for lost workers and due jobs.
    package var sweep: Duration = .milliseconds(100)
    /// How often the leading coordinator says that there is nothing to do while that is so.
    package var pulse: Duration = .seconds(1)
    /// How long the leading coordinator holds its lock at a time before it takes it again.
    package var leaderTerm: Duration = .seconds(4)
    /// How long a leader that hangs holds its lock: then Postgres takes it away. Longer than a term, or a busy machine ends them.
    package var leaderIdleLimit: Duration = .seconds(8)
    /// Least time between two progress events of one import.
    package var progress: Duration = .milliseconds(250)
    /// A missing session lock proves nothing this soon after the server started.
    package var lockGrace: Duration = .seconds(5)
    /// A claim of a worker that nobody knows is taken away when it is older: more than a renewal, after which a worker that was
    /// taken for dead has registered again.
    package var orphanAge: Duration = .seconds(5)
    /// A question to a provider is no longer under way when it was asked this long ago: longer than a request and the storing of its answer take.
    package var questionAge: Duration = .seconds(120)
    /// How often a coordinator looks for imports whose files stopped to arrive, and for undos that somebody asked for.
    package var leftoverSweep: Duration = .seconds(5)
    /// A session that waits for rows of its client for so much longer than a statement may take is ended: the client gave up before.
    package var stallGrace: Duration = .seconds(20)
    /// Rows that must have an outcome before the reject rate says anything.
    package var rejectRateRowsMin: Int64 = 100
    /// When the process ends by itself.
    package var retirement = RetirementSettings()
    /// What is worth an alert.
    package var alerts = AlertSettings()
    /// How alerts are sent.
    package var webhooks = WebhookSettings()
    /// What is deleted when.
    package var retention = RetentionSettings()
    /// For tests only: what each batch waits between being refined and being stored (`REFINERY_TEST_BATCH_DELAY_MS`).
    package var batchDelay: Duration = .zero
    /// For tests only: a row that contains it ends the process that refines it (`REFINERY_TEST_DEADLY_TEXT`).
    package var deadlyText: String?

    package init() {}
}
