import CampaignSimulator
import Foundation
import RefineryTestSupport
import SampleFiles
import Testing

@Suite("refinery blocks push", .timeLimit(.minutes(4))) struct PushCommandTests {
    private static let secret = ["PUSH_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]

    private func withBlocks(_ body: (Program, [String]) async throws -> Void) async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", SampleGenerator(rows: 400, seed: 3))
            let run = try await program.run("run", path, "--workers", "1", "--no-lookup")
            try #require(run.status == 0, "\(run.errors)")
            let made = try await program.run("blocks", "generate", "--by", "state", "--max", "500", "--json")
            try #require(made.status == 0, "\(made.errors)")
            let lines = try await program.run("blocks", "list", "--json").lines
            let blocks = try lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            try await body(
                program, blocks.sorted { ($0["contacts"]?.number ?? 0) > ($1["contacts"]?.number ?? 0) }.compactMap { $0["id"]?.text })
        }
    }

    @Test("contacts of a block reach a signed webhook once, and the block says how far it is") func whole() async throws {
        try await withBlocks { program, blocks in
            try await CampaignSimulator.running { simulator, url in
                let added = try await program.run(
                    "destinations", "add", "dialer", "--kind", "webhook", "--url", url + "/webhook", "--secret-env", "PUSH_SECRET",
                    "--batch", "7")
                #expect(added.status == 0, "\(added.errors)")
                let listed = try await program.run("destinations", "--json")
                #expect(listed.output.contains("PUSH_SECRET") && !listed.output.contains("whsec_"))
                let missing = try await program.run("blocks", "push", blocks[0], "--to", "dialer")
                #expect(missing.status == 78 && missing.errors.contains("PUSH_SECRET is not set"), "\(missing.errors)")
                #expect(try await program.run("blocks", "push", blocks[0], "--to", "nobody", environment: Self.secret).status == 64)

                let pushed = try await program.run("blocks", "push", blocks[0], "--to", "dialer", "--json", environment: Self.secret)
                let document = try pushed.lastObject()
                let count = try #require(document["contacts"]?.number)
                #expect(pushed.status == 0 && document["pushed"]?.number == count && count > 7, "\(document) \(pushed.errors)")
                let report = simulator.ledger.report
                #expect(report.distinct == count && report.received == count && report.doubled == 0 && report.badSignatures == 0)
                #expect(report.contacts.allSatisfy { $0.target == blocks[0] })
                let again = try await program.run("blocks", "push", blocks[0], "--to", "dialer", "--json", environment: Self.secret)
                #expect(again.status == 0 && simulator.ledger.report.received == count)
                #expect(try again.lastObject()["begun"]?.number == 0)

                let shown = try await program.run("blocks", "show", blocks[0], "--json")
                guard case .array(let places) = try shown.lastObject()["pushes"], case .object(let place) = places.first else {
                    Issue.record("\(shown.output)")
                    return
                }
                #expect(place["pushed"]?.number == count && place["destination"]?.text == "dialer")
                let rows = try await program.run("blocks", "pushes", blocks[0], "--status", "pushed", "--json")
                #expect(rows.lines.count == count)
                let runs = try await program.run("status", (document["run_id"]?.text ?? ""), "--json")
                #expect(runs.status == 0 && runs.output.contains(#""kind":"push""#), "\(runs.output) \(runs.errors)")
                let number = try #require(
                    try await program.database.text(
                        "SELECT phone_e164 FROM refinery.campaign_block_contacts WHERE block_id = '\(blocks[0])' AND is_open ORDER BY position LIMIT 1"
                    ))
                let said = try await program.run("suppress", "add", "--number", number)
                #expect(said.errors.contains("dialer was sent ") && said.errors.contains("take them out there, too"), "\(said.errors)")
                #expect(try await program.run("destinations", "remove", "dialer").status == 0)
                #expect(try await program.run("destinations", "show", "dialer").status == 64)
            }
        }
    }

    @Test("a push that was killed in the middle goes on when it is asked for again, and each contact is there once") func goesOn()
        async throws
    {
        try await withBlocks { program, blocks in
            var behaviour = CampaignBehaviour()
            behaviour.latencyMilliseconds = 100
            try await CampaignSimulator.running(behaviour) { simulator, url in
                let added = try await program.run(
                    "destinations", "add", "own", "--kind", "rest", "--url", url + "/rest", "--batch", "2", "--idempotent")
                #expect(added.status == 0, "\(added.errors)")
                let first = try program.start("blocks", "push", blocks[0], "--to", "own")
                while simulator.ledger.report.requests < 2 && first.isRunning { await Task.yield() }
                first.send(SIGKILL)
                _ = try await first.end()
                let left = try await program.database.number("SELECT count(*) FROM refinery.campaign_pushes WHERE status = 'pending'")
                #expect(left > 0, "it was killed before its end")
                let again = try await program.run("blocks", "push", blocks[0], "--to", "own", "--json")
                let document = try again.lastObject()
                let count = try #require(document["contacts"]?.number)
                #expect(again.status == 0 && again.errors.contains("on the way already"), "\(again.errors)")
                #expect(
                    document["pushed"]?.number == count && document["begun"]?.number == 0 && document["status"]?.text == "completed",
                    "\(document)")
                let report = simulator.ledger.report
                #expect(report.distinct == count && report.doubled == 0)
                let third = try await program.run("blocks", "push", blocks[0], "--to", "own")
                #expect(
                    third.status == 0 && third.errors.contains("Nothing new to send: all contacts were sent before."), "\(third.errors)")
            }
        }
    }

    @Test(
        "workers killed again and again while the service is slow, resets and fails: every contact is there once", arguments: [true, false])
    func killed(deduplicates: Bool) async throws {
        try await withBlocks { program, _ in
            var behaviour = CampaignBehaviour()
            (behaviour.rateReset, behaviour.rate5xxAfter, behaviour.rateResetBefore, behaviour.rate429, behaviour.retryAfter) = (
                0.1, 0.1, 0.1, 0.1, 0
            )
            (behaviour.rateSlow, behaviour.slowMilliseconds, behaviour.honoursKeys) = (0.4, 300, deduplicates)
            try await CampaignSimulator.running(behaviour) { simulator, url in
                let flags = deduplicates ? ["--idempotent"] : []
                let added = try await program.binary.run(
                    ["destinations", "add", "own", "--kind", "rest", "--url", url + "/rest", "--batch", "3"] + flags,
                    environment: program.environment)
                #expect(added.status == 0, "\(added.errors)")
                let environment = ["RETRY_DELAY_MS": "10", "RETRY_ATTEMPTS": "50"]
                let begun = try await program.run("blocks", "push", "--all", "--to", "own", "--detach", "--json", environment: environment)
                let id = try #require(try begun.lastObject()["run_id"]?.text, "\(begun.errors)")
                let coordinator = try program.start("coordinator")
                // Each is killed as soon as the service heard of it.
                for _ in 0..<8 {
                    let heard = simulator.ledger.report.requests
                    let worker = try program.start("push-worker", environment: environment)
                    while simulator.ledger.report.requests < heard + 2 && worker.isRunning {
                        if try await program.run("status", id, "--json").output.contains(#""status":"completed""#) { break }
                    }
                    worker.send(SIGKILL)
                    _ = try await worker.end()
                }
                simulator.behaviour = {
                    var calm = CampaignBehaviour(); calm.honoursKeys = deduplicates; return calm
                }()
                let worker = try program.start("push-worker", environment: environment)
                let watched = try await program.run("watch", id)
                #expect(watched.status == 0, "\(watched.errors)")
                worker.send(SIGTERM)
                #expect(try await worker.end().status == 0)
                coordinator.send(SIGTERM)
                _ = try await coordinator.end()
                let ledger = try await program.database.select(
                    "SELECT status, count(*) FROM refinery.campaign_pushes GROUP BY 1 ORDER BY 1")
                let report = simulator.ledger.report
                #expect(report.doubled == 0, "somebody is there twice: \(report.statuses)")
                let total = ledger.reduce(0) { $0 + (Int($1[1] ?? "") ?? 0) }
                let pushed = ledger.first { $0[0] == "pushed" }.flatMap { Int($0[1] ?? "") } ?? 0
                if deduplicates {
                    #expect(pushed == total && report.distinct == total, "\(ledger)")
                } else {
                    #expect(report.repeated == 0 && Set(ledger.map { $0[0] }).isSubset(of: ["pushed", "unknown"]), "\(ledger)")
                    #expect(report.distinct >= pushed && report.distinct <= total)
                }
            }
        }
    }
}
