import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Claiming jobs", .timeLimit(.minutes(10))) struct ClaimJobsTests {
    @Test("gives every job to exactly one of 64 workers") func rivals() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 500)
            let pool = PostgresPool(configuration: ConnectionConfiguration(url: database.url), size: 16)
            let claimed = try await withThrowingTaskGroup(of: [ClaimedJob].self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        let worker = WorkerID()
                        var mine: [ClaimedJob] = []
                        while true {
                            let jobs = try await pool.withConnection {
                                try await $0.rows(ClaimJobs(stage: .refine, limit: 3, worker: worker))
                            }
                            mine += jobs
                            if jobs.isEmpty { return mine }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            await pool.close()
            #expect(claimed.count == 500)
            #expect(Set(claimed.map(\.id)).count == 500)
            #expect(Set(claimed.map(\.token)).count == 500)
            #expect(claimed.allSatisfy { $0.attempt == 1 })
        }
    }

    @Test("gives never more than was asked for, in order of priority and age") func order() async throws {
        try await withDatabase { database in
            let late = try await database.makeImport(jobs: 3, priority: 100)
            let soon = try await database.makeImport(jobs: 3, priority: 10)
            let worker = try await database.makeWorker()
            let first = try await database.claim(4, by: worker)
            #expect(first.map(\.importID) == [soon, soon, soon, late])
            #expect(first.map(\.seq) == [1, 2, 3, 1])
            #expect(try await database.claim(4, by: worker).map(\.seq) == [2, 3])
            #expect(try await database.claim(4, by: worker).isEmpty)
        }
    }

    @Test("beginning behind the last key passes over what stands before it, and from the floor loses nothing") func hint() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 10)
            let worker = try await database.makeWorker()
            let first = try await database.claim(4, by: worker)
            _ = try await database.rows(ReleaseJobs(jobs: [first[0]]))
            let next = try await database.rows(ClaimJobs(stage: .refine, limit: 4, worker: worker, after: first[3].claimKey))
            #expect(Set(next.map(\.seq)) == [5, 6, 7, 8])
            let rest = try await database.rows(ClaimJobs(stage: .refine, limit: 10, worker: worker))
            #expect(Set(rest.map(\.seq)) == [1, 9, 10])
        }
    }

    @Test("only takes jobs of the stage asked for") func stages() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            try await database.execute("UPDATE refinery.jobs SET state = 'ready' WHERE run_id = '\(id)' AND stage = 'split'")
            let worker = try await database.makeWorker()
            let splits = try await database.rows(ClaimJobs(stage: .split, limit: 10, worker: worker))
            #expect(splits.count == 1)
            #expect(try await database.claim(10, by: worker).count == 1)
        }
    }

    @Test("only takes lookup jobs of the provider that is asked") func providers() async throws {
        try await withDatabase { database in
            let worker = try await database.makeWorker()
            var pretended = ImportOptions.forTests
            (pretended.looksUpNumbers, pretended.lookupProvider) = (true, .simulator)
            let imports = [try await database.makeImport(jobs: 1), try await database.makeImport(jobs: 1, options: pretended)]
            let refined = try await database.claim(2, by: worker)
            _ = try await database.rows(InsertLookupJobs(refined.map { (job: $0.id, phones: 3) }))
            for (provider, importID) in zip([LookupProviderName.twilio, .simulator], imports) {
                let claim = ClaimJobs(stage: .lookup, limit: 10, worker: worker, provider: provider)
                #expect(try await database.rows(claim).map(\.importID) == [importID])
            }
            #expect(try await database.rows(ClaimJobs(stage: .lookup, limit: 10, worker: worker)).isEmpty)
        }
    }

    @Test("costs an attempt, and a release gives it back") func attempts() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 1)
            let worker = try await database.makeWorker()
            let first = try await database.claim(1, by: worker)
            #expect(first.first?.attempt == 1)
            #expect(try await database.rows(ReleaseJobs(jobs: first)).count == 1)
            let second = try await database.claim(1, by: worker)
            #expect(second.first?.attempt == 1)
            #expect(second[0].token != first[0].token)
            #expect(try await database.rows(ReleaseJobs(jobs: first)).isEmpty, "the old token gives nothing back")
        }
    }

    @Test("by a worker that never got the answer is undone by the worker itself, for nobody else would") func lostAnswer() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 3)
            let (worker, other) = (try await database.makeWorker(), try await database.makeWorker())
            _ = try await database.claim(2, by: worker)
            _ = try await database.claim(1, by: other)
            #expect(try await database.rows(ReleaseWorkerJobs(worker: worker, stage: .split)).isEmpty)
            #expect(try await database.rows(ReleaseWorkerJobs(worker: worker, stage: .refine)).count == 2)
            #expect(try await database.states(of: id) == [.ready: 2, .claimed: 1])
            #expect(try await database.claim(2, by: worker).map(\.attempt) == [1, 1])
        }
    }
}
