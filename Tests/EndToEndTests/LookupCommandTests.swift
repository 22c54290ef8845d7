import Foundation
import RefineryTestSupport
import Testing
import TwilioSimulator

@Suite("refinery lookup", .timeLimit(.minutes(6))) struct LookupCommandTests {
    private func file(_ rows: Int, _ name: String = "Firm") -> String {
        "Company,Email,Phone\n"
            + (0..<rows).map { "\(name) \($0),\(name.lowercased()).\($0)@secret.example,(415) 555-\(3000 + $0)\n" }.joined()
    }

    @Test("says the price first, buys what is not known, at most for --max-cost, and says who is missing") func lookup() async throws {
        try await LookupSimulator.running(behaviour: Behaviour()) { simulator, port in
            try await withProgram { program in
                let account = [
                    "TWILIO_LOOKUP_API_URL": "http://127.0.0.1:\(port)", "TWILIO_ACCOUNT_SID": "ACtest", "TWILIO_AUTH_TOKEN": "t",
                ]
                for (name, rows) in [("First", 30), ("Second", 40)] {
                    let path = try program.file("\(name).csv", file(rows, name))
                    #expect(try await program.run("run", path, "--workers", "1", "--no-lookup").status == 0)
                }
                let rehearsed = try await program.run("lookup", "--all", "--dry-run", environment: account)
                #expect(rehearsed.output.contains("40           lookups to buy, $0.32 at $0.008 each"), "\(rehearsed.output)")
                #expect(try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE stage = 'lookup'") == 0)
                let poor = try await program.run("lookup", "--all", "--max-cost", "0.001", environment: account)
                #expect(poor.status == 64 && poor.errors.contains("buys no lookup"), "\(poor.errors)")

                let added = try await program.run("lookup", "--all", "--max-cost", "0.28", "--json", environment: account)
                #expect(added.status == 0, "\(added.errors)")
                #expect(try added.lastObject()["lookups_added"]?.number == 35)
                let again = try await program.run("lookup", "--all", environment: account)
                #expect(again.errors.contains("There is nothing to buy."), "both run: \(again.errors)")

                let newest = try await program.database.text("SELECT id::text FROM refinery.imports ORDER BY number DESC LIMIT 1") ?? ""
                let refused = try await program.run("lookup", newest, environment: account)
                #expect(refused.status == 75 && refused.errors.contains("is running"), "\(refused.errors)")
                let ids = try await program.database.select("SELECT id::text FROM refinery.imports ORDER BY number")
                for id in ids.compactMap({ $0[0] }) {
                    let outcome = try await program.run("run", "--resume", id, "--workers", "1", environment: account)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                }
                // The five of the second import are those of the first: at most so many are bought.
                #expect(simulator.ledger.report.requests == 30 && simulator.ledger.report.distinctNumbers == 30)

                let rest = try await program.run("lookup", newest, environment: account)
                #expect(rest.status == 0 && rest.output.contains("10           lookups to buy"), "\(rest.output)")
                #expect(rest.errors.contains("No lookup worker is alive"), "\(rest.errors)")
                #expect(rest.errors.contains("10 lookups for 1 import handed to the fleet"), "\(rest.errors)")
            }
        }
    }

    @Test("what a simulator said is bought again for real, and the other way round nothing is; both go on with run --resume")
    func simulated()
        async throws
    {
        try await withProgram { program in
            let path = try program.file("leads.csv", file(10))
            let run = try await program.run("run", path, "--workers", "1", "--no-lookup", "--json")
            let id = try run.lastObject()["import_id"]?.text ?? ""
            let pretended = try await program.run("lookup", id, "--simulate-twilio")
            #expect(pretended.errors.contains("refinery run --resume \(id.prefix(8)) --simulate-twilio"), "\(pretended.errors)")
            let resumed = try await program.run("run", "--resume", id, "--workers", "1", "--simulate-twilio", "--json")
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(try resumed.lastObject()["lookups"]?.number == 10)
            #expect(try await program.run("lookup", id, "--simulate-twilio", "--json").lastObject()["lookups_added"]?.number == 0)
            let real = try await program.run("lookup", id, "--json", "--limit", "4")
            #expect(try real.lastObject()["lookups"]?.number == 10)
            #expect(try real.lastObject()["lookups_added"]?.number == 4)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE stage = 'lookup' AND state = 'ready'") == 1)
        }
    }
}
