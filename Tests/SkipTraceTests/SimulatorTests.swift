import Foundation
import HTTPClient
import ProviderSimulator
import RefineryModel
import Testing

@testable import SkipTrace

/// The real adapters, over HTTP, at the simulator.
@Suite("Providers at the simulator") struct SimulatorTests {
    private func running(
        _ change: (inout ProviderBehaviour) -> Void = { _ in }, _ body: (ProviderSimulator, String) async throws -> Void
    ) async throws {
        var behaviour = ProviderBehaviour()
        (behaviour.missShare, behaviour.partialShare, behaviour.callbacks) = (0, 0, 0)
        change(&behaviour)
        try await ProviderSimulator.running(behaviour) { simulator, port in try await body(simulator, "http://127.0.0.1:\(port)") }
    }

    private func ask(_ provider: any SkipTraceProvider, _ last: String = "Okafor") async throws -> SkipTraceOutcome {
        var subject = Sample.subject
        subject.lastName = last
        let question = try #require(provider.question(for: subject, wanting: [.mobile, .email]))
        return await provider.ask([question], callbackToken: "TOKEN")[0]
    }

    private func found(_ outcome: SkipTraceOutcome, _ provider: any SkipTraceProvider) async -> UniversalSkipResult? {
        switch outcome {
        case .found(let result, _): return result
        case .pending(let pending, let soFar):
            guard case .found(let later, _) = await provider.collect(pending.token) else { return nil }
            return soFar?.joined(with: later)
        default: return nil
        }
    }

    @Test("every provider finds the same person, with the same mobile, and the ledger has each paid question once") func all() async throws
    {
        try await running { simulator, url in
            var mobiles: Set<String> = []
            for name in EnrichmentProviderName.all {
                let provider = Sample.provider(name, url)
                let outcome = try await ask(provider)
                let result = try #require(await found(outcome, provider), "\(name): \(outcome)")
                mobiles.formUnion(result.mobiles.map(\.number))
                #expect(result.person?.lastName?.lowercased() == "okafor")
            }
            #expect(mobiles.count == 1)
            let report = simulator.ledger.report
            #expect(report.paid == 7 && report.repeatedPaid == 0, "Apollo's numbers are paid apart")
            #expect(Set(report.questions.map(\.provider)) == Set(EnrichmentProviderName.all.map(\.rawValue)))
            let apollo = Sample.provider(.apollo, url)
            _ = try await ask(apollo)
            #expect(simulator.ledger.report.repeatedPaid == 2)
        }
    }

