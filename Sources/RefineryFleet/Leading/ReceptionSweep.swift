package import Logging
internal import Postgres
package import RefineryModel
package import RefineryStore
internal import ServiceLifecycle

/// Looks for imports whose sources stopped to arrive, and has them taken away. Any number of coordinators do it: each step is safe beside
/// another, and goes on where one was interrupted.
struct ReceptionSweep: Service {
    private let database: Database
    private let settings: FleetSettings
    private let lull: Lull
    private let takeAway: @Sendable (ImportID, String) async throws -> Void
    private let logger: Logger

    /// - Parameter takeAway: Ends an import, whose source has this address, and removes what is there of it.
    init(
        database: Database, settings: FleetSettings, lull: Lull, logger: Logger,
        takeAway: @escaping @Sendable (ImportID, String) async throws -> Void
    ) {
        self.database = database
        self.settings = settings
        self.lull = lull
        self.takeAway = takeAway
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var refused: Set<ImportID> = []
            while !Task.isCancelled {
                // An import whose source arrives runs: then there is no lull.
                if !lull.isOn { await sweep(but: &refused) }
                try? await Task.sleep(for: settings.receptionSweep)
            }
        }
    }

    /// - Parameter refused: Those that cannot be taken away; grows.
    private func sweep(but refused: inout Set<ImportID>) async {
        let find = FindLapsedReceptions(limit: 20 + refused.count)
        let lapsed = (try? await database.pool.withConnection { try await $0.rows(find) }) ?? []
        for (id, uri) in lapsed where !refused.contains(id) {
            if await !sweep(id, uri) { refused.insert(id) }
        }
    }

    /// - Returns: False when it is of no use to try again.
    private func sweep(_ id: ImportID, _ uri: String) async -> Bool {
        do {
            try await takeAway(id, uri)
            logger.warning("import whose file never arrived as a whole was taken away", metadata: ["import": "\(id)"])
        } catch let error as any Fault where (error as? PostgresError)?.isTransient != true {
            // Such as a right that this process lacks: left to `refinery undo`.
            logger.error(
                "import whose file never arrived as a whole cannot be taken away",
                metadata: ["import": "\(id)", "reason": "\(error.summary)"])
            return false
        } catch {}
        return true
    }
}
