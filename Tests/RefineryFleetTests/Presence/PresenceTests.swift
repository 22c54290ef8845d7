import Logging
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryFleet

@Suite("A process of the fleet", .timeLimit(.minutes(10))) struct PresenceTests {
    @Test("keeps its lease while its pool is busy for longer, before its lock is confirmed and after") func busyPool() async throws {
        try await withDatabase { database in
            let process = database.process("worker", poolSize: 1)
            var settings = FleetSettings()
            settings.lease = .milliseconds(900)
            settings.renewal = .milliseconds(150)
            let presence = Presence(
                id: WorkerID(), role: .worker, host: "here", version: "test", account: nil, database: process, settings: settings,
                wakeUps: [:], lull: Lull(lasting: .zero), retire: { _ in }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await presence.run() }
                for isConfirmed in [false, true] {
                    if isConfirmed {
                        while try await database.number("SELECT count(*) FROM refinery.workers WHERE holds_lock") == 0 {
                            await Task.yield()
                        }
                    }
                    let lived = try await process.pool.withConnection { connection in
                        // Nobody else gets a connection of the pool for nearly three leases.
                        while try await database.number("SELECT count(*) FROM refinery.workers") == 0 { await Task.yield() }
                        try await connection.executeScript("SELECT pg_sleep(2.5)")
                        return try await database.text("SELECT (lease_until > clock_timestamp())::text FROM refinery.workers")
                    }
                    #expect(lived == "true", "confirmed: \(isConfirmed)")
                }
                group.cancelAll()
            }
            await process.close()
        }
    }
}
