internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import Waiting

/// Looks for imports whose sources stopped to arrive, and for those that somebody asked to undo, and has them taken away. Any number of
/// coordinators do it: each step is safe beside another, and goes on where one was interrupted.
struct LeftoverSweep: Service {
    private let database: Database
    private let settings: FleetSettings
    private let wakeUp: WakeUp
    private let lull: Lull
    private let takeAway: @Sendable (Leftover) async throws -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - wakeUp: Signalled when there is something to take away.
    ///   - takeAway: Ends an import, and removes what is there of it.
    init(
        database: Database, settings: FleetSettings, wakeUp: WakeUp, lull: Lull, logger: Logger,
        takeAway: @escaping @Sendable (Leftover) async throws -> Void
    ) {
        self.database = database
        self.settings = settings
        self.wakeUp = wakeUp
        self.lull = lull
        self.takeAway = takeAway
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var refused = Setbacks<Leftover>(settings.retry)
            while !Task.isCancelled {
                // An import whose source arrives runs: then there is no lull, and none while an undo waits.
                if !lull.isOn { await sweep(but: &refused) }
                _ = await wakeUp.wait(atMost: settings.leftoverSweep)
            }
        }
    }

    /// - Parameter refused: Those that could not be taken away.
    private func sweep(but refused: inout Setbacks<Leftover>) async {
        let limit = 20 + refused.count
        let found = try? await database.pool.withConnection { connection in
            let lapsed = try await connection.rows(FindLapsedReceptions(limit: limit)).map { Leftover.lapsedReception($0, uri: $1) }
            return lapsed + (try await connection.rows(FindRequestedUndos(limit: limit)).map(Leftover.undo))
        }
        for leftover in found ?? [] where refused.allows(leftover) { await clear(leftover, &refused) }
    }

    private func clear(_ leftover: Leftover, _ refused: inout Setbacks<Leftover>) async {
        let said: Logger.Metadata = ["import": "\(leftover.importID)"]
        do {
            try await takeAway(leftover)
            refused.forget(leftover)
            switch leftover {
            case .reception, .lapsedReception: logger.warning("import whose file never arrived as a whole was taken away", metadata: said)
            case .undo: logger.info("import undone", metadata: said)
            }
        } catch let error as any Fault where (error as? PostgresError)?.isTransient != true {
            // Such as a source that this process cannot read now: another coordinator may, or `refinery undo`, or this one when it is repaired.
            refused.note(
                leftover, error, "import cannot be taken away yet", said.merging(["reason": "\(error.summary)"]) { $1 }, to: logger)
        } catch {}
    }
}
