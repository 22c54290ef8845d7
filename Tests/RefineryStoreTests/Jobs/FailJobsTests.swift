import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Failed and lost jobs", .timeLimit(.minutes(10))) struct FailJobsTests {
    @Test("wait for their next attempt and are dead after the last") func attempts() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1, attempts: 3)
            let worker = try await database.makeWorker()
            for attempt in 1...3 {
                let jobs = try await database.claim(1, by: worker)
                try #require(jobs.map(\.attempt) == [attempt])
                let failed = try await database.rows(FailJobs(jobs: jobs, delays: [.zero], code: "broken", message: "It broke."))
                #expect(failed.map(\.state) == [attempt < 3 ? .waiting : .dead])
                #expect(try await database.rows(PromoteWaitingJobs()) == (attempt < 3 ? [.refine] : []))
            }
            #expect(try await database.states(of: id) == [.dead: 1])
            let dead = try await database.rows(ListDeadJobs(runID: id))
            #expect(dead.map(\.code) == ["broken"])
            #expect(dead.map(\.attempt) == [3])
            #expect(try await database.number("SELECT jsonb_array_length(errors) FROM refinery.jobs WHERE state = 'dead'") == 3)
            #expect(try await database.foldAndSettle(id).map(\.reason) == ["dead_jobs"])
            #expect(try await database.progress(of: id).status == .failed)
        }
    }

    @Test("are not promoted before their time") func delay() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 2)
            let jobs = try await database.claim(2, by: try await database.makeWorker())
            _ = try await database.rows(FailJobs(jobs: jobs, delays: [.seconds(3600), .zero], code: "broken", message: "It broke."))
            #expect(try await database.rows(PromoteWaitingJobs()) == [.refine])
            #expect(try await database.claim(2, by: WorkerID()).map(\.seq) == [jobs[1].seq])
        }
    }

    @Test("cannot be failed with an old token") func fence() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            let old = try await database.claim(1, by: try await database.makeWorker())
            _ = try await database.rows(ReleaseJobs(jobs: old))
            _ = try await database.claim(1, by: try await database.makeWorker())
            let failed = try await database.rows(FailJobs(jobs: old, delays: [.zero], code: "late", message: "Too late."))
            #expect(failed.isEmpty)
            #expect(try await database.states(of: id) == [.claimed: 1])
        }
    }

    @Test("are rescued from a worker whose lease lapsed, with a newer token") func hung() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2)
            let hung = try await database.makeWorker(lease: .milliseconds(-1))
            let alive = try await database.makeWorker()
            let lost = try await database.claim(1, by: hung)
            _ = try await database.claim(1, by: alive)
            let found = try await database.rows(FindLostWorkers(grace: .zero, lease: .seconds(60)))
            #expect(found == [LostWorker(id: hung, reason: .hung)])
            let rescued = try await database.rows(RescueJobs(workers: found))
            #expect(rescued.map(\.id) == lost.map(\.id))
            #expect(rescued.map(\.state) == [.ready])
            #expect(try await database.rows(RemoveWorkers(ids: found.map(\.id))).map(\.id) == [hung])
            #expect(try await database.states(of: id) == [.ready: 1, .claimed: 1])
            #expect(try await database.rows(ReleaseJobs(jobs: lost)).isEmpty)
            #expect(try await database.rows(FinishJobs(jobs: lost, outcomes: [BatchOutcome(stored: 10)])).isEmpty)
        }
    }

    /// A worker whose session lock shows that it lives.
    private func living(_ database: TestDatabase) async throws -> (WorkerID, PostgresConnection) {
        let worker = WorkerID()
        let session = try await database.connect()
        let register = RegisterWorker(id: worker, role: .worker, host: "h", pid: 1, version: "v", lease: .seconds(60))
        let registration = try #require(try await session.first(register))
        #expect(try await session.first(HoldWorkerLock(number: registration.number)) == true)
        #expect(try await database.first(ConfirmWorkerLock(worker: worker, backend: try await session.backendPID)) == true)
        return (worker, session)
    }

    @Test("are rescued from a worker that rested and renews nothing, a lease after it claimed them") func rested() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 1)
            let (worker, session) = try await living(database)
            #expect(try await database.first(Rest(worker: worker)) == true)
            #expect(try await database.number("SELECT count(*) FROM refinery.worker_activity WHERE alive AND lease_until IS NULL") == 1)
            // Whatever its lease was, it holds nothing.
            #expect(try await database.rows(FindLostWorkers(grace: .zero, lease: .zero)).isEmpty)
            _ = try await database.claim(1, by: worker)
            #expect(try await database.rows(FindLostWorkers(grace: .zero, lease: .seconds(60))).isEmpty)
            #expect(try await database.rows(FindLostWorkers(grace: .zero, lease: .zero)) == [LostWorker(id: worker, reason: .hung)])
            #expect(
                try await database.first(RenewLease(worker: worker, lease: .seconds(60), lastMinute: WorkDone(jobs: 2, rows: 500)))
                    == Renewal(members: 1, isLed: false, isDraining: false))
            // What it got done is shown while it renews, and is nothing while it rests.
            let pace = "SELECT jobs_per_minute, rows_per_minute FROM refinery.worker_activity"
            #expect(try await database.select(pace) == [["2", "500"]])
            #expect(try await database.first(Rest(worker: worker)) == true)
            #expect(try await database.select(pace) == [["0", "0"]])
            _ = try await database.first(RenewLease(worker: worker, lease: .zero, lastMinute: WorkDone(jobs: 2, rows: 500)))
            #expect(try await database.number("SELECT count(*) FROM refinery.worker_activity WHERE rows_per_minute IS NULL") == 1)
            _ = try await database.first(RenewLease(worker: worker, lease: .seconds(60), lastMinute: WorkDone()))
            #expect(try await database.rows(FindLostWorkers(grace: .zero, lease: .zero)).isEmpty)
            await session.close()
        }
    }

    @Test("are never left to a worker that rests without a lock, and one whose lock is gone does not count as alive") func lockless()
        async throws
    {
        try await withDatabase { database in
            #expect(try await database.first(Rest(worker: try await database.makeWorker())) == nil)
            try await database.execute("UPDATE refinery.workers SET holds_lock = true, lease_until = 'infinity'")
            #expect(try await database.rows(CountWorkers()).isEmpty)
        }
    }

    @Test("are rescued from a worker whose session lock vanished, but not soon after a restart of the server") func died() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 1)
            let (worker, session) = try await living(database)
            let backend = try await session.backendPID
            _ = try await database.claim(1, by: worker)
            #expect(try await database.rows(FindLostWorkers(grace: .zero, lease: .seconds(60))).isEmpty)
            await session.close()
            // The server notices the end of the session by itself, in milliseconds.
            while try await database.number("SELECT count(*) FROM pg_stat_activity WHERE pid = \(backend)") > 0 { await Task.yield() }
            let died = [LostWorker(id: worker, reason: .died)]
            #expect(try await database.rows(FindLostWorkers(grace: .seconds(3600), lease: .seconds(60))) == died)
            // A restart of the server ends all session locks: who registered before it gets time to do so again.
            try await database.execute("UPDATE refinery.workers SET started_at = pg_postmaster_start_time() - interval '1 minute'")
            #expect(try await database.rows(FindLostWorkers(grace: .seconds(3600), lease: .seconds(60))).isEmpty)
            #expect(try await database.rows(FindLostWorkers(grace: .zero, lease: .seconds(60))) == died)
        }
    }

    @Test("of a worker that holds a job keep it known until they are taken away") func removal() async throws {
        try await withDatabase { database in
            _ = try await database.makeImport(jobs: 1)
            let worker = try await database.makeWorker()
            let jobs = try await database.claim(1, by: worker)
            #expect(try await database.rows(RemoveWorkers(ids: [worker])).isEmpty)
            _ = try await database.rows(ReleaseJobs(jobs: jobs))
            #expect(try await database.rows(RemoveWorkers(ids: [worker])).map(\.id) == [worker])
            #expect(try await database.first(RenewLease(worker: worker, lease: .seconds(1), lastMinute: WorkDone())) == nil)
        }
    }

    @Test("that shared a worker's end with others are not dead at their only attempt; alone, or the next time, they are")
    func company() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 3, attempts: 1)
            func end(holding count: Int) async throws -> [JobState] {
                let worker = try await database.makeWorker()
                let jobs = try await database.claim(count, by: worker)
                #expect(jobs.count == count && jobs.allSatisfy { $0.attempt == 1 })
                return try await database.rows(RescueJobs(workers: [LostWorker(id: worker, reason: .died)])).map(\.state)
            }
            #expect(try await end(holding: 2) == [.ready, .ready])
            let worker = try await database.makeWorker()
            let jobs = try await database.claim(3, by: worker)
            #expect(jobs.map(\.hasFailed) == [true, true, false])
            _ = try await database.rows(ReleaseJobs(jobs: jobs))
            #expect(try await end(holding: 2) == [.dead, .dead])
            #expect(try await end(holding: 1) == [.dead])
            #expect(try await database.states(of: id) == [.dead: 3])
        }
    }

    @Test("count the crash as an attempt, so a batch that kills its worker ends as a dead letter") func poison() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1, attempts: 2)
            for attempt in 1...2 {
                let worker = try await database.makeWorker()
                try #require(try await database.claim(1, by: worker).count == 1)
                let rescued = try await database.rows(RescueJobs(workers: [LostWorker(id: worker, reason: .died)]))
                #expect(rescued.map(\.state) == [attempt == 2 ? .dead : .ready])
            }
            #expect(try await database.rows(ListDeadJobs(runID: id)).map(\.code) == ["worker_died"])
        }
    }
}
