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
                let estimates = try Estimate.read(rehearsed)
                #expect(estimates["realestateapi"] == Estimate(least: 3, most: 6, dollars: 0.6), "\(rehearsed.output)")
                #expect(estimates["peopledatalabs"] == Estimate(least: 0, most: 3, dollars: 0.84), "\(rehearsed.output)")

                let capped = try await enrich("--max-cost", "0.15")
                #expect(capped.status == 75 && capped.errors.contains("it has cost what it may"), "\(capped.errors)")
                #expect(try capped.lastObject()["status_reason"]?.text == "max_cost")
                #expect(simulator.ledger.report.costMicros <= 150_000)
                // It goes on with the same run, and no question is asked twice for it.
                let paused = try capped.lastObject()["run_id"]?.text ?? ""
                #expect(try await program.run("resume", paused).errors.contains("--max-cost"), "it would pause at once")
                let more = try await program.run("resume", paused, "--max-cost", "20")
                #expect(more.status == 0, "\(more.errors)")

                let first = try await enrich()
                let paid = simulator.ledger.report
                #expect(first.status == 0, "\(first.errors)")
                #expect(try first.lastObject()["status"]?.text == "completed")
                #expect(paid.paid >= 3 && paid.repeatedPaid == 0)
                // What the command that ended may have left of the resumed run.
                async let rest = program.binary.run(
                    ["enrich-worker", "--until-empty"], environment: program.environment.merging(environment) { $1 })
                #expect(try await program.run("coordinator", "--until-empty").status == 0)
                #expect(try await rest.status == 0)
                let resumed = try await program.run("status", paused, "--json").lastObject()
                #expect(resumed["status"]?.text == "completed", "\(resumed)")
                for (provider, estimate) in estimates {
                    let asked = paid.questions.filter { $0.provider == provider }
                    #expect(estimate.least <= asked.count && asked.count <= estimate.most)
                    #expect(Double(asked.reduce(0) { $0 + $1.costMicros }) / 1_000_000 <= estimate.dollars + 0.000_001)
                }
                let known = try Estimate.read(try await enrich("--dry-run"))
                #expect(known.values.allSatisfy { $0 == Estimate(least: 0, most: 0, dollars: 0) }, "\(known)")

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

/// What a dry run says of one provider.
private struct Estimate: Equatable, Decodable {
    private struct Document: Decodable {
        struct Provider: Decodable {
            let provider: String
            let questions: Int
            let costUsd: Double
            let questionsAtLeast: Int
        }
        let estimate: [Provider]
    }

    let least, most: Int
    let dollars: Double

    static func read(_ outcome: ProgramOutcome) throws -> [String: Estimate] {
        let line = try #require(outcome.lines.last)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let document = try decoder.decode(Document.self, from: Data(line.utf8))
        return Dictionary(
            uniqueKeysWithValues: document.estimate.map {
                ($0.provider, Estimate(least: $0.questionsAtLeast, most: $0.questions, dollars: $0.costUsd))
            })
    }
}
