import Foundation
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Alerts in the database", .timeLimit(.minutes(10))) struct AlertQueriesTests {
    /// One webhook that wants all, as a webhook is stored.
    private func withWebhook(events: String = "*", _ body: (TestDatabase) async throws -> Void) async throws {
        try await withDatabase { database in
            try await database.execute(
                "INSERT INTO refinery.webhooks (url, secret, events) VALUES ('https://ops.example/', 'whsec_x', '{\(events)}')")
            try await body(database)
        }
    }

    private func look(_ database: TestDatabase, _ change: (inout AlertSettings) -> Void = { _ in }) async throws -> [String] {
        var settings = AlertSettings()
        change(&settings)
        return try await database.rows(WatchAlerts(settings, rowsMin: 100)).map(\.kind)
    }

    private func told(_ database: TestDatabase) async throws -> [String] {
        try await database.select("SELECT kind FROM refinery.webhook_deliveries ORDER BY at, kind").compactMap { $0[0] }
    }

    /// A condition is told once, however often and by however many it is seen, and again after it was over.
    private func expectOnce(
        _ kind: AlertKind, _ database: TestDatabase, on: String, over: String,
        _ change: @escaping @Sendable (inout AlertSettings) -> Void = { _ in }
    ) async throws {
        #expect(try await look(database, change).isEmpty)
        try await database.execute(on)
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 { group.addTask { try await look(database, change) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(found == [kind.rawValue])
        #expect(try await look(database, change).isEmpty)
        #expect(try await told(database) == [kind.rawValue])
        try await database.execute(over)
        #expect(try await look(database, change).isEmpty)
        #expect(try await database.number("SELECT count(*) FROM refinery.alerts") == 0)
        try await database.execute(on)
        #expect(try await look(database, change) == [kind.rawValue])
        #expect(try await told(database).count == 2)
        let facts = try await database.rows(ListAlerts())
        #expect(facts.count == 1 && !kind.summary(facts[0].data).isEmpty)
    }

    @Test("too many rejects: once, and not for a rate that moves around its limit") func rejectRate() async throws {
        try await withWebhook { database in
            let id = try await database.makeImport(jobs: 100)
            func set(_ rejected: Int) -> String {
                "UPDATE refinery.runs SET counters = '{\"rows\": 1000, \"stored\": \(200 - rejected), \"rejected\": \(rejected)}' WHERE id = '\(id)'"
            }
            try await database.execute(set(10))
            try await expectOnce(.importRejectRate, database, on: set(11), over: set(5))
            try await database.execute(set(9))
            #expect(try await look(database).isEmpty)
            try await database.execute(set(12))
            #expect(try await look(database).isEmpty)
        }
    }

    @Test("too many rejects of an import that ended before anybody looked, and was too small for a rate") func endedImport() async throws {
        try await withWebhook { database in
            let id = try await database.makeImport(jobs: 1)
            try await database.execute(
                """
                UPDATE refinery.runs SET status = 'completed', finished_at = now(), counters = '{"rows": 10, "stored": 9, "rejected": 1}'
                 WHERE id = '\(id)'
                """)
            #expect(try await look(database) == ["import.reject_rate"])
            try await database.execute("UPDATE refinery.runs SET finished_at = now() - interval '2 hours' WHERE id = '\(id)'")
            #expect(try await look(database).isEmpty)
            #expect(try await told(database) == ["import.reject_rate"])
        }
    }

    @Test("an import that runs twice as long as its beginning promised; a pause does not count") func slow() async throws {
        try await withWebhook { database in
            let id = try await database.makeImport(jobs: 100)
            func set(_ done: Int) -> String {
                "UPDATE refinery.runs SET counters = '{\"rows\": 1000, \"stored\": \(done)}' WHERE id = '\(id)'"
            }
            func pass(_ seconds: Int) -> String {
                "UPDATE refinery.import_paces SET since = since - interval '\(seconds) seconds'"
            }
            #expect(try await look(database).isEmpty)
            try await database.execute(set(200) + ";" + pass(20))
            #expect(try await look(database).isEmpty)
            #expect(try await database.number("SELECT round(seconds) FROM refinery.import_paces") == 100)
            try await database.execute(set(300) + ";" + pass(170))
            #expect(try await look(database).isEmpty)
            try await expectOnce(.importSlow, database, on: pass(40), over: pass(-40))
            try await database.execute("UPDATE refinery.runs SET status = 'paused' WHERE id = '\(id)'")
            #expect(try await look(database).isEmpty)
            try await database.execute("UPDATE refinery.runs SET status = 'running' WHERE id = '\(id)'")
            #expect(try await look(database).isEmpty)
            #expect(try await database.number("SELECT count(*) FROM refinery.import_paces WHERE seconds IS NULL AND since_rows = 300") == 1)
        }
    }

    @Test("a long queue, and an old one") func queue() async throws {
        try await withWebhook { database in
            _ = try await database.makeImport(jobs: 5)
            let hold = "UPDATE refinery.jobs SET state = 'waiting', ready_at = now() + interval '1 hour' WHERE stage = 'refine'"
            let ready = "UPDATE refinery.jobs SET state = 'ready', ready_at = NULL WHERE stage = 'refine'"
            try await database.execute(hold)
            try await expectOnce(.queueLong, database, on: ready, over: hold) { $0.queueJobs = 4 }
            try await database.execute("DELETE FROM refinery.webhook_deliveries; " + hold)
            #expect(try await look(database) == [])
            try await expectOnce(
                .queueOld, database, on: ready + "; UPDATE refinery.jobs SET created_at = created_at - interval '11 minutes'", over: hold)
        }
    }

    @Test("the breaker of an account, four fifths of its budget, and all of it") func budgets() async throws {
        try await withWebhook { database in
            try await database.setBudget { $0.monthlyRequests = 100 }
            let virtual = "refinery_internal.lookup_virtual_us(b, refinery_internal.lookup_clock_us())"
            try await expectOnce(
                .breakerOpen, database, on: "UPDATE refinery.lookup_budgets b SET open_until_us = \(virtual) + 60000000, failures = 5",
                over: "UPDATE refinery.lookup_budgets SET open_until_us = NULL, failures = 0")
            try await database.execute(
                "UPDATE refinery.lookup_budgets SET open_until_us = NULL, failures = 0; DELETE FROM refinery.webhook_deliveries")
            #expect(try await look(database).isEmpty)
            func use(_ requests: Int) -> String {
                """
                UPDATE refinery.lookup_budgets b
                   SET used_requests = \(requests), month = refinery_internal.lookup_month(b, refinery_internal.lookup_clock_us())
                """
            }
            try await expectOnce(.budgetNearlyUsed, database, on: use(80), over: use(79))
            try await database.execute(use(100))
            #expect(try await look(database) == ["budget.used"])
            #expect(try await look(database).isEmpty)
        }
    }

    @Test("blocks: one alert for all that a statement makes, and for all that end together") func blocks() async throws {
        try await withWebhook { database in
            try await database.execute(
                """
                INSERT INTO refinery.campaign_blocks (id, name, criteria, segment, contacts, scrubbed_at, valid_until, bands_version)
                SELECT gen_random_uuid(), 'Block ' || n, '{}', '{}', 10, now(), now() + interval '10 days', 1 FROM generate_series(1, 30) AS n
                """)
            #expect(try await told(database) == ["block.ready"])
            let sum = try await database.select(
                "SELECT data ->> 'count', data ->> 'contacts', jsonb_array_length(data -> 'blocks')::text FROM refinery.webhook_deliveries")
            #expect(sum == [["30", "300", "20"]])
            #expect(try await look(database).isEmpty)
            try await database.execute("UPDATE refinery.campaign_blocks SET valid_until = now() + interval '23 hours'")
            #expect(try await look(database).count == 30)
            #expect(try await look(database).isEmpty)
            #expect(try await told(database) == ["block.ready", "block.expiring"])
            try await database.execute("UPDATE refinery.campaign_blocks SET valid_until = now() - interval '1 hour', status = 'expired'")
            #expect(try await look(database).count == 30)
            #expect(try await told(database) == ["block.ready", "block.expiring", "block.expired"])
        }
    }

    @Test("a condition that several processes of a host see is told by one, and forgotten when it is over") func host() async throws {
        try await withWebhook { database in
            func set(_ isOn: Bool, _ isHeld: Bool) async throws -> Bool {
                try await database.first(SetAlert(.hostDisk, "here 7", isOn: isOn, isHeld: isHeld, ["host": "here"])) == true
            }
            let results = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { try await set(true, true) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 } == 1)
            // The leader's look leaves it alone.
            #expect(try await look(database).isEmpty)
            _ = try await set(false, true)
            #expect(try await set(true, true) == false)
            _ = try await set(false, false)
            #expect(try await set(true, true))
            #expect(try await told(database) == ["host.disk", "host.disk"])
        }
    }

    @Test("what happens to an import is told by its event, in its transaction, to those who want it") func events() async throws {
        try await withWebhook(events: "import.paused,worker.*") { database in
            let id = try await database.makeImport(jobs: 2)
            _ = try await database.first(PauseRun(id))
            _ = try await database.first(ResumeRun(id, rows: nil))
            try await database.execute("INSERT INTO refinery.events (run_id, kind, data) VALUES ('\(id)', 'import_failed', '{}')")
            try? await database.execute("BEGIN; SELECT refinery_internal.announce('worker.lost', '{}'); ROLLBACK")
            try await database.execute("SELECT refinery_internal.announce('worker.lost', '{\"count\": 1}')")
            #expect(try await told(database) == ["import.paused", "worker.lost"])
            let facts = try await database.text("SELECT data ->> 'import_id' FROM refinery.webhook_deliveries WHERE kind = 'import.paused'")
            #expect(facts == "\(id)")
            try await database.execute("UPDATE refinery.webhooks SET disabled_at = now(), disabled_reason = 'x'")
            try await database.execute("SELECT refinery_internal.announce('worker.lost', '{\"count\": 1}')")
            #expect(try await told(database).count == 2)
        }
    }
}
