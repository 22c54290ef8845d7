import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("The rate of a lookup budget", .timeLimit(.minutes(10))) struct BudgetRateTests {
    /// Clients that ask, send what they got when it is due, and ask again: in the virtual time of one process, one after the other.
    private struct Clients {
        var rate: Double
        var burst: Int
        var count: Int
        var wanted: Int
        var seconds: Int64

        /// When each permit was due.
        func run(_ database: TestDatabase, _ generator: inout SeededGenerator) async throws -> [Int64] {
            try await database.setBudget {
                $0.ratePerSecond = rate
                $0.burst = burst
            }
            let start = TestDatabase.march
            var next = (0..<count).map { _ in start + .random(in: 0...50_000, using: &generator) }
            var sent: [Int64] = []
            while let (client, now) = next.enumerated().min(by: { $0.element < $1.element }), now < start + seconds * 1_000_000 {
                let ask = TakePermits(wanted: wanted == 0 ? .random(in: 1...40, using: &generator) : wanted, workers: count)
                let permits = try await database.take(ask, at: now)
                sent += permits.due(now)
                // The way to the database and back.
                let trip = Int64.random(in: 200...3000, using: &generator)
                next[client] = permits.granted == 0 ? now + permits.wait + trip : (permits.due(now).last ?? now) + trip
            }
            return sent.sorted()
        }
    }

    /// The most instants in any second.
    private static func mostInASecond(_ instants: [Int64]) -> Int {
        var (most, first) = (0, 0)
        for (last, instant) in instants.enumerated() {
            while instants[first] <= instant - 1_000_000 { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    @Test("is never passed in any second, by any number of clients with any wishes", arguments: 0..<8) func window(round: Int) async throws
    {
        let seed = SeededGenerator.freshSeed() &+ UInt64(round)
        var generator = SeededGenerator(seed: seed)
        let clients = Clients(
            rate: [1, 7, 10, 60, 200, 333].randomElement(using: &generator)!, burst: .random(in: 1...60, using: &generator),
            count: .random(in: 1...20, using: &generator), wanted: 0, seconds: 6)
        try await withDatabase { database in
            let sent = try await clients.run(database, &generator)
            #expect(Double(Self.mostInASecond(sent)) <= clients.rate + Double(clients.burst), "seed \(seed), \(clients)")
            #expect(Double(sent.count) <= clients.rate * 6.1 + Double(clients.burst), "seed \(seed), \(clients)")
        }
    }

    @Test(
        "is used to 99 % by clients that ask for all they can get",
        arguments: [(200.0, 50), (10.0, 10)].flatMap { limits in [1, 4, 16].map { (limits.0, limits.1, $0) } })
    func isUsed(rate: Double, burst: Int, count: Int) async throws {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        let seconds: Int64 = rate > 100 ? 8 : 60
        try await withDatabase { database in
            let clients = Clients(rate: rate, burst: burst, count: count, wanted: 100, seconds: seconds)
            let sent = try await clients.run(database, &generator)
            #expect(Double(sent.count) >= 0.99 * rate * Double(seconds), "seed \(seed): \(sent.count)")
            #expect(Double(Self.mostInASecond(sent)) <= rate + Double(burst), "seed \(seed)")
            let leases = try await database.number("SELECT count(*) FROM refinery.lookup_leases")
            #expect(Double(leases) <= Double(seconds) * (rate > 100 ? 80 : 11), "seed \(seed): \(leases)")
        }
    }

    @Test("hands out nothing ahead of its time with a usual burst, and a little with a small one") func ahead() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                $0.ratePerSecond = 200
                $0.burst = 50
            }
            let full = try await database.take(TakePermits(wanted: 500), at: TestDatabase.march)
            #expect(full.granted == 50)
            #expect(full.due(0).allSatisfy { $0 == 0 })
            let early = try await database.take(TakePermits(wanted: 500), at: TestDatabase.march + 1000)
            #expect(early.granted == 0)
            #expect(early.reason == .rate)
            // A lease is worth its trip: 25 permits, which takes 125 ms.
            #expect(early.wait == 124_000)
            let soon = try await database.take(TakePermits(wanted: 500), at: TestDatabase.march + 1000 + early.wait)
            #expect(soon.granted == 25)
            try await database.setBudget { $0.burst = 1 }
            let ahead = try await database.take(TakePermits(wanted: 500), at: TestDatabase.march + 10_000_000)
            #expect(ahead.granted == 20)
            #expect(ahead.due(0).last == 95_000)
        }
    }

    @Test("of 100,000 a second is served to its full") func unlimited() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                $0.ratePerSecond = 100_000
                $0.burst = 100_000
            }
            var granted = 0
            for trip in 0..<100 {
                granted += try await database.take(TakePermits(wanted: 1000), at: TestDatabase.march + Int64(trip) * 10_000).granted
            }
            #expect(granted == 100_000)
        }
    }

    @Test("goes on after the server's clock was set back, and gives no more than a burst after it was set forward") func clock()
        async throws
    {
        try await withDatabase { database in
            let hour: Int64 = 3_600_000_000
            let start = TestDatabase.march
            #expect(try await database.take(TakePermits(wanted: 100), at: start).granted == 10)
            #expect(try await database.take(TakePermits(wanted: 100), at: start + hour).granted == 10)
            // Back again: the next permit is due 100 ms later, not an hour later, and nothing was gained.
            let back = try await database.take(TakePermits(wanted: 1), at: start + 1000)
            #expect(back.reason == .rate)
            #expect(back.wait <= 100_000)
            #expect(try await database.take(TakePermits(wanted: 1), at: start + 1000 + back.wait).granted == 1)
            #expect(try await database.take(TakePermits(wanted: 100), at: start + 1000 + back.wait).granted == 0)
        }
    }

    @Test("that was raised does not wait for the slow one's next permit") func raised() async throws {
        try await withDatabase { database in
            try await database.setBudget {
                $0.ratePerSecond = 0.01
                $0.burst = 1
            }
            #expect(try await database.take().granted == 1)
            #expect(try await database.take().wait > 90_000_000)
            try await database.setBudget { $0.ratePerSecond = 50 }
            #expect(try await database.take().wait <= 100_000)
        }
    }

    @Test("is 10 a second with a burst of 10 for an account nobody set, at $0.008, 1,000,000 a month") func defaults() async throws {
        try await withDatabase { database in
            let permits = try await database.take(TakePermits(account: "new", wanted: 100))
            #expect(permits.granted == 10)
            #expect(permits.price == 8000)
            let budget = try #require(try await database.budget("new"))
            #expect(budget.limits.ratePerSecond == 10 && budget.limits.burst == 10 && budget.limits.inFlight == 100)
            #expect(budget.limits.monthlyRequests == 1_000_000 && budget.limits.moneyCap == nil)
            #expect(budget.requestsLeft == 999_990 && budget.spent == Money(micros: 80_000) && budget.state == .ok)
        }
    }
}
