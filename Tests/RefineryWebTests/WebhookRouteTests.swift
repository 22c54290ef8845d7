import RefineryTestSupport
import RefineryWeb
import Testing

@Suite("Webhooks over HTTP", .timeLimit(.minutes(10))) struct WebhookRouteTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test("are added, tested, listed and removed by an administrator, and no answer has their secret") func whole() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let body = #"{"url": "https://ops.example/hook", "events": ["import.*"], "secret": "\#(Self.secret)"}"#
                let json = ["-H", "Content-Type: application/json", "-H", "Idempotency-Key: a", "-d", body]
                #expect(try await web.ask("/api/v1/webhooks", "operate", json).status == 403)
                let added = try await web.ask("/api/v1/webhooks", "admin", json)
                #expect(added.status == 201 && !added.body.contains("whsec_"), "\(added.body)")
                // Asked once more with the same key: the same answer, and one webhook.
                #expect(try await web.ask("/api/v1/webhooks", "admin", json).body == added.body)
                let id = try #require(added.object["id"]?.text)
                let twice = try await web.ask("/api/v1/webhooks", "admin", ["-H", "Content-Type: application/json", "-d", body])
                #expect(twice.status == 409 && twice.object["error"]?.text == "webhook_exists")
                for wrong in [
                    #"{"url": "http://ops.example/hook", "secret": "\#(Self.secret)"}"#, #"{"url": "https://ops.example/hook2"}"#,
                    #"{"url": "https://ops.example/hook2", "secret": "short"}"#,
                    #"{"url": "https://ops.example/hook2", "events": ["all"], "secret": "\#(Self.secret)"}"#,
                ] {
                    let refused = try await web.ask("/api/v1/webhooks", "admin", ["-H", "Content-Type: application/json", "-d", wrong])
                    #expect(refused.status == 400 && !refused.body.contains("hook2"), "\(refused.body)")
                }
                #expect(try await web.curl("/api/v1/webhooks").status == 403)
                let listed = try await web.curl("/api/v1/webhooks", key: "admin")
                #expect(listed.items.count == 1 && !listed.body.contains("whsec_"))

                let tested = try await web.curl("/api/v1/webhooks/\(id.prefix(8))/test", key: "admin", "-X", "POST")
                #expect(tested.status == 202, "\(tested.body)")
                try await database.execute(
                    "UPDATE refinery.webhook_deliveries SET state = 'failed', ended_at = now(), last_error = 'away', last_status = 503, attempts = 10"
                )
                let deliveries = try await web.curl("/api/v1/deliveries?state=failed&limit=1")
                #expect(deliveries.items.count == 1 && deliveries.body.contains("webhook.test") && !deliveries.body.contains("ops.example"))
                guard case .object(let delivery)? = deliveries.items.first, let deliveryID = delivery["id"]?.text else {
                    Issue.record("\(deliveries.body)")
                    return
                }
                let next = try #require(deliveries.object["next"]?.text)
                #expect(try await web.curl("/api/v1/deliveries?after=\(next)").items.isEmpty)
                #expect(try await web.curl("/api/v1/deliveries/\(deliveryID)/replay", "-X", "POST").status == 403)
                let replayed = try await web.curl("/api/v1/deliveries/\(deliveryID)/replay", key: "operate", "-X", "POST")
                #expect(replayed.status == 202 && replayed.body.contains(deliveryID))
                #expect(try await web.curl("/api/v1/deliveries/00000000/replay", key: "operate", "-X", "POST").status == 404)

                #expect(try await web.curl("/api/v1/webhooks/\(id)", key: "admin", "-X", "DELETE").status == 200)
                #expect(try await web.curl("/api/v1/webhooks/\(id)", key: "admin", "-X", "DELETE").status == 404)
                #expect(try await web.curl("/api/v1/webhooks/\(id)/test", key: "admin", "-X", "POST").status == 404)
            }
        }
    }

    @Test("what is wrong now is a list") func alerts() async throws {
        try await withDatabase { database in
            try await database.execute(
                "INSERT INTO refinery.alerts (kind, subject, data) VALUES ('queue.long', 'refine', '{\"stage\": \"refine\", \"jobs\": 200}')"
            )
            try await TestWeb.with(database) { web in
                let alerts = try await web.curl("/api/v1/alerts")
                #expect(alerts.items.count == 1 && alerts.body.contains("200 jobs of the stage refine wait."))
            }
        }
    }
}
