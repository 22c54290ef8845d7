/// From when on something is worth an alert.
package struct AlertSettings: Sendable {
    /// Share of the rows of an import that are rejected (`ALERT_REJECT_RATE`).
    package var rejectRate = 0.05
    /// Times its own estimate that an import runs.
    package var slowness = 2.0
    /// Jobs of a stage that wait (`ALERT_QUEUE_JOBS`).
    package var queueJobs = 100
    /// How long the oldest of them waits (`ALERT_QUEUE_SECONDS`).
    package var queueAge: Duration = .seconds(600)
    /// Share of the budget of a month that is used, before all of it is.
    package var budgetShare = 0.8
    /// Share of the memory in use (`ALERT_MEMORY_SHARE`).
    package var memoryShare = 0.8
    /// Share of a disk that is free (`ALERT_DISK_FREE_SHARE`).
    package var diskFreeShare = 0.1
    /// How long before its end a block is said to expire (`ALERT_BLOCK_HOURS`).
    package var blockNotice: Duration = .seconds(24 * 3600)
    /// Directories whose disks are watched, those that are there.
    package var directories: [String] = []
    /// How often the leader, and each process at its own host, looks.
    package var every: Duration = .seconds(10)
    /// The webhook of the configuration (`ALERT_WEBHOOK_URL`); nil: none.
    package var webhook: ConfiguredWebhook?

    package init() {}
}

/// A webhook that the configuration names.
package struct ConfiguredWebhook: Sendable, Equatable {
    package let url: String
    package let secret: String
    /// Whether the configuration has the secret, too; else it was made up, and only a webhook that is new takes it.
    package let hasSecret: Bool
    package let events: [String]

    package init(url: String, secret: String, hasSecret: Bool, events: [String]) {
        (self.url, self.secret, self.hasSecret, self.events) = (url, secret, hasSecret, events)
    }
}

/// Without the secret, and without the path, which may be one.
extension ConfiguredWebhook: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "a webhook for \(events.joined(separator: ", "))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
