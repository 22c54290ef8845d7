import Postgres
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Secrets
import Testing

@Suite("Audit log", .timeLimit(.minutes(10))) struct AuditTests {
    private func operations(_ database: TestDatabase) throws -> Operations {
        Operations(database: database.database, sources: try database.sources())
    }

    /// A database in whose log some entries stand.
    private func withLog(_ body: (TestDatabase, Operations) async throws -> Void) async throws {
        try await withDatabase { database in
            let operations = try operations(database)
            for number in 1...4 { _ = try await operations.createKey(KeyRequest(name: "key \(number)", scopes: [.read])) }
            try await body(database, operations)
        }
    }

    private func problems(_ operations: Operations, _ known: AuditHead?) async throws -> [String] {
        try await operations.verifyAuditLog(known: known).problems.map(\.problem)
    }

    /// Changes what nobody may change, as somebody who owns the database and turns its triggers off.
    private func tamper(_ statement: String, _ database: TestDatabase) async throws {
        try await database.execute("BEGIN; SET LOCAL session_replication_role = replica; \(statement); COMMIT")
    }

    @Test("what somebody does to a run is written in the transaction that does it, with who did it") func control() async throws {
        try await withDatabase { database in
            let operations = try operations(database)
            let id = try await database.text("SELECT refinery.submit_import('leads.csv', 'Company,Phone\nAcme,6175550123\n')::uuid::text")
            let run = try #require(id.flatMap(RunID.init))
            try await Database.acting(as: "key:abc") { _ = try await database.first(PauseRun(run)) }
            _ = try await database.first(ResumeRun(run, rows: nil))
            await #expect(throws: PostgresError.self) {
                try await database.database.pool.withTransaction { connection in
                    _ = try await connection.first(CancelRun(run))
                    _ = try await connection.first(CancelRun(RunID()))
                }
            }
            let report = try await operations.auditReport(of: run)
            #expect(report.timeline.map(\.operation) == ["import_submitted", "import_paused", "import_resumed"])
            #expect(report.timeline[1].actor == "key:abc")
            #expect(report.timeline[2].actor.hasPrefix("db:"), "whom a task acted for is forgotten with it: \(report.timeline[2].actor)")
            #expect(report.totalOperations == 3 && report.errorCount == 0 && report.successRate == 100)
            #expect(report.operationsByType == ["import_submitted": 1, "import_paused": 1, "import_resumed": 1])
            let user = try await database.text(
                "SELECT metadata ->> 'user' = session_user FROM refinery.audit_log WHERE operation = 'import_paused'")
            #expect(user == "true")
        }
    }

    @Test("keys, mappings, budgets, suppressions and looks at personal data are entries, and what fails counts as that") func kinds()
        async throws
    {
        try await withDatabase { database in
            let operations = try operations(database)
            let (key, text) = try await operations.createKey(KeyRequest(name: "one", scopes: [.admin]))
            _ = try await operations.revokeKey(key.id)
            _ = try await operations.setBudget(of: "AC1", BudgetChange())
            var change = BudgetChange()
            change.burst = 25
            _ = try await operations.setBudget(of: "AC1", change)
            try await database.execute(
                "INSERT INTO refinery.suppression_entries (list, kind, value) SELECT 'opt_out', 'number', '+1617555' || n FROM generate_series(1000, 1010) AS n"
            )
            try await operations.record(
                RecordAct(operation: "records_revealed", message: "Records were shown unmasked.", metadata: #"{"rows": 3}"#))
            try await database.execute("INSERT INTO refinery.events (run_id, kind, data) VALUES (NULL, 'job_dead', '{\"job\": 7}')")
            try await database.execute("INSERT INTO refinery.events (run_id, kind, data) VALUES (NULL, 'import_progress', '{}')")
            let report = try await operations.auditReport(of: nil)
            let expected = ["key_created", "key_revoked", "budget_changed", "suppressions_added", "records_revealed", "job_dead"]
            #expect(report.timeline.map(\.operation).filter { $0 != "schema_migrated" } == expected)
            #expect(report.errorCount == 1 && report.successRate < 100)
            let rows = try await database.text("SELECT metadata ->> 'rows' FROM refinery.audit_log WHERE operation = 'suppressions_added'")
            #expect(rows == "11")
            let everything = try await database.text("SELECT string_agg(a::text, ' ') FROM refinery.audit_log a")
            #expect(everything?.contains(text.secret) == false && everything?.contains("+1617555") == false)
        }
    }

    @Test("a destination that is added, changed or removed is an entry, and so is a push that begins; a request that is sent is none")
    func pushes() async throws {
        try await withDatabase { database in
            let run = RunID()
            try await database.execute(
                """
                INSERT INTO refinery.campaign_destinations (name, kind, settings) VALUES ('dialer', 'webhook', '{"url": "https://a.example/hidden"}');
                UPDATE refinery.campaign_destinations SET next_request_at = clock_timestamp(), stopped_reason = NULL;
                UPDATE refinery.campaign_destinations SET requests_per_minute = 60;
                INSERT INTO refinery.runs (id, kind) VALUES ('\(run)', 'push');
                INSERT INTO refinery.push_runs (run_id, destination, blocks) VALUES ('\(run)', 'dialer', '{}');
                UPDATE refinery.campaign_destinations SET removed_at = clock_timestamp();
                UPDATE refinery.campaign_destinations SET removed_at = NULL
                """)
            let operations = try operations(database)
            let timeline = try await operations.auditReport(of: nil).timeline
            #expect(
                timeline.map(\.operation).filter { $0 != "schema_migrated" } == [
                    "destination_added", "destination_changed", "push_begun", "destination_removed", "destination_added",
                ])
            #expect(try await operations.auditReport(of: run).timeline.map(\.operation) == ["push_begun"])
            let everything = try await database.text("SELECT string_agg(a::text, ' ') FROM refinery.audit_log a")
            #expect(everything?.contains("hidden") == false)
        }
    }

    @Test("a webhook that is added, changed, disabled or removed is an entry, without its path and its secret") func webhooks() async throws
    {
        try await withDatabase { database in
            let operations = try operations(database)
            var request = WebhookRequest(url: "https://ops.example/hidden-path")
            let secret = try await operations.addWebhook(request).secret?.text ?? ""
            (request.events, request.replaces) = (["import.*"], true)
            _ = try await operations.addWebhook(request)
            _ = try await operations.addWebhook(request)
            try await database.execute("UPDATE refinery.webhooks SET disabled_at = now(), disabled_reason = 'gone'")
            _ = try await operations.addWebhook(request)
            _ = try await operations.removeWebhook(request.url)
            let timeline = try await operations.auditReport(of: nil).timeline
            #expect(
                timeline.map(\.operation).filter { $0 != "schema_migrated" } == [
                    "webhook_created", "webhook_changed", "webhook_disabled", "webhook_enabled", "webhook_deleted",
                ])
            let everything = try await database.text("SELECT string_agg(a::text, ' ') FROM refinery.audit_log a") ?? ""
            #expect(!everything.contains("hidden-path") && !everything.contains(secret) && everything.contains("https://ops.example"))
        }
    }

    @Test("a log that nobody touched is whole, also when many write at once") func whole() async throws {
        try await withLog { database, operations in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask { try await operations.record(RecordAct(operation: "looked", message: "\(number)")) }
                }
                try await group.waitForAll()
            }
            let verdict = try await operations.verifyAuditLog(known: nil)
            #expect(verdict.problems.isEmpty && verdict.entries >= 44)
            let entries = try await database.number("SELECT count(*) FROM refinery.audit_log")
            #expect(entries == Int(verdict.entries))
        }
    }

    @Test(
        "whatever is done to the log is found",
        arguments: [
            ("UPDATE refinery.audit_log SET actor = 'nobody' WHERE id = (SELECT max(id) - 2 FROM refinery.audit_log)", "altered"),
            ("UPDATE refinery.audit_log SET metadata = metadata - 'user' WHERE id = (SELECT max(id) FROM refinery.audit_log)", "altered"),
            ("DELETE FROM refinery.audit_log WHERE id = (SELECT max(id) - 1 FROM refinery.audit_log)", "deleted"),
            // A place goes with its entry.
            (
                """
                WITH gone AS (DELETE FROM refinery.audit_log WHERE id = (SELECT max(id) - 1 FROM refinery.audit_log) RETURNING id)
                DELETE FROM refinery.audit_chain c USING gone WHERE c.entry_id = gone.id
                """, "gap"
            ),
            // Two change places.
            (
                """
                UPDATE refinery.audit_chain SET entry_id = -entry_id WHERE seq > (SELECT max(seq) - 2 FROM refinery.audit_chain);
                UPDATE refinery.audit_chain c SET entry_id = -o.entry_id
                  FROM refinery.audit_chain o, (SELECT max(seq) AS last FROM refinery.audit_chain) AS m
                 WHERE c.seq > m.last - 2 AND o.seq = 2 * m.last - 1 - c.seq
                """, "altered"
            ),
            // The end is cut off.
            (
                """
                WITH gone AS (DELETE FROM refinery.audit_chain WHERE seq = (SELECT max(seq) FROM refinery.audit_chain) RETURNING entry_id)
                DELETE FROM refinery.audit_log l USING gone WHERE l.id = gone.entry_id
                """, "truncated"
            ),
            (
                "INSERT INTO refinery.audit_log (actor, operation, level, status, message, metadata) VALUES ('x', 'x', 'info', 'success', '', '{}')",
                "unchained"
            ),
        ])
    func tampering(statement: String, problem: String) async throws {
        try await withLog { database, operations in
            try await tamper(statement, database)
            let problems = try await operations.verifyAuditLog(known: nil).problems
            #expect(problems.contains { $0.problem == problem }, "\(problems)")
        }
    }

    @Test("an end that was noted elsewhere finds a log that its owner rewrote") func rewritten() async throws {
        try await withLog { database, operations in
            let known = try await operations.verifyAuditLog(known: nil).head
            _ = try await operations.createKey(KeyRequest(name: "later", scopes: [.read]))
            #expect(try await problems(operations, known) == [])
            try await tamper(
                """
                DELETE FROM refinery.audit_log; DELETE FROM refinery.audit_chain; UPDATE refinery.audit_head SET seq = 0, hash = anchor_hash
                """, database)
            #expect(try await problems(operations, nil) == [])
            let problems = try await operations.verifyAuditLog(known: known).problems
            #expect(problems.map(\.problem) == ["rewritten"])
        }
    }

    @Test(
        "nobody changes or deletes an entry, its owner neither",
        arguments: [
            "UPDATE refinery.audit_log SET message = ''", "DELETE FROM refinery.audit_log", "TRUNCATE refinery.audit_log",
            "DELETE FROM refinery.audit_chain", "UPDATE refinery.audit_chain SET seq = 0", "DELETE FROM refinery.audit_head",
        ])
    func guarded(statement: String) async throws {
        try await withLog { database, operations in
            await #expect(throws: PostgresError.self) { try await database.execute(statement) }
            let found = try await problems(operations, nil)
            #expect(found.isEmpty)
        }
    }

    @Test("old entries go, and the chain goes on behind them") func cleaning() async throws {
        try await withLog { database, operations in
            let known = try await operations.verifyAuditLog(known: nil).head
            try await database.execute("SELECT refinery.cleanup_old_audit_logs(0)")
            let report = try await operations.auditReport(of: nil)
            #expect(report.timeline.map(\.operation) == ["audit_log_cleaned"])
            #expect(try await problems(operations, known) == [])
            _ = try await operations.createKey(KeyRequest(name: "later", scopes: [.read]))
            let verdict = try await operations.verifyAuditLog(known: nil)
            #expect(verdict.problems.isEmpty && verdict.entries == 2)
            await #expect(throws: PostgresError.self) { try await database.execute("DELETE FROM refinery.audit_log") }
        }
    }
}
