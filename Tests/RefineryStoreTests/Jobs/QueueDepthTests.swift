import RefineryModel
import RefineryTestSupport
import Testing

@Suite("queue_depth", .timeLimit(.minutes(10))) struct QueueDepthTests {
    @Test("has a row for each stage, with the role that claims it, and counts what is ready and what is leased") func stages() async throws
    {
        try await withDatabase { database in
            let roles = WorkerRole.allCases.flatMap { role in role.stages.map { [$0.rawValue, role.rawValue] } }
            let rows = try await database.select("SELECT stage, role FROM refinery.queue_depth")
            #expect(Set(rows) == Set(roles.map { $0.map(Optional.some) }) && rows.count == roles.count)
            _ = try await database.makeImport(jobs: 3)
            let depth = "SELECT ready, leased, depth, oldest_ready_seconds > 0 FROM refinery.queue_depth WHERE stage = 'refine'"
            #expect(try await database.select(depth) == [["3", "0", "3", "true"]])
            let worker = try await database.makeWorker()
            try await database.execute(
                "UPDATE refinery.jobs SET state = 'claimed', worker_id = '\(worker)', token = 1 WHERE stage = 'refine' AND seq = 1")
            #expect(try await database.select(depth) == [["2", "1", "3", "true"]])
        }
    }
}
