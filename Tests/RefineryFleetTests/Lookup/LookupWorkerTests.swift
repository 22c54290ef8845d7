import HTTPClient
import Logging
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet
import TwilioLookup
import TwilioSimulator

/// A fleet with lookup workers that ask a simulator of the test's own.
struct LookupFleet {
    let database: TestDatabase
    let simulator: LookupSimulator
    /// Where the simulator listens.
    let port: Int
    var fleet: TestFleet

    var ledger: LedgerReport { simulator.ledger.report }

    /// Rows of businesses with these numbers, each row a business of its own.
    static func file(_ phones: [String], named name: String = "Firm") -> String {
        "business_name,business_email,business_phone\n"
            + phones.enumerated().map { "\(name) \($0.offset),\(name.lowercased())\($0.offset)@example.com,\($0.element)\n" }.joined()
    }

    func submit(
        _ phones: [String], named name: String = "Firm", maxCost: Money? = nil, batchSize: Int = 20,
        asking provider: LookupProviderName = .twilio
    )
        async throws
        -> ImportID
    {
        let id = try await fleet.submit(Self.file(phones, named: name)) { options in
            options.batchSize = batchSize
            options.looksUpNumbers = true
            options.lookupProvider = provider
        }
        if let maxCost { _ = try await database.first(SetSpendingLimit(importID: id, limit: maxCost)) }
        return id
    }

    func count(_ condition: String) async throws -> Int {
        try await database.number("SELECT count(*) FROM refinery.numbers WHERE \(condition)")
    }

    /// Waits, woken by every change of numbers, jobs and budgets, until a SELECT of a truth value gives true.
    func wait(until condition: String) async throws {
        let connection = try await database.connect()
        try await connection.listen("test_changed")
        let tables = ["numbers", "jobs", "lookup_budgets"]
        try await database.execute(
            "CREATE OR REPLACE FUNCTION test.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY test_changed; RETURN NULL; END $$;"
                + tables.map {
                    "CREATE OR REPLACE TRIGGER told AFTER INSERT OR UPDATE ON refinery.\($0) EXECUTE FUNCTION test.tell();"
                }.joined())
        if try await !holds(condition) {
            for await _ in connection.notifications where try await holds(condition) { break }
        }
        await connection.close()
    }

    private func holds(_ condition: String) async throws -> Bool { try await database.text("SELECT (\(condition))::text") == "true" }
}

func lookup(_ port: Int, account: String = "ACtest", token: String = "token", name: LookupProviderName = .twilio) throws
    -> TestFleet.Lookup
{
    let configuration = try TwilioLookupConfiguration(url: "http://127.0.0.1:\(port)", accountSID: account, authToken: token)
    var lookup = TestFleet.Lookup(
        TwilioLookupClient(http: HTTPClient(HTTPClientConfiguration()), configuration: configuration, name: name))
    lookup.settings.retry = Backoff(base: .milliseconds(1), ceiling: .milliseconds(5))
    lookup.settings.shareEvery = .milliseconds(50)
    lookup.settings.elsewhereEvery = .milliseconds(20)
    return lookup
}

func withLookups(
    behaviour: Behaviour = Behaviour(), credentials: Credentials = Credentials(), ratePerSecond: Double = 100_000,
    _ body: (LookupFleet) async throws -> Void
) async throws {
    try await withDatabase { database in
        try await LookupSimulator.running(LookupSimulator.Options(credentials: credentials), behaviour: behaviour) { simulator, port in
            var fleet = try TestFleet(database)
            fleet.lookup = try lookup(port)
            var change = BudgetChange()
            (change.ratePerSecond, change.burst, change.inFlight) = (ratePerSecond, 10_000, 1000)
            _ = try await database.first(SetBudget(account: "ACtest", change: change))
            try await body(LookupFleet(database: database, simulator: simulator, port: port, fleet: fleet))
        }
    }
}

