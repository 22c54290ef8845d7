internal import RefineryModel
internal import RefineryStore

/// Wakes the lookup workers when refining made work for them: at most once in a while, since busy ones look by themselves, and
/// every NOTIFY costs the whole server.
struct LookupHint {
    private let database: Database
    private var toldAt: ContinuousClock.Instant?

    private static let pause: Duration = .seconds(1)

    init(database: Database) { self.database = database }

    /// - Parameter phones: Phone cells that became part of lookup jobs.
    mutating func tell(ofPhones phones: Int) async {
        guard phones > 0, toldAt.map({ $0.duration(to: .now) >= Self.pause }) ?? true else { return }
        toldAt = .now
        await database.hint(Stage.lookup.rawValue)
    }
}
