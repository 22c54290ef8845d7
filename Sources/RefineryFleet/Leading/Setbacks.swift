internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// What went wrong lately, each thing for itself, and when it is tried again: after a growing delay, so that what cannot succeed costs little,
/// and goes on soon after somebody has repaired it.
struct Setbacks<Subject: Hashable & Sendable>: Sendable {
    private struct Setback {
        var failures: Int
        var until: ContinuousClock.Instant
    }

    private let backoff: Backoff
    private var known: [Subject: Setback] = [:]

    init(_ backoff: Backoff) { self.backoff = backoff }

    /// All that went wrong and has not gone well since.
    var subjects: [Subject] { Array(known.keys) }

    var count: Int { known.count }

    /// Whether it may be tried: it did not go wrong, or its delay is over.
    func allows(_ subject: Subject, at now: ContinuousClock.Instant = .now) -> Bool { known[subject].map { $0.until <= now } ?? true }

    /// It went wrong now.
    /// - Returns: How often it has, since it last went well.
    @discardableResult
    mutating func note(_ subject: Subject, at now: ContinuousClock.Instant = .now) -> Int {
        let failures = (known[subject]?.failures ?? 0) + 1
        known[subject] = Setback(failures: failures, until: now + backoff.bound(attempt: failures))
        return failures
    }

    /// It went wrong now, and the log is told with which code: aloud the first time, where somebody has to act.
    /// - Returns: How loud that was; `notice`: it goes by itself.
    @discardableResult
    mutating func note(
        _ subject: Subject, _ error: any Error, _ message: Logger.Message, _ metadata: Logger.Metadata, to logger: Logger
    ) -> Logger.Level {
        let failures = note(subject)
        let level: Logger.Level = (error as? PostgresError)?.isTransient == true ? .notice : failures == 1 ? .error : .debug
        logger.log(level: level, message, metadata: metadata.merging(["code": "\(JobFailure(error).code)"]) { $1 })
        return level
    }

    /// It went well, or is no more.
    /// - Returns: Whether it had gone wrong.
    @discardableResult
    mutating func forget(_ subject: Subject) -> Bool { known.removeValue(forKey: subject) != nil }
}
