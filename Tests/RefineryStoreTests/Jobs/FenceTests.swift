import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Fence", .timeLimit(.minutes(10))) struct FenceTests {
    /// What a worker holds whose import, on this copy of the database, is another one.
    private func strangers(of job: ClaimedJob) -> [ClaimedJob] {
        [(job.importID, WorkerID()), (ImportID(), job.workerID)].map { importID, workerID in
            ClaimedJob(
                id: job.id, runID: importID, workerID: workerID, token: job.token, seq: job.seq, priority: job.priority,
                attempt: job.attempt, attemptsMax: job.attemptsMax, span: job.span)
        }
    }

    @Test("a job of the same id and token that belongs to another import or worker is left alone by every guarded write")
    func strangers() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            let job = try #require(try await database.claim(1, by: try await database.makeWorker()).first)
            for stranger in strangers(of: job) {
                #expect(try await database.rows(FinishJobs(jobs: [stranger], outcomes: [BatchOutcome(stored: 10)])).isEmpty)
                #expect(try await database.rows(FinishJob(job: stranger)).isEmpty)
                #expect(try await database.rows(ReleaseJobs(jobs: [stranger])).isEmpty)
                #expect(try await database.rows(HoldJob(job: stranger)).isEmpty)
                #expect(try await database.rows(FailJobs(jobs: [stranger], delays: [.zero], code: "x", message: "x")).isEmpty)
                #expect(
                    try await database.rows(AdvanceSplit(job: stranger, offset: 1, rows: 1, rejected: 0, isAtEnd: false)).isEmpty)
                #expect(try await database.rows(BeginLookupJob(job: stranger, phones: 1, numbers: 1, settled: 0)).isEmpty)
                #expect(try await database.rows(CountLookups(job: stranger, counts: LookupCounts(), step: 1)).isEmpty)
            }
            #expect(try await database.states(of: id) == [.claimed: 1])
            #expect(try await database.rows(FinishJobs(jobs: [job], outcomes: [BatchOutcome(stored: 10)])) == [job.id])
        }
    }

    @Test("tokens do not repeat when the sequence does, as on a standby that lost the last transactions") func history() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 20)
            let worker = try await database.makeWorker()
            var tokens: Set<Int64> = []
            for _ in 1...3 {
                try await database.execute("ALTER SEQUENCE refinery.fencing_token RESTART")
                let jobs = try await database.claim(20, by: worker)
                try #require(jobs.count == 20)
                tokens.formUnion(jobs.map(\.token))
                _ = try await database.rows(ReleaseJobs(jobs: jobs))
            }
            #expect(tokens.count == 60)
            #expect(tokens.allSatisfy { $0 > 0 })
        }
    }
}
