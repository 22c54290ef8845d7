import Logging
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import ServiceLifecycle
import Testing

@testable import RefineryFleet
import Waiting
import RefineryStages

@Suite("The work loop", .timeLimit(.minutes(10))) struct WorkLoopTests {
    /// Work of refine jobs that only says what it was given, does as it is told, and finishes them.
    private struct Work: StageWork {
        let stage = Stage.refine
        var isSideBySide = false
        var jobsMax = 1
        let database: Database
        let given: AsyncStream<[ClaimedJob]>.Continuation
        var act: @Sendable ([ClaimedJob]) async throws -> WorkEnding = { _ in .done }

        func room(beside held: Int) -> Int { jobsMax - held }

        func run(_ jobs: [ClaimedJob]) async throws -> WorkEnding {
            given.yield(jobs)
            let ending = try await act(jobs)
            guard ending == .done else { return ending }
            let finish = FinishJobs(jobs: jobs, outcomes: jobs.map { BatchOutcome(stored: $0.span?.rowCount ?? 0) })
            guard try await database.pool.withConnection({ try await $0.rows(finish) }).count == jobs.count else {
                throw LeaseLostError(jobs: jobs.count)
            }
            return .done
        }
    }

    /// One loop and what its work is given.
    private struct Trial {
        let wakeUp = WakeUp()
        let given: AsyncStream<[ClaimedJob]>

        /// Runs a loop while `body` runs, then stops it as SIGTERM does; it has ended when this returns.
        /// - Parameters:
        ///   - worker: Whose jobs it claims; a new one by default.
        ///   - body: Gets a function that tells the loop to stop.
        static func run(
            _ database: TestDatabase, worker known: WorkerID? = nil, _ change: (inout Work) -> Void = { _ in },
            _ body: @escaping @Sendable (Trial, _ stop: @Sendable () async -> Void) async throws -> Void
        ) async throws {
            let worker = if let known { known } else { try await database.makeWorker() }
            let (given, continuation) = AsyncStream.makeStream(of: [ClaimedJob].self)
            let trial = Trial(given: given)
            let process = database.process("worker", id: "\(worker)")
            var work = Work(database: process, given: continuation)
            change(&work)
            var settings = FleetSettings.quick
            settings.poll = .milliseconds(20)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let loop = WorkLoop(
                work, worker: worker, database: process, settings: settings, poll: settings.poll, wakeUp: trial.wakeUp,
                lull: Lull(lasting: .zero), heart: Heart(patience: .seconds(60)), pace: Pace(), logger: logger)
            let services = ServiceGroup(services: [loop], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                group.addTask {
                    try await body(trial) { await services.triggerGracefulShutdown() }
                    await services.triggerGracefulShutdown()
                }
                try await group.waitForAll()
            }
            await process.close()
        }
    }

    @Test("claims side by side what there is room for, and more when a job was let go") func sideBySide() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 5)
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            try await Trial.run(database) { work in
                work.isSideBySide = true
                work.jobsMax = 2
                work.act = { jobs in
                    // The first one waits; the others come by.
                    if jobs[0].seq == 1 { for await _ in gate { break } }
                    return .done
                }
            } _: { trial, _ in
                var seqs: [Int32] = []
                for await jobs in trial.given {
                    seqs += jobs.map(\.seq)
                    #expect(jobs.count == 1)
                    let states = try await database.states(of: id)
                    #expect(states[.claimed, default: 0] <= 2)
                    if seqs.count == 5 { break }
                }
                #expect(seqs.sorted() == [1, 2, 3, 4, 5])
                open.yield()
            }
            #expect(try await database.states(of: id) == [.done: 5])
        }
    }

    @Test("runs jobs that failed together one by one, and only the one to blame costs an attempt") func oneByOne() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 3, attempts: 1)
            try await Trial.run(database) { work in
                work.jobsMax = 3
                work.act = { jobs in
                    if jobs.contains(where: { $0.seq == 2 }) { throw RefineError.rowCountMismatch(expected: 1, found: 2) }
                    return .done
                }
            } _: { trial, _ in
                var runs: [[Int32]] = []
                for await jobs in trial.given {
                    runs.append(jobs.map(\.seq))
                    if runs.count == 4 { break }
                }
                #expect(runs == [[1, 2, 3], [1], [2], [3]])
            }
            #expect(try await database.states(of: id) == [.done: 2, .dead: 1])
            #expect(try await database.rows(ListDeadJobs(runID: id)).map(\.code) == ["batch_mismatch"])
        }
    }

    @Test("told to stop, claims nothing more and ends when what it holds is done") func stop() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2)
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            try await Trial.run(database) { work in
                work.act = { _ in
                    for await _ in gate { break }
                    return .done
                }
            } _: { trial, stop in
                for await _ in trial.given { break }
                await stop()
                open.yield()
            }
            #expect(try await database.states(of: id) == [.done: 1, .ready: 1])
        }
    }

    @Test("gives back untouched what was interrupted, and what it holds without knowing it") func givenBack() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2)
            try await Trial.run(database) { work in
                work.act = { jobs in jobs[0].seq == 2 ? .interrupted : .done }
            } _: { trial, stop in
                var seqs: [Int32] = []
                for await jobs in trial.given {
                    seqs += jobs.map(\.seq)
                    if seqs.last == 2 { break }
                }
                await stop()
            }
            #expect(try await database.states(of: id) == [.done: 1, .ready: 1])
            #expect(try await database.number("SELECT max(attempt) FROM refinery.jobs WHERE run_id = '\(id)' AND state = 'ready'") == 0)

            // As after a claim whose answer was lost with its connection.
            let worker = try await database.makeWorker()
            try #require(try await database.claim(1, by: worker).count == 1)
            try await Trial.run(database, worker: worker) { trial, _ in
                trial.wakeUp.signalReconnected()
                for await jobs in trial.given {
                    #expect(jobs.map(\.attempt) == [1])
                    break
                }
            }
            #expect(try await database.states(of: id) == [.done: 2])
        }
    }
}
