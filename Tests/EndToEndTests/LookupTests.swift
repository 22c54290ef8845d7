import Foundation
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
import TwilioSimulator

@Suite("Lookups", .timeLimit(.minutes(4))) struct LookupTests {
    /// People with phone numbers and addresses that are easy to find again.
    private func file(_ rows: Int, _ name: String = "Firm") -> String {
        "Company,Email,Phone\n" + (0..<rows).map { "\(name) \($0),person.\($0)@secret.example,(415) 555-\(3000 + $0)\n" }.joined()
    }

    @Test("run --simulate-twilio verifies the phones and says what that would have cost") func simulated() async throws {
        try await withProgram { program in
            let outcome = try await program.run(
                "run", try program.file("leads.csv", file(50) + file(20, "Other")), "--simulate-twilio", "--workers", "1", "--all", "--json"
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let object = try outcome.lastObject()
            #expect(object["status"] == .text("completed"))
            #expect(object["lookups"]?.number == 50)
            #expect(object["lookups_saved"]?.number == 20)
            #expect(object["cost_usd"] == .number(0.4))
            #expect(
                try await program.database.number("SELECT count(*) FROM refinery.numbers WHERE status = 'answered' AND is_simulated") == 50)
            let exported = try await program.run("export")
            #expect(exported.lines.first?.contains("phone_line_type") == true)
        }
    }

    @Test("without credentials run says that lookups are skipped and how to turn them on") func skipped() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", file(5))
            let skipped = try await program.run("run", path, "--workers", "1")
            #expect(skipped.status == 0)
            #expect(skipped.errors.contains("TWILIO_ACCOUNT_SID"), "\(skipped.errors)")
            let meant = try await program.run("run", path, "--workers", "1", "--no-lookup", "--again")
            #expect(!meant.errors.contains("TWILIO_ACCOUNT_SID"))
            let wanted = try await program.run("run", path, "--workers", "1", "--lookup", "--again")
            #expect(wanted.status == 78)
            #expect(wanted.errors.contains("TWILIO_ACCOUNT_SID is not set"))
            #expect(try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE stage = 'lookup'") == 0)
        }
    }

    @Test("an import that paused at its --max-cost is resumed only when it may cost more: else the answer says what to add")
    func resumeAtMaxCost() async throws {
        try await withProgram { program in
            let run = try await program.run(
                "run", try program.file("leads.csv", file(50)), "--simulate-twilio", "--workers", "1", "--all", "--max-cost", "0.08")
            #expect(run.status == 75, "\(run.errors)")
            let id = try #require(try await program.database.text("SELECT id FROM refinery.imports"))
            for words in [
                ["resume", id], ["resume", id, "--max-records", "2000"], ["resume", id, "--max-cost", "0.01"],
                ["run", "--resume", id, "--simulate-twilio", "--workers", "1"],
            ] {
                let refused = try await program.binary.run(words, environment: program.environment)
                #expect(refused.status == 75, "\(words): \(refused.errors)")
                #expect(refused.errors.contains("$0.08") && refused.errors.contains("--max-cost"), "\(words): \(refused.errors)")
            }
            // A refused one changes nothing.
            #expect(try await program.database.number("SELECT limit_micros FROM refinery.import_spending") == 80_000)
            #expect(try await program.database.text("SELECT status FROM refinery.runs") == "paused")
            let more = try await program.run(
                "run", "--resume", id, "--simulate-twilio", "--workers", "1", "--max-cost", "none", "--json")
            #expect(more.status == 0, "\(more.errors)")
            #expect(try more.lastObject()["lookups"]?.number == 50)
        }
    }

    @Test("a package without a price is refused by whoever would ask for it, with how to set one: nobody waits for it")
    func packageWithoutPrice() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", file(3))
            var account = [
                "TWILIO_LOOKUP_API_URL": "http://127.0.0.1:9", "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": "token",
                "LOOKUP_FIELDS": "line_type_inteligence",
            ]
            func refuses(_ words: [String], _ says: String...) async throws {
                let outcome = try await program.binary.run(words, environment: program.environment.merging(account) { $1 })
                #expect(outcome.status == 78, "\(words): \(outcome.errors)")
                for text in says { #expect(outcome.errors.contains(text), "\(words): \(outcome.errors)") }
            }
            try await refuses(["lookup-worker"], "Did you mean \"line_type_intelligence\"?")
            account["LOOKUP_FIELDS"] = "foo"
            for words in [
                ["lookup-worker"], ["submit", path, "--lookup"], ["submit", path], ["run", path, "--lookup", "--workers", "1"],
                ["run", path, "--simulate-twilio", "--workers", "1"],
            ] { try await refuses(words, "package foo has no price", "budget set", "--price foo=") }
            #expect(try await program.database.number("SELECT count(*) FROM refinery.imports") == 0)
            let set = try await program.run("budget", "set", "--account", "ACtest", "--price", "foo=0.01")
            #expect(set.status == 0, "\(set.errors)")
            let worker = try program.start("lookup-worker", environment: account)
            while try await program.database.number("SELECT count(*) FROM refinery.workers") == 0 {
                try #require(worker.isRunning)
                await Task.yield()
            }
            worker.send(SIGTERM)
            #expect(try await worker.end().status == 0)
        }
    }

    @Test("estimate says what would be bought, and nothing of what is known") func estimate() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", file(40) + "Bad,bad@secret.example,12\n")
            let before = try await program.run("estimate", path, "--json")
            #expect(before.status == 0, "\(before.errors)")
            #expect(try before.lastObject()["lookups"]?.number == 40)
            #expect(try before.lastObject()["cost_usd"] == .number(0.32))
            #expect(try before.lastObject()["phones_invalid"]?.number == 1)
            let run = try await program.run("run", try program.file("some.csv", file(30)), "--simulate-twilio", "--workers", "1", "--all")
            #expect(run.status == 0, "\(run.errors)")
            // For the simulated account these answers count, for a real one they do not.
            let after = try await program.run("estimate", path, "--json", "--account", "AC" + String(repeating: "0", count: 32))
            #expect(try after.lastObject()["lookups"]?.number == 10)
            let real = try await program.run("estimate", path, "--json")
            #expect(try real.lastObject()["lookups"]?.number == 40)
        }
    }

    @Test("estimate says what is left of the month's money, and whether that is enough") func estimateOfMoney() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", file(10))
            #expect(try await !program.run("estimate", path).output.contains("this month"))
            _ = try await program.run("budget", "set", "--money", "20", "--account", "ACtest")
            let rich = try await program.run("estimate", path)
            #expect(rich.lines.last == "  $20.00 of $20.00 left this month", "\(rich.output)")
            try await program.database.execute(
                "UPDATE refinery.lookup_budgets SET spent_micros = 19970000, month = date_trunc('month', now())")
            let poor = try await program.run("estimate", path)
            #expect(poor.lines.last?.hasPrefix("  $0.03 of $20.00 left this month, too little for all of them") == true, "\(poor.output)")
            let object = try await program.run("estimate", path, "--json").lastObject()
            #expect(object["money_left_usd"] == .number(0.03) && object["money_cap_usd"] == .number(20))
            let empty = try await program.run("estimate", try program.file("none.csv", "Company,Email,Phone\nFirm,a@b.example,\n"))
            #expect(empty.errors.contains("There is nothing to buy.") && !empty.errors.contains("refinery submit"), "\(empty.errors)")
        }
    }

    @Test("http to another machine is warned of, once, and to this machine not", arguments: [("gateway.invalid", 1), ("127.0.0.1", 0)])
    func clearText(host: String, warnings: Int) async throws {
        try await withProgram { program in
            let account = [
                "TWILIO_LOOKUP_API_URL": "http://\(host):9", "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": "hidden-token",
            ]
            // Nobody has a phone: nothing is asked.
            let path = try program.file("leads.csv", "Company,Email,Phone\nFirm,a@b.example,\n")
            func expectWarnings(_ outcome: ProgramOutcome) {
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors.matches(of: /travel in clear/).count == warnings, "\(outcome.errors)")
                #expect(outcome.errors.contains(host) == (warnings > 0) && !outcome.errors.contains("hidden-token"))
            }
            let run = ["run", path, "--workers", "1"]
            var environment = program.environment.merging(account) { $1 }
            environment["LOG_LEVEL"] = nil
            expectWarnings(try await program.binary.run(run, environment: environment))
            environment["LOG_LEVEL"] = "warning"
            let worker = try program.binary.start(["lookup-worker"], environment: environment)
            let isHere = "SELECT count(*) FROM refinery.workers WHERE role = 'lookup-worker'"
            while try await program.database.number(isHere) == 0 {
                try #require(worker.isRunning)
                await Task.yield()
            }
            worker.send(SIGTERM)
            expectWarnings(try await worker.end())
        }
    }

    @Test("run ends and says how to go on when the account refuses, and when the month's money is used up") func heldBack() async throws {
        let options = LookupSimulator.Options(credentials: Credentials(accountSID: "ACtest", authToken: "right"))
        try await LookupSimulator.running(options, behaviour: Behaviour()) { _, port in
            try await withProgram { program in
                func account(_ token: String) -> [String: String] {
                    ["TWILIO_LOOKUP_API_URL": "http://127.0.0.1:\(port)", "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": token]
                }
                let refused = try await program.run(
                    "run", try program.file("leads.csv", file(10)), "--workers", "1", "--all", environment: account("wrong"))
                #expect(refused.status == 78, "\(refused.errors)")
                #expect(refused.errors.contains("refinery run --resume"))
                #expect(!refused.errors.contains(".. "))
                let id = try #require(try await program.database.text("SELECT id::text FROM refinery.imports"))
                _ = try await program.run("budget", "set", "--money", "0.04", "--account", "ACtest")
                _ = try await program.run("budget", "resume", "--account", "ACtest")
                let poor = try await program.run("run", "--resume", id, "--workers", "1", environment: account("right"))
                #expect(poor.status == 75, "\(poor.errors)")
                #expect(poor.errors.contains("refinery run --resume"))
                _ = try await program.run("budget", "set", "--money", "1", "--account", "ACtest")
                let rich = try await program.run("run", "--resume", id, "--workers", "1", environment: account("right"))
                #expect(rich.status == 0, "\(rich.errors)")
            }
        }
    }

    @Test("a lookup worker that is killed costs no more than what it had asked and not stored, and no answer") func killed() async throws {
        var behaviour = Behaviour()
        behaviour.latencyMilliseconds = 150
        try await LookupSimulator.running(behaviour: behaviour) { simulator, port in
            try await withProgram { program in
                let lookups = [
                    "TWILIO_LOOKUP_API_URL": "http://127.0.0.1:\(port)", "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": "t",
                    "LOOKUP_CONCURRENCY": "10",
                ]
                let budget = try await program.run("budget", "set", "--rate", "1000", "--burst", "100", "--account", "ACtest")
                #expect(budget.status == 0, "\(budget.errors)")
                let coordinator = try program.start("coordinator")
                let worker = try program.start("worker")
                let submitted = try await program.run(
                    "submit", try program.file("leads.csv", file(200)), "--lookup", "--all", "--json")
                let id = try #require(UUID(uuidString: try submitted.lastObject()["import_id"]?.text ?? ""))
                let importID = ImportID(rawValue: id)
                let first = try program.start("lookup-worker", environment: lookups)
                _ = try await program.database.wait(for: importID) { ($0.lookups?.done ?? 0) > 20 }
                first.send(SIGKILL)
                _ = try await first.end()
                let second = try program.start("lookup-worker", environment: lookups)
                let progress = try await program.database.wait(for: importID) { $0.status != .running }
                #expect(progress.status == .completed)
                let ledger = simulator.ledger.report
                #expect(ledger.distinctNumbers == 200)
                // Ten in flight, and half as many answered and not stored.
                #expect(ledger.repeated <= 15)
                #expect(Int(progress.lookups?.repeated ?? -1) >= ledger.repeated)
                #expect(try await program.database.number("SELECT count(*) FROM refinery.numbers WHERE status = 'answered'") == 200)
                #expect(try await program.database.number("SELECT count(*) FROM refinery.numbers WHERE asked_job IS NOT NULL") == 0)
                for process in [coordinator, worker, second] { process.send(SIGTERM) }
                for process in [coordinator, worker, second] { #expect(try await process.end().status == 0) }
            }
        }
    }

    @Test("no phone number, e-mail address or token appears in a log at trace level, an event or a process title") func secrecy()
        async throws
    {
        var behaviour = Behaviour()
        behaviour.rate5xx = 0.1
        behaviour.rate429 = 0.05
        behaviour.rateBrokenJSON = 0.05
        try await LookupSimulator.running(behaviour: behaviour) { simulator, port in
            try await withProgram { program in
                let token = "f00dcafef00dcafef00dcafef00dcafe"
                let environment = [
                    "TWILIO_LOOKUP_API_URL": "http://127.0.0.1:\(port)", "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": token,
                    "LOG_LEVEL": "trace",
                ]
                _ = try await program.run("budget", "set", "--rate", "1000", "--burst", "100", "--account", "ACtest")
                let path = try program.file("leads.csv", file(60))
                let running = try program.start("run", path, "--workers", "1", "--all", "--json", environment: environment)
                let id = try await firstImport(program.database, while: running)
                _ = try await program.database.wait(for: id) { ($0.lookups?.done ?? 0) > 0 }
                var titles = ""
                for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where process.allSatisfy(\.isNumber) {
                    let title = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
                    if title.contains("refinery") { titles += title }
                }
                let outcome = try await running.end()
                #expect(outcome.status == 0, "\(outcome.errors.suffix(2000))")
                let events = try await program.database.select("SELECT data::text FROM refinery.events").compactMap(\.first).compactMap(
                    \.self)
                #expect(simulator.ledger.report.requests >= 60)
                #expect(outcome.errors.contains("lookup"), "the lookup worker logged something")
                for text in [outcome.output, outcome.errors, titles, events.joined()] {
                    for secret in ["5553", "secret.example", token] { #expect(!text.contains(secret), "\(secret) appears") }
                }
            }
        }
    }
}
