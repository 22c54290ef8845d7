import Foundation
import HTTPTestSupport
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Secrets
import StandardWebhooks
import Synchronization
import Testing

@testable import RefineryFleet

@Suite("Deliveries of webhooks", .timeLimit(.minutes(10))) struct WebhookSenderTests {
    private static let csv = "Company,Phone\nAcme,6175550123\nBolt,6175550124\n"

    /// A receiver and a webhook of it that wants these kinds.
    private func withReceiver(
        _ events: [String] = ["*"], status: @escaping @Sendable (Exchange) -> Int = { _ in 204 },
        _ body: (TestDatabase, Operations, Receiver) async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let operations = Operations(database: database.database, sources: try database.sources())
            let receiver = try Receiver(status)
            defer { receiver.server.stop() }
            var request = WebhookRequest(url: receiver.server.url + "/hook")
            (request.events, request.allowsPrivate, request.secret) = (events, true, Secret(WebhookKey.example))
            _ = try await operations.addWebhook(request)
            try await body(database, operations, receiver)
        }
    }

    /// What arrived, and a way to await it.
    private final class Receiver: Sendable {
        let server: LoopbackServer
        private let arrivals: AsyncStream<ReceivedRequest>

        init(_ status: @escaping @Sendable (Exchange) -> Int) throws {
            let (arrivals, arriving) = AsyncStream<ReceivedRequest>.makeStream()
            self.arrivals = arrivals
            server = try LoopbackServer { exchange in
                let status = status(exchange)
                if status > 0 { exchange.respond(status) }
                arriving.yield(exchange.request)
            }
        }

        /// Waits until so many requests have arrived since the last time.
        func next(_ count: Int = 1) async -> [ReceivedRequest] {
            var requests: [ReceivedRequest] = []
            for await request in arrivals {
                requests.append(request)
                if requests.count == count { break }
            }
            return requests
        }
    }

    private func fleet(_ database: TestDatabase) throws -> TestFleet {
        var fleet = try TestFleet(database)
        fleet.webhooks = WebhookClient()
        // Only alerts that a test provokes: this machine may be short of memory.
        fleet.settings.alerts.memoryShare = 1
        return fleet
    }

    private func kind(_ request: ReceivedRequest) -> String { JSONValue(request.body)?["type"].text ?? "" }

    /// Waits until the database says so.
    private func wait(_ database: TestDatabase, _ condition: String) async throws {
        while try await database.text("SELECT (\(condition))::text") != "true" { await Task.yield() }
    }

    private static let allDelivered = "SELECT count(*) > 0 AND bool_and(state = 'delivered') FROM refinery.webhook_deliveries"

    @Test("an import that completes is told once, with two coordinators, and carries no value of a row") func completed() async throws {
        try await withReceiver { database, operations, receiver in
            let fleet = try fleet(database)
            let id = try await fleet.submit(Self.csv)
            try await fleet.run(coordinators: 2, workers: 1) {
                _ = try await fleet.waitForEnd(of: id)
                try await wait(database, Self.allDelivered)
            }
            let requests = await receiver.next()
            let message = try #require(JSONValue(requests[0].body))
            #expect(message["type"].text == "import.completed")
            #expect(message["data"]["import_id"].text == "\(id)" && message["data"]["stored"].integer == 2)
            #expect(message["data"]["summary"].text == "Import 1 is completed: 2 records stored, 0 rows rejected.")
            let text = String(decoding: requests[0].body, as: UTF8.self)
            #expect(!text.contains("6175550123") && !text.contains("Acme") && !text.contains(".csv"))
            #expect(receiver.server.requests.count == 1)
            let deliveries = try await operations.deliveries(limit: 10)
            #expect(deliveries.map(\.kind) == ["import.completed"] && deliveries[0].attempts == 1 && deliveries[0].lastStatus == 204)
            #expect(requests[0].headers["webhook-id"] == "msg_" + deliveries[0].id.uuidString.lowercased().replacing("-", with: ""))
        }
    }

    @Test("a receiver that is down for an hour gets each delivery, with the same id") func hour() async throws {
        let isDown = Mutex(true)
        try await withReceiver(status: { _ in isDown.withLock { $0 ? 503 : 200 } }) { database, operations, receiver in
            for number in 1...5 {
                try await database.execute("SELECT refinery_internal.announce('worker.lost', '{\"count\": \(number)}')")
            }
            let fleet = try fleet(database)
            // While one is sent, its next attempt is when its lease lapses.
            let isSettled = "abs(extract(epoch FROM next_attempt_at - last_attempt_at) - 60) > 1"
            try await fleet.run(workers: 0) {
                // At once, after 5 seconds, 5 and 30 minutes: the clock of the database goes on by what each waits for.
                for attempt in 1...4 {
                    try await wait(
                        database,
                        "SELECT bool_and(attempts >= \(attempt) AND last_status = 503 AND \(isSettled)) FROM refinery.webhook_deliveries")
                    if attempt == 4 { isDown.withLock { $0 = false } }
                    try await database.execute(
                        """
                        UPDATE refinery.webhook_deliveries SET next_attempt_at = clock_timestamp() WHERE \(isSettled);
                        SELECT pg_notify('refinery_jobs', 'webhook')
                        """)
                }
                try await wait(database, Self.allDelivered)
            }
            let byID = Dictionary(grouping: receiver.server.requests) { $0.headers["webhook-id"] ?? "" }
            #expect(byID.count == 5 && byID.values.allSatisfy { $0.count >= 5 && Set($0.map(\.body)).count == 1 })
            #expect(try await operations.deliveries(state: .delivered, limit: 10).allSatisfy { $0.attempts >= 5 && $0.lastError == nil })
        }
    }

    @Test("a delivery that nobody takes in ten attempts has failed, and can be replayed with the same id") func givenUp() async throws {
        let isDown = Mutex(true)
        try await withReceiver(status: { _ in isDown.withLock { $0 ? 500 : 200 } }) { database, operations, receiver in
            try await database.execute("SELECT refinery_internal.announce('worker.lost', '{}')")
            try await database.execute("UPDATE refinery.webhook_deliveries SET step = 9, attempts = 9")
            let fleet = try fleet(database)
            try await fleet.run(workers: 0) {
                let first = await receiver.next()
                try await wait(database, "SELECT bool_and(state = 'failed') FROM refinery.webhook_deliveries")
                isDown.withLock { $0 = false }
                let delivery = try #require(try await operations.deliveries(state: .failed, limit: 1).first)
                #expect(delivery.lastError == "It answers with status 500.")
                #expect(try await operations.replayFailed() == [delivery.id])
                let second = await receiver.next()
                #expect(first[0].headers["webhook-id"] == second[0].headers["webhook-id"])
                try await wait(database, Self.allDelivered)
                let id = try await operations.deliveryID(second[0].headers["webhook-id"] ?? "")
                #expect(try await operations.replay([id]) == [id])
                _ = await receiver.next()
                try await wait(database, "SELECT bool_and(replays = 2 AND state = 'delivered') FROM refinery.webhook_deliveries")
            }
        }
    }

    @Test("410 disables a webhook, and nothing is sent there until somebody says so") func gone() async throws {
        try await withReceiver(status: { _ in 410 }) { database, operations, receiver in
            for _ in 1...3 { try await database.execute("SELECT refinery_internal.announce('worker.lost', '{}')") }
            let fleet = try fleet(database)
            try await fleet.run(workers: 0) {
                _ = await receiver.next()
                try await wait(database, "SELECT bool_and(state = 'failed') FROM refinery.webhook_deliveries")
                try await database.execute("SELECT refinery_internal.announce('worker.lost', '{}')")
            }
            #expect(receiver.server.requests.count == 1)
            #expect(try await database.number("SELECT count(*) FROM refinery.webhook_deliveries") == 3)
            let webhook = try #require(try await operations.webhooks().first)
            #expect(webhook.disabledReason?.contains("410") == true && webhook.pending == 0)
            await #expect(throws: WebhookFault.self) { try await operations.testWebhook(webhook.url) }
            #expect(try await operations.replayFailed().isEmpty)
        }
    }

    @Test("who dies while he sends leaves a delivery that is sent again, with the same id") func killed() async throws {
        let isSilent = Mutex(true)
        try await withReceiver(status: { _ in isSilent.withLock { $0 ? 0 : 200 } }) { database, operations, receiver in
            let test = try await operations.testWebhook(receiver.server.url + "/hook")
            var fleet = try fleet(database)
            fleet.settings.webhooks.farewell = .zero
            try await fleet.run(workers: 0) {
                // It has arrived, and is not answered.
                let first = await receiver.next()
                #expect(kind(first[0]) == "webhook.test")
            }
            isSilent.withLock { $0 = false }
            #expect(try await database.text("SELECT state FROM refinery.webhook_deliveries") == "pending")
            // The lease has not lapsed: nobody sends it twice at the same time.
            #expect(try await database.rows(ListDueWebhooks()).allSatisfy { $0.wait > .zero })
            try await database.execute("UPDATE refinery.webhook_deliveries SET next_attempt_at = clock_timestamp()")
            try await fleet.run(workers: 0) {
                _ = await receiver.next()
                try await wait(database, Self.allDelivered)
            }
            let ids = Set(receiver.server.requests.compactMap { $0.headers["webhook-id"] })
            #expect(ids.count == 1 && receiver.server.requests.count >= 2)
            #expect(try await operations.delivery(test).attempts >= 2)
        }
    }

    @Test("what a leader told last is still sent by a coordinator that stops") func farewell() async throws {
        try await withReceiver(["import.completed"]) { database, _, receiver in
            let fleet = try fleet(database)
            let id = try await fleet.submit(Self.csv)
            try await fleet.run(id, workers: 1)
            #expect(receiver.server.requests.map(kind) == ["import.completed"])
        }
    }

    @Test("a webhook that does not answer keeps no other waiting") func slow() async throws {
        try await withReceiver(status: { _ in 0 }) { database, operations, silent in
            let other = try Receiver { _ in 204 }
            defer { other.server.stop() }
            var request = WebhookRequest(url: other.server.url)
            request.allowsPrivate = true
            _ = try await operations.addWebhook(request)
            for _ in 1...3 { try await database.execute("SELECT refinery_internal.announce('worker.lost', '{}')") }
            var fleet = try fleet(database)
            fleet.settings.webhooks.farewell = .zero
            try await fleet.run(workers: 0) {
                _ = await silent.next()
                _ = await other.next(3)
            }
            #expect(silent.server.requests.count < 3)
        }
    }

    @Test("a lost worker is told once, with where it was") func lostWorker() async throws {
        try await withReceiver(["worker.*"]) { database, _, receiver in
            let worker = try await database.makeWorker(lease: .seconds(-1))
            let fleet = try fleet(database)
            try await fleet.run(coordinators: 2, workers: 1) {
                let message = JSONValue(await receiver.next()[0].body) ?? .null
                #expect(message["data"]["workers"].elements.map { $0["worker_id"].text } == ["\(worker)"])
                #expect(message["data"]["workers"].elements[0]["reason"].text == "worker_hung")
                try await wait(database, Self.allDelivered)
            }
            #expect(receiver.server.requests.count == 1)
        }
    }

    @Test("memory and disks of a host are told once, however many processes see them") func host() async throws {
        try await withReceiver(["host.*"]) { database, operations, receiver in
            var fleet = try fleet(database)
            fleet.settings.alerts.memoryShare = 0
            fleet.settings.alerts.diskFreeShare = 1.1
            fleet.settings.alerts.directories = ["/", "/usr", "/none-of-this"]
            try await fleet.run(coordinators: 2, workers: 3) {
                _ = await receiver.next(2)
                try await wait(database, Self.allDelivered)
            }
            let kinds = receiver.server.requests.map(kind)
            let subjects = try await operations.alerts().map(\.subject)
            #expect(Set(kinds) == ["host.memory", "host.disk"] && kinds.count == subjects.count && Set(subjects).count == subjects.count)
            // It is over when a process that starts sees that it is.
            fleet.settings.alerts.memoryShare = 1
            fleet.settings.alerts.diskFreeShare = 0
            try await fleet.run(workers: 1) { try await wait(database, "SELECT count(*) = 0 FROM refinery.alerts") }
        }
    }

    @Test("too many rejects and a long queue are told while a fleet runs") func conditions() async throws {
        try await withReceiver(["import.reject_rate", "queue.long"]) { database, _, receiver in
            var fleet = try fleet(database)
            fleet.settings.alerts.queueJobs = 3
            fleet.settings.alerts.every = .milliseconds(20)
            let id = try await fleet.submit(
                "Company,Phone\n" + (1...50).map { "Firm \($0),61755501\($0 + 10)\n" }.joined() + String(repeating: ",\n", count: 10)
            ) {
                $0.batchSize = 10
            }
            try await fleet.run(coordinators: 2, workers: 0) {
                try await wait(database, "SELECT count(*) = 1 FROM refinery.alerts WHERE kind = 'queue.long'")
            }
            try await fleet.run(coordinators: 2, workers: 1) { [fleet] in
                _ = try await fleet.waitForEnd(of: id)
                _ = await receiver.next(2)
                try await wait(database, Self.allDelivered)
            }
            #expect(Set(receiver.server.requests.map(kind)) == ["import.reject_rate", "queue.long"])
            #expect(receiver.server.requests.count == 2)
        }
    }

    @Test("the webhook of the configuration is there while a leader names it") func configured() async throws {
        try await withDatabase { database in
            let operations = Operations(database: database.database, sources: try database.sources())
            func configure(_ webhook: ConfiguredWebhook?) async throws -> [Webhook] {
                _ = try await database.rows(ConfigureWebhook(webhook))
                return try await operations.webhooks()
            }
            let first = ConfiguredWebhook(url: "http://10.0.0.1/a", secret: "whsec_made", hasSecret: false, events: ["*"])
            var fleet = try fleet(database)
            fleet.settings.alerts.webhook = first
            try await fleet.run(coordinators: 2, workers: 0) { try await wait(database, "SELECT count(*) = 1 FROM refinery.webhooks") }
            var webhooks = try await operations.webhooks()
            #expect(webhooks.map(\.url) == ["http://10.0.0.1/a"] && webhooks[0].allowsPrivate && webhooks[0].disabledAt == nil)
            // A secret that was made up stays, one that somebody gives is taken.
            _ = try await configure(ConfiguredWebhook(url: first.url, secret: "whsec_other", hasSecret: false, events: ["*"]))
            #expect(try await operations.secret(of: webhooks[0]).text == "whsec_made")
            webhooks = try await configure(
                ConfiguredWebhook(url: "http://10.0.0.1/b", secret: "whsec_own", hasSecret: true, events: ["import.*"]))
            #expect(webhooks.map { $0.disabledAt == nil } == [false, true] && webhooks[1].events == ["import.*"])
            webhooks = try await configure(nil)
            #expect(webhooks.allSatisfy { $0.disabledAt != nil && !$0.isConfigured })
            webhooks = try await configure(first)
            #expect(webhooks.map { $0.disabledAt == nil } == [true, false])
        }
    }
}
