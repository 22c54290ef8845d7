internal import RefineryModel
internal import RefineryStore
internal import Synchronization

/// Wakes the lookup workers when refining made work for them: at most once in a while, since busy ones look by themselves, and
/// every NOTIFY costs the whole server.
final class LookupHint: Sendable {
    private let database: Database
    private let toldAt = Mutex<ContinuousClock.Instant?>(nil)

    private static let pause: Duration = .seconds(1)

    init(database: Database) { self.database = database }

    /// - Parameter phones: Phone cells that became part of lookup jobs.
    func tell(ofPhones phones: Int) async {
        guard phones > 0 else { return }
        let isTime = toldAt.withLock { toldAt in
            if let toldAt, toldAt.duration(to: .now) < Self.pause { return false }
            toldAt = .now
            return true
        }
        if isTime { await database.hint(Stage.lookup.rawValue) }
    }
}
