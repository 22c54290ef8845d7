import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("The money and quota of a lookup budget", .timeLimit(.minutes(10))) struct BudgetMoneyTests {
    private static let fast: @Sendable (inout BudgetChange) -> Void = {
        $0.ratePerSecond = 100_000
        $0.burst = 100_000
    }

    /// Takes permits with several connections at once until they are refused, and gives how many were granted.
    private func takeAll(_ database: TestDatabase, clients: Int, _ ask: TakePermits, until end: PermitReason) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for client in 0..<clients {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(client))
                    let connection = try await database.connect()
                    var granted = 0
                    var ask = ask
                    while true {
                        ask.wanted = .random(in: 1...9, using: &generator)
                        let permits = try await connection.first(ask)
                        if permits?.reason == end { break }
                        granted += permits?.granted ?? 0
                    }
                    await connection.close()
                    return granted
                }
            }
            return try await group.reduce(0, +)
        }
    }

    @Test("$1.234 buys exactly 154 lookups at $0.008, for 8 that ask at once with the rights of a worker") func cap() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                Self.fast(&$0)
                $0.moneyCap = .amount(Money(micros: 1_234_000))
            }
            let restricted = try await database.restricted(to: "refinery_worker")
            #expect(try await takeAll(restricted, clients: 8, TakePermits(workers: 8), until: .money) == 154)
            await restricted.close()
            let budget = try #require(try await database.budget())
            #expect(budget.spent == Money(micros: 1_232_000) && budget.moneyLeft == Money(micros: 2000) && budget.state == .money)
            // What costs nothing goes on.
            #expect(try await database.take(TakePermits(fields: ["validation"])).granted == 1)
            #expect(try await database.number("SELECT sum(granted * price_micros) FROM refinery.lookup_leases") == 1_232_000)
        }
    }

    @Test("the requests of a month are granted to the last one") func quota() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                Self.fast(&$0)
                $0.monthlyRequests = 137
            }
            #expect(try await takeAll(database, clients: 4, TakePermits(workers: 4), until: .quota) == 137)
            #expect(try await database.take().wait <= 60_000_000)
            #expect(try await database.budget()?.requestsLeft == 0)
        }
    }

    @Test("an import spends what it may, the others go on") func importLimit() async throws {
        try await withDatabase { database in
            try await database.setBudget(Self.fast)
            let (poor, rich) = (try await database.makeImport(jobs: 0), try await database.makeImport(jobs: 0))
            #expect(try await database.first(SetSpendingLimit(importID: poor, limit: Money(micros: 100_000))) == Money(micros: 100_000))
            #expect(try await takeAll(database, clients: 3, TakePermits(importID: poor, workers: 3), until: .importMoney) == 12)
            #expect(try await database.take(TakePermits(importID: rich, wanted: 20)).granted == 20)
            #expect(
                try await database.select("SELECT permits, reserved_micros FROM refinery.import_spending ORDER BY permits") == [
                    ["12", "96000"], ["20", "160000"],
                ])
            #expect(try await database.first(SetSpendingLimit(importID: poor, limit: nil)) == .some(nil))
            #expect(try await database.take(TakePermits(importID: poor)).granted == 1)
        }
    }

    @Test("permits that were not used are given back, once") func settle() async throws {
        try await withDatabase { database in
            try await database.setBudget(Self.fast)
            let id = try await database.makeImport(jobs: 0)
            let lease = try await database.take(TakePermits(importID: id, wanted: 10)).lease
            let restricted = try await database.restricted(to: "refinery_worker")
            let answers = try await withThrowingTaskGroup(of: Bool?.self) { group in
                for _ in 0..<4 { group.addTask { try await restricted.first(SettlePermits(lease: lease, unused: 4)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == true } == 1)
            await restricted.close()
            let budget = try #require(try await database.budget())
            #expect(budget.usedRequests == 6 && budget.spent == Money(micros: 48_000))
            #expect(
                try await database.select("SELECT permits, reserved_micros FROM refinery.import_spending") == [["6", "48000"]])
            #expect(try await database.first(SettlePermits(lease: lease, unused: 10)) == false)
            #expect(try await database.first(SettlePermits(lease: 999, unused: 1)) == false)
            // Nobody gives back more than he got.
            let other = try await database.take(TakePermits(wanted: 3)).lease
            #expect(try await database.first(SettlePermits(lease: other, unused: 1000)) == true)
            #expect(try await database.budget()?.usedRequests == 6)
        }
    }

    @Test("a new month starts over, and what the old one paid is not given back to it") func month() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                $0.monthlyRequests = 5
                $0.moneyCap = .amount(Money(micros: 1_000_000))
            }
            let day: Int64 = 86_400_000_000
            let last = TestDatabase.march + 22 * day - 1
            let old = try await database.take(TakePermits(wanted: 5), at: last)
            #expect(old.granted == 5)
            #expect(try await database.take(at: last).reason == .quota)
            #expect(try await database.take(TakePermits(wanted: 5), at: last + 1).granted == 5)
            #expect(try await database.first(SettlePermits(lease: old.lease, unused: 5)) == true)
            #expect(try await database.take(at: last + 10_000_000).reason == .quota)
            // A clock that is set back into the old month does not open it again.
            #expect(try await database.take(at: last - day).reason == .quota)
            #expect(
                try await database.select("SELECT month, used_requests, spent_micros FROM refinery.lookup_budgets") == [
                    ["2026-04-01", "5", "40000"]
                ])
        }
    }

    @Test("a package without a price is not asked for, several cost their sum") func price() async throws {
        try await withDatabase { database in
            let both = TakePermits(fields: ["line_type_intelligence", "caller_name"])
            #expect(try await database.take(both).price == 18_000)
            let unknown = try await database.take(TakePermits(fields: ["line_type_intelligence", "sim_swap"]))
            #expect(unknown.reason == .price && unknown.granted == 0)
            try await database.setBudget { $0.prices = ["sim_swap": Money(micros: 40_000)] }
            #expect(try await database.take(TakePermits(fields: ["line_type_intelligence", "sim_swap"])).price == 48_000)
            #expect(try await database.take(TakePermits(fields: [])).price == 0)
        }
    }

    @Test("old leases are deleted in small steps, young ones stay") func prune() async throws {
        try await withDatabase { database in
            try await database.setBudget(Self.fast)
            for _ in 0..<7 { _ = try await database.take() }
            try await database.execute("UPDATE refinery.lookup_leases SET at = at - interval '41 days' WHERE id <= 5")
            let restricted = try await database.restricted(to: "refinery_worker")
            let prune = PruneLookupLeases(age: .seconds(40 * 86_400), limit: 3)
            #expect(try await restricted.first(prune) == 3)
            #expect(try await restricted.first(prune) == 2)
            #expect(try await restricted.first(prune) == 0)
            await restricted.close()
            #expect(try await database.number("SELECT count(*) FROM refinery.lookup_leases") == 2)
        }
    }
}
