import Foundation
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("The page of alerts and webhooks", .timeLimit(.minutes(10))) struct WebhookPageTests {
    private func operations(_ database: TestDatabase) throws -> Operations {
        Operations(database: database.database, sources: try database.sources())
    }

    @Test("adds a webhook and shows its secret once, tests it, and removes it") func administrator() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = [("form_token", try await visitor.logIn([.admin]))]
                #expect(try await visitor.get("/webhooks").body.contains("Nobody is told."))
                let refused = try await visitor.post("/webhooks", token + [("url", "http://10.0.0.1/hook"), ("events", "import.*")])
                #expect(refused.status == 200 && refused.body.contains("role=\"alert\"") && refused.body.contains("http://10.0.0.1/hook"))
                #expect(try await database.number("SELECT count(*) FROM refinery.webhooks") == 0)
                let added = try await visitor.post(
                    "/webhooks",
                    token + [("url", "https://ops.example/hook/path"), ("events", "import.*"), ("kinds", "worker.lost, block.ready")])
                let secret = try #require(added.body.firstMatch(of: /id="secret">(whsec_[^<]+)</)).output.1
                #expect(try await database.text("SELECT secret FROM refinery.webhooks") == String(secret).unescaped)
                #expect(
                    try await database.text("SELECT array_to_string(events, ' ') FROM refinery.webhooks")
                        == "import.* worker.lost block.ready")
                let page = try await visitor.get("/webhooks")
                #expect(page.body.contains("https://ops.example/hook/path") && !page.body.contains("whsec_"))
                let id = try #require(try await database.text("SELECT id FROM refinery.webhooks"))
                #expect(try await visitor.post("/webhooks/\(id)/act", token + [("action", "test")]).status == 303)
                #expect(try await visitor.get("/webhooks").body.contains("webhook.test"))
                #expect(try await visitor.post("/webhooks/\(id)/act", token + [("action", "remove")]).status == 303)
                #expect(try await database.number("SELECT count(*) FROM refinery.webhooks") == 0)
                #expect(
                    try await database.number(
                        "SELECT count(*) FROM refinery.audit_log WHERE actor LIKE 'key:%' AND operation LIKE 'webhook%'")
                        >= 2)
            }
        }
    }

    @Test("shows what is wrong and what became of messages, and sends one or all that failed again") func replay() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let (webhook, _) = try await operations(database).addWebhook(WebhookRequest(url: "https://ops.example/hook/SECRETPATH"))
                for _ in 0..<3 { _ = try await operations(database).testWebhook(webhook.url) }
                try await database.execute(
                    """
                    UPDATE refinery.webhook_deliveries SET state = 'failed', ended_at = now(), attempts = 10, last_status = 503, last_error = 'away';
                    INSERT INTO refinery.alerts (kind, subject, data) VALUES ('queue.long', 'refine', '{"stage": "refine", "jobs": 200}')
                    """)
                let visitor = PageVisitor(web)
                let token = [("form_token", try await visitor.logIn([.read, .operate]))]
                let page = try await visitor.get("/webhooks?state=failed")
                #expect(page.body.contains("200 jobs of the stage refine wait.") && page.body.contains("status 503: away"))
                // The path of an address may be a secret.
                #expect(page.body.contains("https://ops.example/…") && !page.body.contains("SECRETPATH"))
                #expect(try await visitor.get("/").body.contains("200 jobs of the stage refine wait."))
                #expect(try await visitor.post("/webhooks", token + [("url", "https://x.example/"), ("events", "*")]).status == 403)
                let id = try #require(page.body.firstMatch(of: /<tr id="d([0-9a-f-]{36})">/)).output.1
                let pending = "SELECT count(*) FROM refinery.webhook_deliveries WHERE state = 'pending'"
                #expect(
                    try await visitor.post("/deliveries/replay", token + [("id", String(id))]).headers["location"]?.contains("count=1")
                        == true)
                #expect(try await database.number(pending) == 1)
                // All the others: first their count.
                let question = try await visitor.post("/deliveries/replay", token)
                #expect(question.status == 200 && question.body.contains("Send 2 messages that failed again?"))
                #expect(try await database.number(pending) == 1)
                // What would not be sent is not counted either.
                try await database.execute("UPDATE refinery.webhooks SET disabled_at = now(), disabled_reason = 'gone'")
                let none = try await visitor.post("/deliveries/replay", token)
                #expect(none.body.contains("Send 0 messages that failed again?"))
                try await database.execute(
                    """
                    UPDATE refinery.webhooks SET disabled_at = NULL, disabled_reason = NULL;
                    INSERT INTO refinery.webhook_deliveries (webhook_id, kind, data, state, ended_at)
                    SELECT '\(webhook.id)', 'webhook.test', '{}', 'failed', now() FROM generate_series(1, 10000)
                    """)
                let lots = try await visitor.post("/deliveries/replay", token)
                #expect(lots.body.contains("Send more than 10,000 messages that failed again?"))
                try await database.execute(
                    "DELETE FROM refinery.webhook_deliveries WHERE kind = 'webhook.test' AND attempts = 0 AND state = 'failed'")
                #expect(
                    try await visitor.post("/deliveries/replay", token + [("confirmed", "yes")]).headers["location"]?.contains("count=2")
                        == true)
                #expect(try await database.number(pending) == 3)
                let reader = PageVisitor(web)
                let other = [("form_token", try await reader.logIn([.read]))]
                #expect(try await reader.post("/deliveries/replay", other + [("id", String(id))]).status == 403)
                #expect(try await reader.get("/webhooks?state=pending").body.contains("data-waits"))
                #expect(try await reader.get("/webhooks?state=delivered").body.contains("No message is like that."))
            }
        }
    }
}