@Suite("Lookup worker", .timeLimit(.minutes(10))) struct LookupWorkerTests {
    private func phones(_ range: Range<Int>) -> [String] { range.map { "(415) 555-\(2000 + $0)" } }

    @Test("asks for every distinct number once, and the records show what was said") func once() async throws {
        try await withLookups { lookups in
            let id = try await lookups.submit(phones(0..<60) + phones(0..<30))
            let progress = try await lookups.fleet.run(id, workers: 2, lookupWorkers: 2)
            #expect(progress.status == .completed)
            #expect(progress.stored == 90)
            #expect(lookups.ledger.requests == 60)
            #expect(lookups.ledger.distinctNumbers == 60)
            let summary = try #require(progress.lookups)
            #expect(summary.phones == 90)
            #expect([summary.requests, summary.asked, summary.saved, summary.failed, summary.repeated] == [60, 60, 30, 0, 0])
            #expect(summary.done == summary.numbers)
            #expect(summary.spent == Money(micros: 60 * 8000))
            #expect(try await lookups.count("status = 'answered' AND asked_job IS NULL AND cost_micros = 8000") == 60)
            #expect(
                try await lookups.database.number(
                    "SELECT count(*) FROM refinery.usbizdata_records WHERE phone_line_type IS NOT NULL OR NOT phone_validated") == 90)
            #expect(
                try await lookups.database.number("SELECT used_requests FROM refinery.lookup_budget_state WHERE account = 'ACtest'") == 60)
        }
    }

    @Test("asks once for numbers that two imports want, and nothing for a third") func shared() async throws {
        try await withLookups(behaviour: slow(20)) { lookups in
            let first = try await lookups.submit(phones(0..<80), named: "First")
            let second = try await lookups.submit(phones(40..<120), named: "Second")
            try await lookups.fleet.run(workers: 2, lookupWorkers: 3) {
                _ = try await lookups.fleet.waitForEnd(of: first)
                _ = try await lookups.fleet.waitForEnd(of: second)
            }
            #expect(lookups.ledger.requests == 120)
            #expect(lookups.ledger.distinctNumbers == 120)
            let third = try await lookups.submit(phones(0..<120), named: "Third")
            let progress = try await lookups.fleet.run(third, workers: 1, lookupWorkers: 1)
            #expect(progress.status == .completed)
            #expect(progress.lookups?.requests == 0)
            #expect(progress.lookups?.saved == 120)
            #expect(lookups.ledger.requests == 120)
        }
    }

    private func slow(_ milliseconds: Double) -> Behaviour {
        var behaviour = Behaviour()
        behaviour.latencyMilliseconds = milliseconds
        return behaviour
    }

    @Test(
        "keeps what was paid while the disk is full, asks for nothing new, and pays for nothing twice",
        arguments: ["53100", "57014", "55P03", "40P01"])
    func storing(state: String) async throws {
        try await withLookups(behaviour: slow(5)) { lookups in
            try await lookups.database.execute(
                """
                CREATE SEQUENCE test.refusals;
                CREATE FUNCTION test.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    -- A sequence counts what is rolled back as well.
                    PERFORM nextval('test.refusals');
                    RAISE EXCEPTION 'no room' USING ERRCODE = '\(state)';
                END $$;
                CREATE TRIGGER refuse BEFORE UPDATE ON refinery.numbers FOR EACH ROW
                    WHEN (OLD.status = 'pending' AND NEW.status <> 'pending') EXECUTE FUNCTION test.refuse();
                """)
            let id = try await lookups.submit(phones(0..<400), batchSize: 100)
            try await lookups.fleet.run(workers: 1, lookupWorkers: 1) {
                // Each turn takes a transaction of the server: no clock is waited for.
                while try await lookups.database.number("SELECT last_value FROM test.refusals") < 20 { await Task.yield() }
                #expect(lookups.ledger.requests <= 75)
                try await lookups.database.execute("DROP TRIGGER refuse ON refinery.numbers")
                let progress = try await lookups.fleet.waitForEnd(of: id)
                #expect(progress.status == .completed)
                #expect([progress.lookups?.requests, progress.lookups?.asked, progress.lookups?.repeated] == [400, 400, 0])
            }
            #expect(lookups.ledger.requests == 400)
            #expect(lookups.ledger.repeated == 0)
            #expect(
                try await lookups.database.number("SELECT used_requests FROM refinery.lookup_budget_state WHERE account = 'ACtest'") == 400)
            #expect(try await lookups.database.number("SELECT max(attempt) FROM refinery.jobs") == 1)
        }
    }

    @Test("a paused import holds back nobody who wants the same numbers") func paused() async throws {
        try await withLookups { lookups in
            let paused = try await lookups.submit(phones(0..<20), named: "Paused")
            try await lookups.fleet.run(workers: 1) {
                try await lookups.wait(until: "SELECT count(*) = 1 FROM refinery.jobs WHERE stage = 'lookup'")
            }
            _ = try await lookups.database.first(PauseRun(paused))
            let other = try await lookups.submit(phones(0..<20), named: "Other")
            let progress = try await lookups.fleet.run(other, workers: 1, lookupWorkers: 1)
            #expect(progress.status == .completed)
            #expect(progress.lookups?.asked == 20)
            #expect(try await lookups.database.progress(of: paused).status == .paused)
            _ = try await lookups.database.first(ResumeRun(paused, rows: nil))
            #expect(try await lookups.fleet.run(paused, workers: 1, lookupWorkers: 1).status == .completed)
            #expect(lookups.ledger.requests == 20)
        }
    }

    @Test("an import that is cancelled while its numbers are asked for asks no more of them") func cancelled() async throws {
        try await withLookups(behaviour: slow(30), ratePerSecond: 50) { lookups in
            let id = try await lookups.submit(phones(0..<200), batchSize: 200)
            var change = BudgetChange()
            change.burst = 5
            _ = try await lookups.database.first(SetBudget(account: "ACtest", change: change))
            try await lookups.fleet.run(workers: 1, lookupWorkers: 1) {
                try await lookups.wait(until: "SELECT count(*) > 5 FROM refinery.numbers WHERE status = 'answered'")
                _ = try await lookups.database.first(CancelRun(id))
            }
            #expect(lookups.ledger.requests < 150)
            #expect(try await lookups.database.progress(of: id).status == .cancelled)
            // What was in flight was paid, so it is stored.
            #expect(try await lookups.count("status = 'answered'") == lookups.ledger.requests)
        }
    }

    @Test("stores what an outcome says: invalid, unknown, failed, and answered after a failure") func outcomes() async throws {
        try await withLookups { lookups in
            // Numbers that force an outcome at the simulator: see docs/simulator.md.
            let id = try await lookups.submit([
                "+15005557001", "+15005550600", "+15005550500", "+15005558503", "+15005556001", "+15005555001", "+14155552100",
            ])
            let progress = try await lookups.fleet.run(id, workers: 1, lookupWorkers: 1)
            #expect(progress.status == .completed)
            let rows = try await lookups.database.select(
                "SELECT e164, status, valid::text, error_code::text, validity_score::text FROM refinery.numbers ORDER BY e164")
            let found = Dictionary(uniqueKeysWithValues: rows.map { ($0[0] ?? "", Array($0.dropFirst())) })
            #expect(found["+15005557001"] == ["answered", "false", nil, "0.00"])
            #expect(found["+15005550600"]?.prefix(3) == ["unknown", "true", "60600"])
            #expect(found["+15005550500"]?.first == "failed")
            #expect(found["+15005558503"]?.first == "answered")
            #expect(found["+15005555001"]?.first == "answered")
            #expect(progress.lookups?.failed == Int64(rows.count { $0[1] == "failed" }))
            #expect(progress.lookups?.done == progress.lookups?.numbers)
            #expect(try await lookups.count("asked_job IS NOT NULL") == 0)
        }
    }

    @Test("pauses an import at what it may cost, to the request, and goes on when it may cost more, not before") func maxCost() async throws
    {
        try await withLookups { lookups in
            let id = try await lookups.submit(phones(0..<100), maxCost: Money(micros: 30 * 8000 + 5000), batchSize: 25)
            let progress = try await lookups.fleet.run(id, workers: 1, lookupWorkers: 2)
            #expect(progress.status == .paused)
            #expect(progress.statusReason == PauseReason.maxCost.rawValue)
            #expect(lookups.ledger.requests == 30)
            for limit in [nil, 30 * 8000 + 7999] as [Int64?] {
                if let limit { _ = try await lookups.database.first(SetSpendingLimit(importID: id, limit: Money(micros: limit))) }
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await lookups.database.rows(ResumeRun(id, rows: 1000))
                }
                #expect(error?.sqlState?.rawValue == "55000")
            }
            #expect(try await lookups.database.progress(of: id).statusReason == PauseReason.maxCost.rawValue)
            _ = try await lookups.database.first(SetSpendingLimit(importID: id, limit: Money(micros: 31 * 8000)))
            _ = try await lookups.database.first(ResumeRun(id, rows: nil))
            #expect(try await lookups.fleet.run(id, workers: 1, lookupWorkers: 2).statusReason == PauseReason.maxCost.rawValue)
            #expect(lookups.ledger.requests == 31)
            _ = try await lookups.database.first(SetSpendingLimit(importID: id, limit: nil))
            _ = try await lookups.database.first(ResumeRun(id, rows: nil))
            #expect(try await lookups.fleet.run(id, workers: 1, lookupWorkers: 2).status == .completed)
            #expect(lookups.ledger.requests == 100)
            #expect(lookups.ledger.distinctNumbers == 100)
        }
    }

    @Test("when nobody answers at the account's address, the log says why no more is asked") func whyOpen() async throws {
        try await withLookups { lookups in
            let log = LogRecorder()
            var fleet = lookups.fleet
            fleet.logger = log.logger
            fleet.lookup = try lookup(9)
            _ = try await lookups.submit(phones(0..<100))
            let open = "no lookups: the budget says open"
            try await fleet.run(workers: 1, lookupWorkers: 1) { await log.wait(for: 1, of: open) }
            #expect(log.lines(of: open).first?.reason?.contains("127.0.0.1") == true, "\(log.lines(of: open))")
        }
    }

    @Test("of all batches that find an import at its --max-cost one says so") func maxCostOnce() async throws {
        try await withLookups { lookups in
            let id = try await lookups.submit(phones(0..<100), maxCost: Money(micros: 5000), batchSize: 5)
            // All batches are there before the first number is asked for.
            try await lookups.fleet.run(workers: 1) { _ = try await lookups.database.wait(for: id) { $0.done == 100 } }
            let log = LogRecorder()
            var fleet = lookups.fleet
            fleet.logger = log.logger
            let progress = try await fleet.run(id, workers: 0, lookupWorkers: 4)
            #expect(progress.statusReason == PauseReason.maxCost.rawValue)
            #expect(log.lines(of: "the import reached what its lookups may cost and pauses").count == 1)
            #expect(lookups.ledger.requests == 0)
        }
    }

    @Test("workers that the budget leaves no place leave the jobs to those that have one") func noPlace() async throws {
        try await withLookups { lookups in
            var change = BudgetChange()
            change.inFlight = 1
            _ = try await lookups.database.first(SetBudget(account: "ACtest", change: change))
            let id = try await lookups.submit(phones(0..<40), batchSize: 5)
            let progress = try await lookups.fleet.run(id, workers: 1, lookupWorkers: 3)
            #expect(progress.status == .completed)
            #expect(lookups.ledger.requests == 40)
            #expect(lookups.ledger.inFlightMax == 1)
        }
    }

    @Test("the row limit pauses an import before money is spent on more rows") func rowLimit() async throws {
        try await withLookups { lookups in
            let id = try await lookups.fleet.submit(LookupFleet.file(phones(0..<100))) { options in
                options.batchSize = 10
                options.rowsPerRun = 30
                options.looksUpNumbers = true
            }
            let paused = try await lookups.fleet.run(id, workers: 1, lookupWorkers: 1)
            #expect(paused.status == .paused)
            #expect(paused.statusReason == PauseReason.rowLimit.rawValue)
            #expect(lookups.ledger.requests == 30)
            _ = try await lookups.database.first(ResumeRun(id, rows: 0))
            #expect(try await lookups.fleet.run(id, workers: 1, lookupWorkers: 1).status == .completed)
            #expect(lookups.ledger.requests == 100)
        }
    }

    @Test("stops the account when its credentials are refused, and goes on when an operator says so") func refused() async throws {
        try await withLookups(credentials: Credentials(accountSID: "ACtest", authToken: "right")) { lookups in
            let id = try await lookups.submit(phones(0..<40))
            let log = LogRecorder()
            var wrong = lookups.fleet
            wrong.logger = log.logger
            try await wrong.run(workers: 1, lookupWorkers: 2) {
                try await lookups.wait(until: "SELECT state = 'stopped' FROM refinery.lookup_budget_state")
            }
            #expect(log.lines.filter { $0.level == .error }.count == 1, "the fleet says it once: \(log.lines)")
            #expect(try await lookups.count("status <> 'pending'") == 0)
            #expect(try await lookups.database.progress(of: id).status == .running)
            #expect(try await lookups.database.number("SELECT max(attempt) FROM refinery.jobs WHERE stage = 'lookup'") == 0)
            let before = lookups.ledger.requests
            var fleet = lookups.fleet
            fleet.lookup = try lookup(lookups.port, token: "right")
            _ = try await lookups.database.first(ResumeBudget(account: "ACtest"))
            #expect(try await fleet.run(id, workers: 1, lookupWorkers: 1).status == .completed)
            #expect(lookups.ledger.requests == before + 40)
        }
    }

    @Test("a probe that cannot be sent keeps the breaker open for another minute; one that is refused closes it") func probes() async throws
    {
        try await withLookups { lookups in
            _ = try await lookups.submit(phones(0..<30), batchSize: 30)
            let aMinuteLater = "UPDATE refinery.lookup_budgets SET open_until_us = 1"
            var fleet = lookups.fleet
            // Nobody listens there.
            fleet.lookup = try lookup(1)
            try await fleet.run(workers: 1, lookupWorkers: 1) {
                try await lookups.wait(until: "SELECT state = 'open' FROM refinery.lookup_budget_state")
                try await lookups.database.execute(aMinuteLater)
                try await lookups.wait(until: "SELECT open_until_us > 1 AND probe_until_us IS NULL FROM refinery.lookup_budgets")
            }
            #expect(try await lookups.count("status <> 'pending'") == 0)
            try lookups.simulator.load.change(by: #"{"rate_429": 1}"#)
            try await lookups.database.execute(aMinuteLater)
            try await lookups.fleet.run(workers: 1, lookupWorkers: 1) {
                try await lookups.wait(until: "SELECT open_until_us IS NULL FROM refinery.lookup_budgets")
            }
            #expect(try await lookups.count("status <> 'pending'") == 0)
        }
    }

    @Test("told to stop, waits for what is in flight, stores it, and gives back the rest") func stop() async throws {
        try await withLookups(behaviour: slow(100)) { lookups in
            let id = try await lookups.submit(phones(0..<150), batchSize: 150)
            var fleet = lookups.fleet
            fleet.lookup?.settings.concurrency = 10
            try await fleet.run(workers: 1, lookupWorkers: 1) {
                try await lookups.wait(until: "SELECT count(*) > 10 FROM refinery.numbers WHERE status = 'answered'")
            }
            #expect(try await lookups.count("asked_job IS NOT NULL") == 0)
            #expect(try await lookups.count("status = 'answered'") == lookups.ledger.requests)
            #expect(
                try await lookups.database.select("SELECT state, attempt FROM refinery.jobs WHERE stage = 'lookup'") == [["ready", "0"]])
            let progress = try await lookups.fleet.run(id, workers: 1, lookupWorkers: 2)
            #expect(progress.status == .completed)
            #expect(progress.lookups?.repeated == 0)
            #expect(lookups.ledger.requests == 150)
        }
    }

    @Test("a simulated answer counts for nobody who asks a real account") func simulated() async throws {
        try await withLookups { lookups in
            var pretending = lookups.fleet
            pretending.lookup = try lookup(lookups.port, name: .simulator)
            let first = try await lookups.submit(phones(0..<10), named: "First", asking: .simulator)
            #expect(try await pretending.run(first, workers: 1, lookupWorkers: 1).status == .completed)
            #expect(try await lookups.count("is_simulated") == 10)
            let second = try await lookups.submit(phones(0..<10), named: "Second")
            #expect(try await lookups.fleet.run(second, workers: 1, lookupWorkers: 1).lookups?.asked == 10)
            #expect(try await lookups.count("NOT is_simulated AND status = 'answered'") == 10)
            let third = try await lookups.submit(phones(0..<10), named: "Third", asking: .simulator)
            #expect(try await pretending.run(third, workers: 1, lookupWorkers: 1).lookups?.asked == 0)
        }
    }

    @Test("a pretended job that is taken from a lost worker wakes those that pretend, who do not look by themselves") func rescued()
        async throws
    {
        try await withLookups { lookups in
            var pretending = lookups.fleet
            pretending.lookup = try lookup(lookups.port, name: .simulator)
            // A first import leaves a job with a worker that nobody sees die.
            let lost = try await lookups.submit(phones(0..<10), named: "Lost", asking: .simulator)
            try await pretending.run(workers: 1) {
                try await lookups.wait(until: "SELECT count(*) = 1 FROM refinery.jobs WHERE stage = 'lookup'")
            }
            let worker = try await lookups.database.makeWorker(lease: .seconds(3600))
            let claim = ClaimJobs(stage: .lookup, limit: 1, worker: worker, provider: .simulator)
            #expect(try await lookups.database.rows(claim).count == 1)
            let next = try await lookups.submit(phones(10..<20), named: "Next", asking: .simulator)
            pretending.settings.poll = .seconds(3600)
            let fleet = pretending
            try await fleet.run(workers: 1, lookupWorkers: 1) {
                _ = try await fleet.waitForEnd(of: next)
                try await lookups.database.execute(
                    "UPDATE refinery.workers SET lease_until = now() - interval '1 second' WHERE id = '\(worker)'")
                let progress = try await fleet.waitForEnd(of: lost)
                #expect(progress.status == .completed)
                #expect(progress.lookups?.asked == 10)
            }
        }
    }

    @Test("numbers of an import whose answers are old are asked for again") func stale() async throws {
        try await withLookups { lookups in
            let first = try await lookups.submit(phones(0..<10), named: "First")
            _ = try await lookups.fleet.run(first, workers: 1, lookupWorkers: 1)
            try await lookups.database.execute(
                "UPDATE refinery.numbers SET fresh_until = now() - interval '1 second' WHERE e164 < '+14155552005'")
            // The rows of the second are duplicates of the first: their numbers are wanted all the same.
            let second = try await lookups.submit(phones(0..<10), named: "First")
            let progress = try await lookups.fleet.run(second, workers: 1, lookupWorkers: 1)
            #expect(progress.duplicates == 10)
            #expect(progress.lookups?.asked == 5)
            #expect(lookups.ledger.requests == 15)
            #expect(try await lookups.count("cost_micros = 16000") == 5)
        }
    }
}
