import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("The queue", .timeLimit(.minutes(10))) struct QueuePropertyTests {
    private static let jobCount = 8

    /// One import's way through random operations, in the database and in the model.
    private struct Run {
        let database: TestDatabase
        let id: ImportID
        let workers: [WorkerID]
        var model = QueueModel(jobs: QueuePropertyTests.jobCount)
        /// Every claim there ever was: stale ones too are used again and again.
        var claims: [ClaimedJob] = []
        var generator: SeededGenerator
        var history: [String] = []

        mutating func step() async throws {
            let worker = workers.randomElement(using: &generator)!
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<30: try await claim(Int.random(in: 1...4, using: &generator), by: worker)
            case 30..<50:
                try await useClaim("finish") {
                    try await $0.rows(FinishJobs(jobs: [$1], outcomes: [BatchOutcome(stored: 10)])).count
                } _: {
                    $0.finish($1)
                }
            case 50..<68:
                try await useClaim("fail") {
                    try await $0.rows(FailJobs(jobs: [$1], delays: [.zero], code: "x", message: "x")).count
                } _: {
                    $0.fail($1)
                }
            case 68..<74:
                try await useClaim("release") {
                    try await $0.rows(ReleaseJobs(jobs: [$1])).count
                } _: {
                    $0.release($1)
                }
            case 74..<79:
                history.append("rescue")
                _ = try await database.rows(RescueJobs(workers: [LostWorker(id: worker, reason: .died)]))
                model.rescue(worker)
            case 79..<81:
                history.append("forget")
                _ = try await database.rows(ReleaseWorkerJobs(worker: worker, stage: .refine))
                model.forget(worker)
            case 81..<86:
                history.append("promote")
                _ = try await database.rows(PromoteWaitingJobs())
                model.promote()
            case 86..<89: try await control("pause", model.pause())
            case 89..<93: try await control("resume", model.resume())
            case 93..<95: try await control("retry", model.retry())
            case 95: try await control("cancel", model.cancel())
            default:
                history.append("settle")
                try await database.foldAndSettle(id)
                model.settle()
            }
        }

        private mutating func claim(_ limit: Int, by worker: WorkerID) async throws {
            let expected = model.claimable(limit)
            let claimed = try await database.claim(limit, by: worker)
            history.append("claim \(claimed.map(\.seq))")
            #expect(claimed.map { Int($0.seq) - 1 } == expected)
            for job in claimed {
                model.claim(Int(job.seq) - 1, token: job.token, by: worker)
                #expect(job.attempt == model.jobs[Int(job.seq) - 1].attempt)
            }
            claims += claimed
        }

        /// Uses any claim there ever was, and expects an effect only where its token is the newest.
        private mutating func useClaim(
            _ name: String, _ use: (TestDatabase, ClaimedJob) async throws -> Int, _ effect: (inout QueueModel, Int) -> Void
        ) async throws {
            guard let job = claims.randomElement(using: &generator) else { return }
            let index = Int(job.seq) - 1
            let isHeld = model.isHeld(index, token: job.token)
            history.append("\(name) \(job.seq)\(isHeld ? "" : " (stale)")")
            #expect(try await use(database, job) == (isHeld ? 1 : 0))
            if isHeld { effect(&model, index) }
        }

        private mutating func control(_ name: String, _ isAllowed: Bool) async throws {
            history.append(name)
            let refused = await refusal { try await database.select("SELECT refinery.\(name)_import('\(id)')") }
            #expect((refused == nil) == isAllowed, "\(refused?.message ?? "-")")
        }

        /// The database as the model would have it.
        func actual() async throws -> QueueModel {
            var actual = model
            let rows = try await database.select(
                """
                SELECT state, attempt, state = 'waiting' AND ready_at IS NULL, CASE WHEN state = 'claimed' THEN token END AS token
                  FROM refinery.jobs WHERE run_id = '\(id)' AND stage = 'refine' ORDER BY seq
                """)
            for (index, row) in rows.enumerated() {
                actual.jobs[index].state = JobState(rawValue: row[0] ?? "") ?? .cancelled
                actual.jobs[index].attempt = row[1].flatMap { Int($0) } ?? -1
                actual.jobs[index].isHeld = row[2] == "true"
                actual.jobs[index].token = row[3].flatMap { Int64($0) }
            }
            actual.status = try await database.progress(of: id).status
            return actual
        }
    }

    @Test("does what a model of it does, in any order of claims, ends, failures, losses and an operator's commands")
    func random() async throws {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        try await withDatabase { database in
            for _ in 0..<8 {
                let workers = [try await database.makeWorker(), try await database.makeWorker()]
                var run = Run(
                    database: database, id: try await database.makeImport(jobs: Self.jobCount, attempts: QueueModel.attemptsMax),
                    workers: workers, generator: SeededGenerator(seed: generator.next()))
                for _ in 0..<80 {
                    try await run.step()
                    let actual = try await run.actual()
                    try #require(actual == run.model, "seed \(seed), after \(run.history)")
                    if run.model.status == .completed || run.model.status == .cancelled { break }
                }
                // Nothing of one import is left to be claimed by the next.
                _ = try? await database.rows(CancelRun(run.id))
            }
        }
    }
}
