import Foundation
import ProviderSimulator
import RefineryTestSupport
import Testing

@Suite("refinery enrich", .timeLimit(.minutes(4))) struct EnrichCommandTests {
    private static let list = """
        Company,First Name,Last Name,Email,Phone,City,State
        Harborview Dental LLC,Robert,Fairweather,bob.fairweather@harborviewdental.example,(415) 555-2671,Oakland,CA
        Quarry Roofing Inc,Carla,Quintero,carla@quarryroofing.example,(512) 555-0142,Austin,TX
        Lindqvist & Sons,Ingrid,Lindqvist,ingrid@lindqvist.example,(612) 555-0188,Duluth,MN

        """

    private func imported(_ program: Program) async throws {
        let run = try await program.run("run", try program.file("list.csv", Self.list), "--workers", "1", "--no-lookup")
        try #require(run.status == 0, "\(run.errors)")
    }

    @Test("asks providers of the environment in their order, up to the cap, pays each question once, and never again while it is fresh")
    func configured() async throws {
        try await withProgram { program in
            try await imported(program)
            try await ProviderSimulator.running { simulator, port in
                let url = "http://127.0.0.1:\(port)"
                let environment = [
                    "REALESTATEAPI_API_KEY": "any", "REALESTATEAPI_URL": url, "PDL_API_KEY": "any", "PDL_URL": url,
                ]
                func enrich(_ more: String...) async throws -> ProgramOutcome {
                    try await program.binary.run(
                        ["enrich", "--all", "--want", "mobile", "--providers", "realestateapi,peopledatalabs", "--json"] + more,
                        environment: program.environment.merging(environment) { $1 })
                }
                let rehearsed = try await enrich("--dry-run")
                #expect(rehearsed.status == 0 && simulator.ledger.report.requests == 0, "\(rehearsed.errors)")
                #expect(try rehearsed.lastObject()["asked"]?.number == 0)
                #expect(rehearsed.output.contains(#""questions":3"#), "\(rehearsed.output)")

                let capped = try await enrich("--max-cost", "0.15")
                #expect(capped.status == 75 && capped.errors.contains("it has cost what it may"), "\(capped.errors)")
                #expect(try capped.lastObject()["status_reason"]?.text == "max_cost")
                #expect(simulator.ledger.report.costMicros <= 150_000)

                let first = try await enrich()
                let paid = simulator.ledger.report
                #expect(first.status == 0, "\(first.errors)")
                #expect(try first.lastObject()["found"]?.number ?? 0 > 0)
                #expect(paid.paid >= 3 && paid.repeatedPaid == 0)

                let second = try await enrich()
                #expect(second.status == 0, "\(second.errors)")
                #expect(try second.lastObject()["asked"]?.number == 0 && second.lastObject()["cost_usd"]?.number == 0)
                #expect(simulator.ledger.report.requests == paid.requests)
            }
            let budget = try await program.run("budget")
            #expect(budget.lines.contains { $0.hasPrefix("realestateapi:") && $0.hasSuffix("ok") }, "\(budget.output)")
        }
    }

    @Test("--simulate asks all providers at a simulator, and numbers that come later are fetched") func simulated() async throws {
        try await withProgram { program in
            try await imported(program)
            let run = try await program.run("enrich", "--all", "--simulate", "--providers", "apollo", "--want", "mobile", "--json")
            #expect(run.status == 0, "\(run.errors)")
            let object = try run.lastObject()
            #expect(object["status"]?.text == "completed" && object["asked"]?.number == 3, "\(run.output)")
            let all = try await program.run("enrich", "--all", "--simulate", "--json")
            #expect(all.status == 0, "\(all.errors)")
        }
    }
}
