import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("A throttling account", .timeLimit(.minutes(10))) struct BudgetThrottleTests {
    private let start = TestDatabase.march

    /// Far above what the account allows: only the refusals hold the fleet back.
    private func unlimited(_ database: TestDatabase) async throws {
        try await database.setBudget {
            $0.ratePerSecond = 100_000
            $0.burst = 1000
            $0.monthlyRequests = 1_000_000_000
        }
    }

    @Test(
        "that allows 40 in flight is used to 90 % within 10 s, with under 2 % of all requests refused",
        arguments: [(1, 200_000), (4, 50_000), (4, 200_000), (16, 200_000), (4, 600_000)] as [(Int, Int64)])
    func settles(count: Int, service: Int64) async throws {
        let seed = SeededGenerator.freshSeed()
        var account = ThrottlingAccount(capacity: 40, generator: SeededGenerator(seed: seed))
        account.service = service
        try await withDatabase { database in
            try await unlimited(database)
            let workers = try await database.makeLookupWorkers(count)
            try await account.run(database, workers: workers, seconds: service > 100_000 ? 30 : 20)
            #expect(account.used(from: 10, to: 20) >= 0.9, "seed \(seed): \(account)")
            #expect(account.refused.count <= 120, "seed \(seed): \(account)")
            // A share only where the requests of half a minute are many.
            if service <= 200_000 { #expect(account.refusedShare < 0.02, "seed \(seed): \(account)") }
        }
    }

    @Test("that counts a request some time longer than it takes is not run down by the few refusals of that", arguments: [1, 4])
    func lag(count: Int) async throws {
        let seed = SeededGenerator.freshSeed()
        var account = ThrottlingAccount(capacity: 40, generator: SeededGenerator(seed: seed))
        account.service = 100_000
        account.lag = 2_000
        try await withDatabase { database in
            try await unlimited(database)
            try await account.run(database, workers: try await database.makeLookupWorkers(count), seconds: 60)
            #expect(account.used(from: 10, to: 60) >= 0.9, "seed \(seed): \(account)")
            #expect(account.refusedShare < 0.02, "seed \(seed): \(account)")
        }
    }

    @Test("that says how many it counted is used to 90 % within 3 s", arguments: [1, 4, 16]) func tells(count: Int) async throws {
        let seed = SeededGenerator.freshSeed()
        var account = ThrottlingAccount(capacity: 40, generator: SeededGenerator(seed: seed))
        account.lag = 2_000
        account.tellsConcurrency = true
        try await withDatabase { database in
            try await unlimited(database)
            try await account.run(database, workers: try await database.makeLookupWorkers(count), seconds: 20)
            #expect(account.used(from: 3, to: 20) >= 0.9, "seed \(seed): \(account)")
            #expect(account.refused.count <= 120, "seed \(seed): \(account)")
        }
    }

    @Test("is believed in how many it counted, unless others have more in flight there than this fleet may") func concurrent() async throws
    {
        try await withDatabase { database in
            let worker = try await database.makeLookupWorkers(1)[0]
            func ceiling(_ now: Int64) async throws -> Int? { try await database.first(ShareAt(worker: worker, now: now))?.inFlight }
            let epoch = try await database.take(at: start).epoch
            #expect(try await database.report("throttled", epoch: epoch, inFlight: 90, concurrent: 41, at: start) == .slowed)
            // Nothing is tried for half a minute.
            for second: Int64 in [0, 5, 25] {
                _ = try await database.take(at: start + second * 1_000_000)
                #expect(try await ceiling(start + second * 1_000_000) == 39)
            }
            let shared = try await database.report("throttled", epoch: epoch + 1, inFlight: 38, concurrent: 400, at: start + 26_000_000)
            #expect(shared == .slowed)
            #expect(try await ceiling(start + 26_000_000) == 37)
        }
    }

    @Test("a pause is a pause, the longest counts: ceiling and rate stay, and a throttling is still heard of") func pause() async throws {
        try await withDatabase { database in
            let worker = try await database.makeLookupWorkers(1)[0]
            let epoch = try await database.take(at: start).epoch
            #expect(try await database.report("pause", epoch: epoch, retryAfter: 700_000, at: start) == .paused)
            #expect(try await database.report("pause", epoch: epoch, retryAfter: 300_000, at: start) == .paused)
            let paused = try await database.take(at: start)
            #expect(paused.reason == .paused && paused.wait == 700_000 && paused.epoch == epoch)
            let share = try await database.first(ShareAt(worker: worker, now: start + 800_000))
            #expect(share == InFlightShare(inFlight: 100, workers: 1, fraction: 1, state: .ok))
            #expect(try await database.report("throttled", epoch: epoch, inFlight: 60, at: start + 900_000) == .slowed)
        }
    }

    @Test("that allows less is followed down within 10 s, one that allows more is followed up by and by") func changes() async throws {
        let seed = SeededGenerator.freshSeed()
        var account = ThrottlingAccount(capacity: 30, generator: SeededGenerator(seed: seed))
        account.service = 400_000
        try await withDatabase { database in
            try await unlimited(database)
            try await database.setBudget { $0.inFlight = 40 }
            let workers = try await database.makeLookupWorkers(3)
            try await account.run(database, workers: workers, seconds: 20)
            #expect(account.used(from: 10, to: 20) >= 0.9, "seed \(seed): \(account)")
            account.capacity = 8
            let refused = account.refused.count
            try await account.run(database, workers: workers, seconds: 20)
            #expect(account.used(from: 30, to: 40) >= 0.8, "seed \(seed): \(account)")
            #expect(account.refused.count - refused < 200, "seed \(seed): \(account)")
            account.capacity = 200
            try await account.run(database, workers: workers, seconds: 120)
            #expect(account.ceilings.last == 40, "seed \(seed): \(account)")
        }
    }

    @Test("lowers the ceiling once an epoch, however many report it") func once() async throws {
        try await withDatabase { database in
            let workers = try await database.makeLookupWorkers(4)
            let epoch = try await database.take(at: start).epoch
            #expect(try await database.report("throttled", epoch: epoch, inFlight: 25, at: start) == .slowed)
            for _ in 0..<20 { #expect(try await database.report("throttled", epoch: epoch, inFlight: 25, at: start + 100) == .late) }
            let paused = try await database.take(at: start)
            #expect(paused.reason == .paused && paused.wait == 250_000 && paused.epoch == epoch + 1)
            var shares: [Int] = []
            for worker in workers { shares.append(try await database.first(ShareAt(worker: worker, now: start))?.inFlight ?? -1) }
            #expect(shares == [13, 13, 12, 12])
            // For a second the account still holds what was sent before, so a refusal says nothing about the new ceiling: more rest.
            let draining = try await database.report("throttled", epoch: epoch + 1, inFlight: 5, at: start + 300_000)
            #expect(draining == .slowed)
            #expect(try await database.first(ShareAt(worker: workers[0], now: start + 300_000))?.inFlight == 13)
            #expect(try await database.take(at: start + 300_000).wait == 700_000)
            // Nor does one of a process that has more in flight than its new share.
            #expect(try await database.report("throttled", epoch: epoch + 2, inFlight: 20, at: start + 1_100_000) == .slowed)
            #expect(try await database.first(ShareAt(worker: workers[0], now: start + 1_100_000))?.inFlight == 13)
            #expect(try await database.report("throttled", epoch: epoch + 3, inFlight: 12, at: start + 1_500_000) == .slowed)
            #expect(try await database.first(ShareAt(worker: workers[0], now: start + 1_500_000))?.inFlight == 7)
        }
    }

    @Test("time without a request proves nothing: the ceiling stays") func idle() async throws {
        try await withDatabase { database in
            let worker = try await database.makeLookupWorkers(1)[0]
            let epoch = try await database.take(at: start).epoch
            _ = try await database.report("throttled", epoch: epoch, inFlight: 80, at: start)
            let hour: Int64 = 3_600_000_000
            func ceiling(_ now: Int64) async throws -> Int? { try await database.first(ShareAt(worker: worker, now: now))?.inFlight }
            #expect(try await ceiling(start) == 40)
            // Five seconds count as busy, the rest of the hour does not.
            let afterAnHour = try #require(try await ceiling(start + hour))
            #expect(afterAnHour < 80)
            _ = try await database.take(at: start + hour)
            #expect(try await ceiling(start + hour) == afterAnHour)
            for second in 1...600 { _ = try await database.take(at: start + hour + Int64(second) * 1_000_000) }
            #expect(try await ceiling(start + hour + 600_000_000) == 100)
        }
    }

    @Test("with a ceiling of 1 that is still refused, the rate is halved") func floor() async throws {
        try await withDatabase { database in
            let worker = try await database.makeLookupWorkers(1)[0]
            try await database.setBudget { $0.inFlight = 4 }
            var now = start
            var fractions: [Double] = []
            for _ in 0..<6 {
                let epoch = try await database.take(at: now).epoch
                #expect(try await database.report("throttled", epoch: epoch, at: now) == .slowed)
                let share = try #require(try await database.first(ShareAt(worker: worker, now: now)))
                #expect(share.inFlight >= 1)
                fractions.append(share.fraction)
                now += 1_100_000
            }
            #expect(fractions.first == 1)
            #expect(fractions.last! < 0.25)
            #expect(try await database.take(at: now + 100_000_000).step == 100_000)
        }
    }

    @Test("the shares of the living workers are the ceiling; some have none when there are more workers than that") func shares()
        async throws
    {
        try await withDatabase { database in
            try await database.setBudget { $0.inFlight = 5 }
            let workers = try await database.makeLookupWorkers(7)
            let restricted = try await database.restricted(to: "refinery_worker")
            func shares() async throws -> [Int] {
                var shares: [Int] = []
                for worker in workers {
                    shares.append(try await restricted.first(LookupShare(account: "AC1", worker: worker))?.inFlight ?? -1)
                }
                return shares
            }
            #expect(try await shares() == [1, 1, 1, 1, 1, 0, 0])
            try await database.execute("UPDATE refinery.workers SET lease_until = now() - interval '1 second' WHERE id = '\(workers[1])'")
            try await database.execute("UPDATE refinery.workers SET role = 'worker' WHERE id = '\(workers[2])'")
            #expect(try await shares() == [1, 0, 0, 1, 1, 1, 1])
            let dead = try await restricted.first(LookupShare(account: "AC1", worker: workers[1]))
            #expect(dead == InFlightShare(inFlight: 0, workers: 5, fraction: 1, state: nil))
            let living = try await restricted.first(LookupShare(account: "AC1", worker: workers[0]))
            #expect(living?.state == .ok)
            // The workers of another account have a share of theirs alone.
            let other = try await database.makeLookupWorkers(1, account: "new")[0]
            #expect(try await restricted.first(LookupShare(account: "new", worker: other))?.inFlight == 100)
            #expect(try await restricted.first(LookupShare(account: "new", worker: workers[0]))?.inFlight == 0)
            #expect(try await shares() == [1, 0, 0, 1, 1, 1, 1])
            await restricted.close()
        }
    }
}
