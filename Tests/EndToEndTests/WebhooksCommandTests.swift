import Foundation
import HTTPTestSupport
import RefineryModel
import RefineryTestSupport
import SampleFiles
import Synchronization
import Testing

@Suite("refinery webhooks", .timeLimit(.minutes(4))) struct WebhooksCommandTests {
    private func kind(_ request: ReceivedRequest) -> String { JSONValue(request.body)?["type"].text ?? "" }

    @Test("a webhook is added, tested, listed, replayed and removed; its secret is shown to whom asks for it alone") func whole()
        async throws
    {
        try await withProgram { program in
            let isDown = Mutex(true)
            let server = try LoopbackServer { $0.respond(isDown.withLock { $0 } ? 503 : 204) }
            defer { server.stop() }
            let url = server.url + "/hook"
            for (arguments, words) in [
                ([url], "--allow-private"), (["https://ops.example/", "--events", "import.started"], "import.*"),
                (["https://me:secret@ops.example/"], "user or password"),
            ] {
                let refused = try await program.binary.run(["webhooks", "add"] + arguments, environment: program.environment)
                #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
            }
            let added = try await program.run("webhooks", "add", url, "--allow-private", "--events", "import.*,worker.lost", "--json")
            let document = try added.lastObject()
            let secret = try #require(document["secret"]?.text)
            #expect(added.status == 0 && secret.hasPrefix("whsec_"), "\(added.errors)")
            #expect(try await program.run("webhooks", "add", url, "--allow-private").status == 64)
            let listed = try await program.run("webhooks", "list", "--json")
            #expect(listed.lines.count == 1 && listed.output.contains(url) && !listed.output.contains("whsec_"))
            #expect(try await program.run("webhooks", "--show-secrets").output.contains(secret))

            let nobody = try await program.run("webhooks", "test", url, "--timeout", "0")
            #expect(nobody.status == 75 && nobody.errors.contains("coordinator"), "\(nobody.errors)")
            let coordinator = try program.start("coordinator")
            let refused = try await program.run("webhooks", "test", url)
            #expect(refused.status == 69 && refused.errors.contains("status 503"), "\(refused.errors)")
            isDown.withLock { $0 = false }
            let tested = try await program.run("webhooks", "test", url, "--json")
            #expect(try tested.status == 0 && tested.lastObject()["state"]?.text == "delivered", "\(tested.errors)")

            let pending = try await program.run("webhooks", "deliveries", "--state", "pending", "--json")
            let ids = try pending.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }.compactMap {
                $0["id"]?.text
            }
            #expect(ids.count == 2, "\(pending.output) \(pending.errors)")
            // As if they had been tried a while ago.
            try await program.database.execute(
                "UPDATE refinery.webhook_deliveries SET last_attempt_at = now() - interval '2 minutes' WHERE state = 'pending'")
            let replayed = try await program.run("webhooks", "replay", ids[0], String(ids[1].prefix(8)))
            #expect(replayed.status == 0 && replayed.lines.count == 2, "\(replayed.errors)")
            while try await program.database.number("SELECT count(*) FROM refinery.webhook_deliveries WHERE state = 'delivered'") < 3 {
                try #require(coordinator.isRunning)
                await Task.yield()
            }
            let table = try await program.run("webhooks", "deliveries")
            #expect(table.lines.count == 4 && table.output.contains("This is a test: messages arrive."))
            #expect(try await program.run("webhooks", "replay", "00000000").status == 64)
            #expect(try await program.run("webhooks", "replay").status == 64)

            coordinator.send(SIGTERM)
            #expect(try await coordinator.end().status == 0)
            #expect(try await program.run("webhooks", "remove", url).status == 0)
            #expect(try await program.run("webhooks", "remove", url).status == 64)
            #expect(try await program.run("webhooks", "deliveries", "--json").lines.isEmpty)
            let audit = try await program.run("audit", "--json")
            #expect(audit.output.contains("webhook_created") && audit.output.contains("webhook_deleted"))
            #expect(!audit.output.contains("/hook") && !audit.output.contains("whsec_"))
        }
    }

    @Test("ALERT_WEBHOOK_URL hears of an import that `run` did, and of one that failed") func environment() async throws {
        try await withProgram { program in
            let server = try LoopbackServer { $0.respond(200) }
            defer { server.stop() }
            let environment = ["ALERT_WEBHOOK_URL": server.url, "ALERT_WEBHOOK_EVENTS": "import.completed,import.failed"]
            let path = try program.file("leads.csv", SampleGenerator(rows: 400, seed: 5))
            let run = try await program.run("run", path, "--workers", "1", "--no-lookup", environment: environment)
            #expect(run.status == 0, "\(run.errors)")
            #expect(server.requests.map(kind) == ["import.completed"])
            let deadly = try program.file("deadly.csv", "Company,Phone\nDeadly One,6175550123\n")
            var broken = environment
            (broken["RETRY_ATTEMPTS"], broken["PROCESSING_TIMEOUT_SECONDS"], broken["REFINERY_TEST_BATCH_DELAY_MS"]) = ("1", "1", "4000")
            let failed = try await program.run("run", deadly, "--workers", "1", "--no-lookup", environment: broken)
            #expect(failed.status != 0)
            #expect(server.requests.map(kind) == ["import.completed", "import.failed"], "\(failed.errors)")
            let listed = try await program.run("webhooks", "list", "--json")
            #expect(listed.output.contains("\"configured\":true") && listed.output.contains("\"allows_private\":true"))
            let wrong = try await program.run("coordinator", environment: ["ALERT_WEBHOOK_URL": "ops.example"])
            #expect(wrong.status == 78 && wrong.errors.contains("ALERT_WEBHOOK_URL"))
        }
    }

    @Test("coordinators killed while they send: each delivery arrives, with the same id and bytes however often") func killed() async throws
    {
        try await withProgram { program in
            let isAnswering = Mutex(false)
            let (arrivals, arriving) = AsyncStream<Void>.makeStream()
            let server = try LoopbackServer { exchange in
                if isAnswering.withLock({ $0 }) { exchange.respond(200) }
                arriving.yield()
            }
            defer { server.stop() }
            #expect(try await program.run("webhooks", "add", server.url, "--allow-private", "--events", "block.*").status == 0)
            for number in 1...3 {
                try await program.database.execute("SELECT refinery_internal.announce('block.ready', '{\"count\": \(number)}')")
            }
            let makeDue = "UPDATE refinery.webhook_deliveries SET next_attempt_at = clock_timestamp() WHERE state = 'pending'"
            var arrived = arrivals.makeAsyncIterator()
            for _ in 1...3 {
                let coordinator = try program.start("coordinator")
                await arrived.next()
                coordinator.send(SIGKILL)
                #expect(try await coordinator.end().status == 128 + SIGKILL)
                try await program.database.execute(makeDue)
            }
            isAnswering.withLock { $0 = true }
            let last = try program.start("coordinator")
            while try await program.database.number("SELECT count(*) FROM refinery.webhook_deliveries WHERE state = 'pending'") > 0 {
                try #require(last.isRunning)
                await Task.yield()
            }
            last.send(SIGTERM)
            #expect(try await last.end().status == 0)
            let byID = Dictionary(grouping: server.requests) { $0.headers["webhook-id"] ?? "" }
            #expect(byID.count == 3 && server.requests.count == 6)
            for (id, requests) in byID { #expect(Set(requests.map(\.body)).count == 1, "\(id)") }
            #expect(
                try await program.database.number("SELECT sum(attempts) FROM refinery.webhook_deliveries WHERE state = 'delivered'") == 6)
        }
    }
}
