import Logging
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryFleet

@Suite("A process of the fleet", .timeLimit(.minutes(10))) struct PresenceTests {
    @Test("keeps its lease while its pool is busy for longer, before its lock is confirmed and after, and says what it got done")
    func busyPool() async throws {
        try await withDatabase { database in
            let process = database.process("worker", poolSize: 1)
            var settings = FleetSettings()
            settings.lease = .milliseconds(900)
            settings.renewal = .milliseconds(150)
            let pace = Pace()
            let batch = BatchSpan(offset: 0, length: 1, firstRow: 1, rowCount: 250)
            pace.add([
                ClaimedJob(
                    id: JobID(rawValue: 1), runID: RunID(), workerID: WorkerID(), token: 1, seq: 1, priority: 100, attempt: 1,
                    attemptsMax: 3, span: batch)
            ])
            let presence = Presence(
                id: WorkerID(), role: .worker, host: "here", version: "test", account: nil, database: process, settings: settings,
                wakeUps: [:], lull: Lull(lasting: .zero), pace: pace, retire: { _ in },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
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
                    #expect(
                        try await database.select("SELECT jobs_per_minute, rows_per_minute FROM refinery.worker_activity") == [
                            ["1", "250"]
                        ])
                }
                group.cancelAll()
            }
            await process.close()
        }
    }
}
