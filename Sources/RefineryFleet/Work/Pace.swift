internal import RefineryModel
internal import RefineryStore
internal import Synchronization

/// What a process got done within the last minute: it says so when it renews its lease, and the fleet shows it.
final class Pace: Sendable {
    private struct Second {
        let begins: ContinuousClock.Instant
        var work: WorkDone
    }

    private static let span: Duration = .seconds(60)
    /// What ends within one second of another is kept together: a minute has few entries, however fast the process is.
    private static let grain: Duration = .seconds(1)

    private let seconds = Mutex<[Second]>([])

    /// Jobs have found their end.
    func add(_ jobs: [ClaimedJob], at now: ContinuousClock.Instant = .now) {
        let work = WorkDone(jobs: jobs.count, rows: jobs.reduce(0) { $0 + Int64($1.span?.rowCount ?? 0) })
        seconds.withLock { seconds in
            Self.forget(&seconds, now)
            if let last = seconds.indices.last, seconds[last].begins.duration(to: now) < Self.grain {
                seconds[last].work += work
            } else {
                seconds.append(Second(begins: now, work: work))
            }
        }
    }

    /// Jobs and their rows that ended within the last minute.
    func lastMinute(at now: ContinuousClock.Instant = .now) -> WorkDone {
        seconds.withLock { seconds in
            Self.forget(&seconds, now)
            return seconds.reduce(into: WorkDone()) { $0 += $1.work }
        }
    }

    private static func forget(_ seconds: inout [Second], _ now: ContinuousClock.Instant) {
        seconds.removeAll { $0.begins.duration(to: now) >= span }
    }
}
