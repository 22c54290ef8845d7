import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Beginning lookups", .timeLimit(.minutes(10))) struct BeginLookupsTests {
    private let account = LookupAccount(provider: .twilio, id: "ACtest", fields: ["line_type_intelligence"])

    /// Two lookup jobs, each claimed by a worker of its own, and some numbers.
    private func withJobs(_ body: (TestDatabase, [(job: ClaimedJob, worker: WorkerID)], [String]) async throws -> Void) async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 2)
            let refined = try await database.claim(2, by: try await database.makeWorker())
            _ = try await database.rows(InsertLookupJobs(refined.map { (job: $0.id, phones: 3) }))
            var jobs: [(job: ClaimedJob, worker: WorkerID)] = []
            for _ in 0..<2 {
                let worker = try await database.makeWorker()
                let claimed = try await database.rows(ClaimJobs(stage: .lookup, limit: 1, worker: worker, provider: .twilio))
                jobs.append((try #require(claimed.first), worker))
            }
            #expect(jobs.allSatisfy { $0.job.importID == id })
            let numbers = ["+14155552001", "+14155552002", "+14155552003"]
            _ = try await database.rows(
                InsertNumbers(
                    numbers.map { NewNumber(e164: $0, country: "US", isPossible: true, isValid: true, type: "fixedLineOrMobile") }))
            try await body(database, jobs, numbers)
        }
    }

    private func begin(
        _ numbers: [String], _ job: ClaimedJob, _ worker: WorkerID, in database: TestDatabase, request: LookupRequestID = LookupRequestID()
    ) async throws -> [(BegunNumber?, LookupPermits)] {
        let lock = LockNumbers(job: job, numbers: numbers)
        let begin = BeginLookups(job: job, numbers: numbers, account: account, workers: 2, request: request)
        let connection = try await database.connect()
        let begun = try await connection.pipeline(lock, begin).1
        await connection.close()
        return begun
    }

    private func store(_ results: [NumberResult], of job: ClaimedJob, in database: TestDatabase) async throws {
        let connection = try await database.connect()
        try await connection.execute(pipeline: NumberResult.statements(storing: results, of: job, from: .twilio))
        await connection.close()
    }

    private func result(_ number: String, _ status: NumberResult.Status) -> NumberResult {
        var result = NumberResult(e164: number, status: status, costMicros: 8000, freshFor: .seconds(60))
        (result.isValid, result.lineType) = (true, "mobile")
        return result
    }

    @Test("asked again because the answer was lost, gives the same permits, and counts nothing twice") func repeated() async throws {
        try await withJobs { database, jobs, numbers in
            let request = LookupRequestID()
            let first = try await begin(numbers, jobs[0].job, jobs[0].worker, in: database, request: request)
            let second = try await begin(numbers, jobs[0].job, jobs[0].worker, in: database, request: request)
            #expect(second.map(\.0) == first.map(\.0))
            #expect(second.map(\.1.lease) == first.map(\.1.lease))
            #expect(try await database.number("SELECT used_requests FROM refinery.lookup_budgets") == 3)
            #expect(try await database.number("SELECT permits FROM refinery.import_spending") == 3)
            #expect(try await database.number("SELECT count(*) FROM refinery.lookup_leases") == 1)
            #expect(try await database.number("SELECT lookups_repeated FROM refinery.jobs WHERE id = \(jobs[0].job.id)") == 0)
        }
    }

    @Test("keeps its import from pausing at its --max-cost until nothing of it is in flight, which may give money back")
    func importMoney() async throws {
        try await withJobs { database, jobs, numbers in
            let job = jobs[0].job
            // A phone of a record of the second job as well, and one of a record that a row of the first repeats.
            try await database.execute(
                """
                INSERT INTO refinery.records (id, import_id, row_number, fingerprint, phone_status, phone_e164, direct_phone_e164)
                SELECT (i.number::bigint << 32) + r.row, i.id, r.row, md5(r.row::text)::uuid, 'valid', r.phone, r.direct
                  FROM refinery.imports i,
                       (VALUES ((SELECT first_row FROM refinery.jobs WHERE id = \(jobs[1].job.id)), '\(numbers[0])', NULL), (999, NULL, '\(numbers[1])')) AS r (row, phone, direct);
                INSERT INTO refinery.duplicates (import_id, row_number, record_id)
                SELECT import_id, (SELECT first_row FROM refinery.jobs WHERE id = \(job.id)), id FROM refinery.records WHERE row_number = 999;
                """)
            let pause = PauseImportAtCost(importID: job.importID)
            for (number, (asker, worker)) in zip(numbers, [jobs[1], jobs[0]]) {
                #expect(try await begin([number], asker, worker, in: database).map(\.0?.verdict) == [.ask])
                #expect(try await database.first(pause) == .inFlight)
                #expect(try await database.number("SELECT count(*) FROM refinery.runs WHERE status = 'running'") == 1)
                try await store([result(number, .answered)], of: asker, in: database)
            }
            // The intent of a job that nobody holds any more keeps nobody.
            _ = try await database.rows(ReleaseJobs(jobs: [jobs[1].job]))
            try await database.execute("UPDATE refinery.numbers SET asked_job = \(jobs[1].job.id), asked_token = \(jobs[1].job.token)")
            #expect(try await database.first(pause) == .paused)
            #expect(try await database.first(pause) == .notRunning)
        }
    }

    @Test("counters that are told again because nobody heard that they were counted are counted once") func counted() async throws {
        try await withJobs { database, jobs, _ in
            let job = jobs[0].job
            _ = try await database.rows(BeginLookupJob(job: job, phones: 9, numbers: 9, settled: 0))
            var counts = LookupCounts()
            (counts.settled, counts.asked, counts.requests) = (2, 2, 3)
            for step in [1, 1, 2] { #expect(try await database.rows(CountLookups(job: job, counts: counts, step: step)) == [job.id]) }
            let found = try await database.select("SELECT numbers_done, numbers_asked, lookups FROM refinery.jobs WHERE id = \(job.id)")
            #expect(found == [["4", "4", "6"]])
        }
    }

    @Test("gives each number to one job; the other waits for it, and sees when it is settled") func owner() async throws {
        try await withJobs { database, jobs, numbers in
            let mine = try await begin(Array(numbers.prefix(2)), jobs[0].job, jobs[0].worker, in: database)
            #expect(mine.map(\.0?.verdict) == [.ask, .ask])
            #expect(mine.first?.1.granted == 2)
            let others = try await begin(numbers, jobs[1].job, jobs[1].worker, in: database)
            #expect(others.map(\.0?.verdict) == [.elsewhere, .elsewhere, .ask])
            try await store([result(numbers[0], .answered)], of: jobs[0].job, in: database)
            let later = try await begin(Array(numbers.prefix(2)), jobs[1].job, jobs[1].worker, in: database)
            #expect(later.map(\.0?.verdict) == [.settled, .elsewhere])
        }
    }

    @Test("gives the numbers of a job that lost its lease to the next, and says that they may be asked a second time") func lost()
        async throws
    {
        try await withJobs { database, jobs, numbers in
            _ = try await begin(numbers, jobs[0].job, jobs[0].worker, in: database)
            try await database.execute(
                "UPDATE refinery.jobs SET state = 'ready', worker_id = NULL, token = token + 1000 WHERE id = \(jobs[0].job.id)")
            let next = try await begin(numbers, jobs[1].job, jobs[1].worker, in: database)
            #expect(next.map(\.0?.verdict) == [.ask, .ask, .ask])
            #expect(next.allSatisfy { $0.0?.isRepeated == true })
            // What the lost request may have cost is on the number; an answer that still comes is taken, and costs it nothing more.
            #expect(try await database.number("SELECT sum(cost_micros) FROM refinery.numbers") == 24_000)
            try await store([result(numbers[0], .answered)], of: jobs[0].job, in: database)
            #expect(try await database.text("SELECT status FROM refinery.numbers WHERE e164 = '\(numbers[0])'") == "answered")
            #expect(try await database.number("SELECT cost_micros FROM refinery.numbers WHERE e164 = '\(numbers[0])'") == 8000)
            #expect(try await begin(numbers, jobs[0].job, jobs[0].worker, in: database).isEmpty, "the old token begins nothing")
        }
    }

    @Test("keeps what an earlier answer said of the line when nobody can answer any more, and not when somebody answers") func failed()
        async throws
    {
        try await withJobs { database, jobs, numbers in
            let (job, number) = (jobs[0].job, numbers[0])
            let stored =
                "SELECT status, line_type, valid, fresh_until > now(), asked_job IS NULL, cost_micros FROM refinery.numbers WHERE e164 = '\(number)'"
            for (status, wanted) in [
                (NumberResult.Status.answered, ["answered", "mobile", "true", "true", "true", "8000"]),
                (.pending, ["answered", "mobile", "true", "false", "true", "16000"]),
                (.failed, ["failed", "mobile", "true", "true", "true", "24000"]),
                (.unknown, ["unknown", nil, "false", "true", "true", "32000"]),
            ] {
                _ = try await begin([number], job, jobs[0].worker, in: database)
                var result = NumberResult(e164: number, status: status, costMicros: 8000, freshFor: .seconds(60))
                if status == .answered { (result.isValid, result.lineType) = (true, "mobile") }
                if status == .unknown { result.isValid = false }
                for _ in 0..<2 { try await store([result], of: job, in: database) }
                #expect(try await database.select(stored) == [wanted], "\(status)")
                try await database.execute("UPDATE refinery.numbers SET fresh_until = now() - interval '1 second'")
            }
        }
    }

    @Test("tells a lease that was lost from numbers that are not there any more") func erased() async throws {
        try await withJobs { database, jobs, _ in
            let begun = try await begin(["+14155559999"], jobs[0].job, jobs[0].worker, in: database)
            #expect(begun.count == 1)
            #expect(begun.first?.0 == nil)
            #expect(begun.first?.1.granted == 0)
        }
    }

    @Test("takes no permits for an import that does not run") func paused() async throws {
        try await withJobs { database, jobs, numbers in
            _ = try await database.first(PauseRun(jobs[0].job.importID))
            let begun = try await begin(numbers, jobs[0].job, jobs[0].worker, in: database)
            #expect(begun.map(\.0?.verdict) == [.later, .later, .later])
            #expect(begun.first?.1.importStatus == .paused)
            #expect(try await database.number("SELECT count(*) FROM refinery.lookup_leases") == 0)
        }
    }
}