    @Test("a miss costs nothing, somebody else costs and is not taken", arguments: EnrichmentProviderName.all)
    func misses(name: EnrichmentProviderName) async throws {
        try await running { simulator, url in
            let provider = Sample.provider(name, url)
            guard case .missed = try await ask(provider, "Nobody") else { return #expect(Bool(false)) }
            #expect(simulator.ledger.report.costMicros == 0)
            guard case .mistaken = try await ask(provider, "Wrong") else { return #expect(Bool(false)) }
            #expect(simulator.ledger.report.costMicros > 0)
        }
    }

    @Test("what an account says of a cost is what the ledger charged") func costs() async throws {
        try await running { simulator, url in
            let provider = Sample.provider(.peopleDataLabs, url)
            guard case .found(_, let cost?) = try await ask(provider) else { return #expect(Bool(false)) }
            #expect(Int(cost.micros) == simulator.ledger.report.costMicros)
        }
    }

    @Test(
        "no answer is taken to cost less than the provider charged: alone or with others, about somebody else, with numbers or without",
        arguments: EnrichmentProviderName.all)
    func charged(name: EnrichmentProviderName) async throws {
        try await running { simulator, url in
            let provider = Sample.provider(name, url)
            for wants in [[.mobile], [.email], [.mobile, .email, .social]] as [EnrichmentWants] {
                for names in [["Okafor"], ["Wrong"], ["Partial"], ["Nobody"], ["Okafor", "Wrong", "Partial", "Nobody", "Delgado"]] {
                    let questions = names.compactMap { last in
                        var subject = Sample.subject
                        subject.lastName = last
                        return provider.question(for: subject, wanting: wants)
                    }
                    guard let product = questions.first.flatMap(provider.account.product), product.questionsPerRequest >= questions.count
                    else { continue }
                    simulator.ledger.reset()
                    let outcomes = await provider.ask(questions, callbackToken: "T")
                    let costs = outcomes.map { $0.bookedCost(of: product) }
                    #expect(
                        costs.reduce(0, +) >= simulator.ledger.report.costMicros,
                        "\(names), wanting \(wants): \(outcomes) for \(costs)")
                }
            }
        }
    }

    @Test("faults by control are those that the adapters know", arguments: EnrichmentProviderName.all)
    func faults(name: EnrichmentProviderName) async throws {
        try await running { simulator, url in
            let provider = Sample.provider(name, url)
            var behaviour = simulator.behaviour
            behaviour.outOfMoney = true
            simulator.behaviour = behaviour
            guard case .stopped(let stop) = try await ask(provider) else { return #expect(Bool(false)) }
            #expect(stop.cause == .money)
            (behaviour.outOfMoney, behaviour.refuseKeys) = (false, true)
            simulator.behaviour = behaviour
            guard case .stopped(let refused) = try await ask(provider) else { return #expect(Bool(false)) }
            #expect(refused.cause == .credentials)
            (behaviour.refuseKeys, behaviour.failRequests) = (false, 1)
            simulator.behaviour = behaviour
            guard case .retry = try await ask(provider) else { return #expect(Bool(false)) }
            behaviour = simulator.behaviour
            behaviour.rate429 = 1
            simulator.behaviour = behaviour
            guard case .throttled = try await ask(provider) else { return #expect(Bool(false)) }
            #expect(simulator.ledger.report.paid == 0)
            (behaviour.rate429, behaviour.rateMalformed) = (0, 1)
            simulator.behaviour = behaviour
            if name != .idi {
                guard case .retry(_, _, mayHaveBeenBilled: true) = try await ask(provider) else { return #expect(Bool(false)) }
                #expect(simulator.ledger.report.paid >= 1)
            }
        }
    }

    @Test("a company leads to one of its people, each a paid question") func company() async throws {
        try await running { simulator, url in
            let provider = Sample.provider(.realEstateAPI, url)
            let first = try #require(provider.question(for: Sample.business, wanting: [.mobile]))
            guard case .found(let company, _) = await provider.ask([first], callbackToken: "T")[0] else { return #expect(Bool(false)) }
            let next = try #require(provider.question(after: first, answered: company, for: Sample.business, wanting: [.mobile]))
            guard case .found(let person, _) = await provider.ask([next], callbackToken: "T")[0] else { return #expect(Bool(false)) }
            #expect(person.mobiles.count == 1)
            #expect(Set(simulator.ledger.report.questions.map(\.product)) == ["realestateapi_corporate", "realestateapi_trace"])
        }
    }

    @Test(
        "several questions in one request each get their own answer",
        arguments: [EnrichmentProviderName.realEstateAPI, .apollo, .batchData, .peopleDataLabs])
    func bulk(name: EnrichmentProviderName) async throws {
        try await running { _, url in
            let provider = Sample.provider(name, url)
            let questions = try ["Okafor", "Nobody", "Delgado"].map { last in
                var subject = Sample.subject
                subject.lastName = last
                return try #require(provider.question(for: subject, wanting: [.email]))
            }
            let outcomes = await provider.ask(questions, callbackToken: "T")
            #expect(outcomes.count == 3)
            for (place, last) in [(0, "okafor"), (2, "delgado")] {
                guard case .found(let result, _) = outcomes[place] else { return #expect(Bool(false), "\(outcomes)") }
                #expect(result.person?.lastName?.lowercased() == last)
            }
            guard case .missed = outcomes[1] else { return #expect(Bool(false), "\(outcomes)") }
        }
    }

    @Test("numbers that are not there yet are pending until they are") func late() async throws {
        try await running({ $0.loseNumbers = true }) { simulator, url in
            let provider = Sample.provider(.apollo, url)
            guard case .pending(let pending, _) = try await ask(provider) else { return #expect(Bool(false)) }
            guard case .pending = await provider.collect(pending.token) else { return #expect(Bool(false)) }
            simulator.behaviour.loseNumbers = false
            guard case .found(let result, _) = await provider.collect(pending.token) else { return #expect(Bool(false)) }
            #expect(result.mobiles.count == 1)
        }
    }

    @Test("the control names what is wrong, and the ledger is forgotten when told") func control() async throws {
        try await running { simulator, url in
            let http = HTTPClient()
            let refused = try await http.send(HTTPRequest(.put, url + "/_control", body: Array(#"{"no_such": 1}"#.utf8)))
            #expect(refused.status == 400 && String(decoding: refused.body, as: UTF8.self).contains("no_such"))
            #expect(try await http.send(HTTPRequest(.put, url + "/_control", body: Array(#"{"miss_share": 1}"#.utf8))).status == 200)
            guard case .missed = try await ask(Sample.provider(.idi, url)) else { return #expect(Bool(false)) }
            #expect(simulator.ledger.report.questions.count == 1)
            #expect(try await http.send(HTTPRequest(.delete, url + "/_ledger")).status == 200)
            #expect(simulator.ledger.report.questions.isEmpty)
        }
    }
}

extension SkipTraceOutcome {
    /// What stands in the books for it, in micro-dollars: what the provider says, else the price of what was asked.
    fileprivate func bookedCost(of product: SkipTraceProduct) -> Int {
        let price = product.price.micros
        switch self {
        case .found(_, let cost), .mistaken(_, let cost): return Int(cost?.micros ?? price)
        case .missed(_, _, let cost): return Int(cost?.micros ?? (product.chargesMisses ? price : 0))
        case .pending: return Int(price)
        case .retry(_, _, let mayHaveBeenBilled): return mayHaveBeenBilled ? Int(price) : 0
        case .refused, .throttled, .stopped: return 0
        }
    }
}
