internal import RefineryModel
internal import Secrets
internal import StandardWebhooks

/// What is worth an alert, and the webhook of the environment.
struct AlertConfiguration: Sendable {
    private(set) var settings = AlertSettings()

    /// - Throws: ``ConfigurationError``.
    init(_ reader: EnvironmentReader) throws(ConfigurationError) {
        settings.rejectRate = try reader.share("ALERT_REJECT_RATE") ?? settings.rejectRate
        settings.queueJobs = try reader.integer("ALERT_QUEUE_JOBS", 1...1_000_000_000) ?? settings.queueJobs
        settings.queueAge = try reader.integer("ALERT_QUEUE_SECONDS", 1...86_400_000).map { .seconds($0) } ?? settings.queueAge
        settings.memoryShare = try reader.share("ALERT_MEMORY_SHARE") ?? settings.memoryShare
        settings.diskFreeShare = try reader.share("ALERT_DISK_FREE_SHARE") ?? settings.diskFreeShare
        settings.blockNotice = try reader.integer("ALERT_BLOCK_HOURS", 1...10_000).map { .seconds($0 * 3600) } ?? settings.blockNotice
        guard let url = reader.text("ALERT_WEBHOOK_URL") else { return }
        if let problem = WebhookAddress.problem(with: url, allowsPrivate: true) {
            throw .invalid(name: "ALERT_WEBHOOK_URL", value: "…", expected: "an http or https address: this one \(problem)")
        }
        let secret = reader.secret("ALERT_WEBHOOK_SECRET")
        if let secret, WebhookKey(secret.text) == nil || !secret.text.hasPrefix("whsec_") {
            throw .invalid(name: "ALERT_WEBHOOK_SECRET", value: "…", expected: WebhookKey.form)
        }
        let events = (reader.text("ALERT_WEBHOOK_EVENTS") ?? "*").split(separator: ",").map { String($0.filter { $0 != " " }) }
        for event in events where !AlertKind.patterns.contains(event) {
            throw .invalid(
                name: "ALERT_WEBHOOK_EVENTS", value: event, expected: "kinds of alerts: \(AlertKind.patterns.joined(separator: ", "))")
        }
        var generator = SystemRandomNumberGenerator()
        settings.webhook = ConfiguredWebhook(
            url: url, secret: secret?.text ?? WebhookKey.random(using: &generator), hasSecret: secret != nil, events: events)
    }
}
