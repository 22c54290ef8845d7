package import Logging
internal import Postgres
internal import RefineryModel
internal import Synchronization

/// What the log of one process says of a database that goes away: one line when it goes, with the reason, and one when it is back,
/// however many of the process' loops run into it.
package final class DatabaseOutage: Sendable {
    private struct State {
        var since: ContinuousClock.Instant?
        var endedAt: ContinuousClock.Instant?
    }

    /// Connections that the outage broke are still found broken this long after it: that is no second outage.
    private static let aftermath: Duration = .seconds(5)

    private let state = Mutex(State())

    /// Says what an error broke, with the error as its reason, unless it is no more than the database being away.
    package func log(
        _ message: Logger.Message, _ error: any Error, _ metadata: Logger.Metadata, level: Logger.Level = .warning,
        _ logger: Logger
    ) {
        guard !covers(error, logger) else { return }
        logger.log(level: level, message, metadata: metadata.merging(["reason": "\(error)"]) { $1 })
    }

    /// Whether an error is no more than the database being away: then all that has to be said of it is said.
    private func covers(_ error: any Error, _ logger: Logger) -> Bool {
        guard let error = error as? PostgresError else { return false }
        let (isCovered, isNew) = state.withLock { state -> (Bool, Bool) in
            let isAway = state.since != nil
            guard error.isAway || isAway && error.isTransient else { return (false, false) }
            if isAway || state.endedAt.map({ $0.duration(to: .now) < Self.aftermath }) ?? false { return (true, false) }
            state.since = .now
            return (true, true)
        }
        guard isCovered else { return false }
        if isNew {
            logger.warning("the database is away, waiting for it", metadata: ["reason": "\(error)"])
        } else {
            logger.debug("the database is still away", metadata: ["reason": "\(error)"])
        }
        return true
    }

    /// The database answered.
    package func end(_ logger: Logger) {
        let since = state.withLock { state in
            defer {
                if state.since != nil { state.endedAt = .now }
                state.since = nil
            }
            return state.since
        }
        guard let since else { return }
        logger.notice("the database is back", metadata: ["after_ms": "\(since.duration(to: .now).inMilliseconds)"])
    }
}

extension PostgresError {
    /// Whether no server answers, or it is on its way down or up.
    fileprivate var isAway: Bool {
        switch self {
        case .cannotConnect, .connectionLost, .commitUnknown: true
        case .server(let error):
            error.sqlState.category == "08" || [.adminShutdown, .crashShutdown, .cannotConnectNow].contains(error.sqlState)
        default: false
        }
    }
}
