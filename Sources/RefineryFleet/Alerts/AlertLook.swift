internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// The leader's look at what the database shows to be wrong, now and then, and at once when an import has ended.
struct AlertLook {
    private let settings: AlertSettings
    private let rowsMin: Int64
    private let logger: Logger
    private var lookedAt: ContinuousClock.Instant?

    /// - Parameter rowsMin: Rows that must have an outcome before their share of rejects says anything.
    init(settings: AlertSettings, rowsMin: Int64, logger: Logger) {
        self.settings = settings
        self.rowsMin = rowsMin
        self.logger = logger
    }

    /// The next step looks.
    mutating func lookNow() { lookedAt = nil }

    mutating func step(on connection: PostgresConnection) async throws {
        guard lookedAt.map({ $0.duration(to: .now) >= settings.every }) ?? true else { return }
        lookedAt = .now
        let look = WatchAlerts(settings, rowsMin: rowsMin)
        let alerts = try await connection.transaction { try await $0.rows(look) }
        for alert in alerts {
            logger.warning("alert", metadata: ["kind": "\(alert.kind)", "of": "\(alert.subject)"])
        }
    }
}
