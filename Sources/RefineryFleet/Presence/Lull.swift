internal import Synchronization
internal import Waiting

/// Whether nobody of the fleet has anything to do, as its leader said a moment ago.
///
/// The leader looks once a second and tells every process at once. Who hears it need not look for jobs, renew its lease or try to
/// lead, so that an idle fleet of any size asks the database little more than this one question. Nothing depends on it: whoever hears
/// nothing, because nobody leads, a NOTIFY was lost or a pooler is in front of Postgres, looks for itself again.
final class Lull: Sendable {
    private let duration: Duration
    private let wakeUp: WakeUp?
    private let toldAt = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - duration: How long to believe it after it was said.
    ///   - wakeUp: Signalled when it ends because there is something to do.
    init(lasting duration: Duration, wakeUp: WakeUp? = nil) {
        self.duration = duration
        self.wakeUp = wakeUp
    }

    /// The leader has just said it.
    func tell() { toldAt.withLock { $0 = .now } }

    /// Somebody said that there is something to do.
    func end() {
        let wasOn = toldAt.withLock { toldAt in
            defer { toldAt = nil }
            return toldAt != nil
        }
        if wasOn { wakeUp?.signal() }
    }

    var isOn: Bool { toldAt.withLock { $0.map { $0.duration(to: .now) < duration } ?? false } }
}
