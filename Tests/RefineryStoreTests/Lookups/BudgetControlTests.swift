import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Setting and listing lookup budgets", .timeLimit(.minutes(10))) struct BudgetControlTests {
    @Test("sets what is said and leaves the rest") func sets() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                $0.ratePerSecond = 2.5
                $0.moneyCap = .amount(Money(micros: 500_000_000))
                $0.prices = ["line_type_intelligence": Money(micros: 7500), "sim_swap": Money(micros: 40_000)]
            }
            var limits = try #require(try await database.budget()).limits
            #expect(limits.ratePerSecond == 2.5 && limits.burst == 10 && limits.monthlyRequests == 1_000_000 && limits.inFlight == 100)
            #expect(limits.moneyCap == Money(micros: 500_000_000))
            #expect(limits.prices["line_type_intelligence"] == Money(micros: 7500) && limits.prices["caller_name"] == Money(micros: 10_000))
            #expect(limits.prices.count == 5)
            try await database.setBudget {
                $0.burst = 20
                $0.monthlyRequests = 5000
                $0.inFlight = 40
                $0.moneyCap = BudgetChange.MoneyCap.none
            }
            limits = try #require(try await database.budget()).limits
            #expect(limits.ratePerSecond == 2.5 && limits.burst == 20 && limits.monthlyRequests == 5000 && limits.inFlight == 40)
            #expect(limits.moneyCap == nil)
        }
    }

    @Test(
        "refuses what makes no sense, saying what does",
        arguments: [
            ("rate_per_second => 0", "0.001 to 1,000,000"), ("rate_per_second => 'NaN'", "0.001 to 1,000,000"),
            ("burst => 0", "1 to 1,000,000"), ("monthly_requests => -1", "0 or more"), ("money_cap_micros => -1", "0 or more"),
            ("in_flight_limit => 0", "1 to 1,000,000"), ("prices_micros => '[]'", "an object"),
            (#"prices_micros => '{"x": -1}'"#, "whole number of millionths"),
            (#"prices_micros => '{"x": 0.5}'"#, "whole number of millionths"),
        ])
    func refuses(argument: String, reason: String) async throws {
        try await withDatabase { database in
            let refused = await refusal { try await database.execute("SELECT refinery.set_lookup_budget_v1('AC1', \(argument))") }
            #expect(refused?.code == "22023")
            #expect(refused?.message.contains(reason) == true, "\(refused?.message ?? "-")")
            let budgets = try await database.rows(ListBudgets())
            #expect(budgets.isEmpty)
        }
    }

    @Test("the view says in a word what holds an account back, and until when") func states() async throws {
        try await withDatabase { database in
            let epoch = try await database.take(TakePermits(account: "paused")).epoch
            _ = try await database.first(ReportLookups(account: "paused", epoch: epoch, report: .throttled(retryAfter: .seconds(60))))
            _ = try await database.take(TakePermits(account: "slowed"))
            _ = try await database.first(ReportLookups(account: "slowed", epoch: epoch, report: .slowDown(retryAfter: .zero)))
            _ = try await database.take(TakePermits(account: "throttled"))
            _ = try await database.first(ReportLookups(account: "throttled", epoch: epoch, report: .throttled(retryAfter: .zero)))
            _ = try await database.take(TakePermits(account: "open"))
            for _ in 0..<5 { _ = try await database.first(ReportLookups(account: "open", epoch: epoch, report: .failed)) }
            _ = try await database.take(TakePermits(account: "stopped"))
            _ = try await database.first(ReportLookups(account: "stopped", epoch: epoch, report: .stop(message: "")))
            _ = try await database.take(TakePermits(account: "ok"))
            let budgets = try await database.rows(ListBudgets())
            #expect(budgets.map(\.account) == ["ok", "open", "paused", "slowed", "stopped", "throttled"])
            #expect(budgets.allSatisfy { $0.account == $0.state.rawValue }, "\(budgets.map(\.state))")
            #expect(budgets[2].inFlightCeiling == 50 && budgets[5].inFlightCeiling == 50 && budgets[3].rateNow < 5.5)
            for until in [budgets[1].openUntil, budgets[2].pausedUntil] {
                #expect((50...60).contains(try #require(until) - budgets[1].readAt))
            }
            #expect(budgets[4].stoppedReason == "The account refused the request.")
        }
    }
}
