/// How long finished things are kept, and how they are deleted.
package struct RetentionSettings: Sendable, Equatable {
    /// Jobs and events after the end of an import that completed or was cancelled (`KEEP_COMPLETED_JOBS_HOURS`).
    package var completedJobs: Duration = .seconds(24 * 3600)
    /// How long a failed import keeps its jobs and events; until then it can be retried (`KEEP_FAILED_JOBS_HOURS`).
    package var failedJobs: Duration = .seconds(168 * 3600)
    /// Raw sources after the end of their import (`KEEP_SOURCES_HOURS`); nil: for ever.
    package var sources: Duration?
    /// Leases of lookup permits: longer than the month that pays, so that what was not settled can be counted.
    package var lookupLeases: Duration = .seconds(40 * 86_400)
    /// How long deliveries of webhooks are kept after their end; until then they can be replayed.
    package var deliveries: Duration = .seconds(30 * 86_400)
    /// How often the leader looks for what was kept long enough.
    package var every: Duration = .seconds(60)
    /// Rows of one delete: small, so that no lock and no transaction lasts longer than some milliseconds.
    package var rowsPerDelete = 1000

    package init() {}
}
