import Logging
import RefineryModel
import RefineryStore
import RefineryTestSupport
import ServiceLifecycle
import Synchronization
import Testing
import Waiting

@testable import RefineryFleet

@Suite("What is left of imports", .timeLimit(.minutes(10))) struct LeftoverSweepTests {
    @Test("goes although that of another import cannot be taken away yet, which is tried again by the same process") func again()
        async throws
    {
        try await withDatabase { database in
            let (stubborn, other) = (try await database.makeImport(jobs: 1), try await database.makeImport(jobs: 1))
            try await database.execute("UPDATE refinery.runs SET status = 'undone', status_reason = 'requested', finished_at = now()")
            let (log, wakeUp) = (LogRecorder(), WakeUp())
            let tries = Mutex(0)
            let (ends, ended) = AsyncStream.makeStream(of: ImportID.self)
            let sweep = LeftoverSweep(
                database: database.database, settings: .quick, wakeUp: wakeUp, lull: Lull(lasting: .zero), logger: log.logger
            ) { leftover in
                let id = leftover.importID
                let isRefused = tries.withLock { tries in
                    if id == stubborn { tries += 1 }
                    return id == stubborn && tries < 4
                }
                if isRefused { throw StoreError.unexpectedRows(statement: "undo") }
                try await database.execute("UPDATE refinery.runs SET status_reason = NULL WHERE id = '\(id)'")
                ended.yield(id)
            }
            var quiet = Logger(label: "test")
            quiet.logLevel = .critical
            let services = ServiceGroup(services: [sweep], logger: quiet)
            var order: [ImportID] = []
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                for await id in ends {
                    order.append(id)
                    if order.count == 2 { break }
                }
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
            #expect(order == [other, stubborn])
            let lines = log.lines(of: "import cannot be taken away yet")
            #expect(lines.count == 3 && lines.filter { $0.level == .error }.count == 1, "\(lines)")
        }
    }
}
