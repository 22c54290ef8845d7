import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Reports to a lookup budget", .timeLimit(.minutes(10))) struct BudgetReportTests {
    private let start = TestDatabase.march

    @Test("five failures in a row open the breaker for a minute, then exactly one of many gets a probe") func breaker() async throws {
        try await withDatabase { database in
            let epoch = try await database.take(at: start).epoch
            for effect in [ReportEffect.failed, .failed, .ok, .failed, .failed, .failed, .failed, .opened, .late] {
                #expect(try await database.report(effect == .ok ? "ok" : "failed", epoch: epoch, at: start) == effect)
            }
            #expect(try await database.take(at: start + 59_000_000).reason == .open)
            let asked = try await withThrowingTaskGroup(of: Permits.self) { group in
                for _ in 0..<8 { group.addTask { try await database.take(TakePermits(wanted: 10), at: start + 61_000_000) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let probe = try #require(asked.first { $0.granted > 0 })
            #expect(asked.count { $0.granted > 0 } == 1)
            #expect(probe.granted == 1 && probe.reason == .probe)
            #expect(asked.count { $0.reason == .open && $0.wait <= 1_000_000 } == 7)
            // A late answer of before the failures does not close it.
            #expect(try await database.report("ok", epoch: epoch, at: start + 61_000_000) == .late)
            #expect(try await database.report("failed", epoch: probe.epoch, at: start + 62_000_000) == .opened)
            #expect(try await database.take(at: start + 121_000_000).reason == .open)
            let second = try await database.take(at: start + 123_000_000)
            #expect(second.reason == .probe)
            #expect(try await database.report("ok", epoch: second.epoch, at: start + 123_500_000) == .closed)
            #expect(try await database.take(TakePermits(wanted: 5), at: start + 125_000_000).granted == 5)
        }
    }

    @Test("a probe that was lost or not sent is followed by another") func lostProbe() async throws {
        try await withDatabase { database in
            let epoch = try await database.take(at: start).epoch
            for _ in 0..<5 { _ = try await database.report("failed", epoch: epoch, at: start) }
            let unsent = try await database.take(at: start + 61_000_000)
            #expect(unsent.reason == .probe)
            #expect(try await database.first(SettlePermits(lease: unsent.lease, unused: 1)) == true)
            let lost = try await database.take(at: start + 62_000_000)
            #expect(lost.reason == .probe && lost.epoch > unsent.epoch)
            #expect(try await database.take(at: start + 121_000_000).reason == .open)
            #expect(try await database.take(at: start + 123_000_000).reason == .probe)
        }
    }

    @Test("what asks to slow down halves the rate once an epoch, and the rate grows back by itself") func slowDown() async throws {
        try await withDatabase { database in
            let epoch = try await database.take(TakePermits(wanted: 10), at: start).epoch
            #expect(try await database.report("slow_down", epoch: epoch, at: start) == .slowed)
            for _ in 0..<5 { #expect(try await database.report("slow_down", epoch: epoch, at: start) == .late) }
            let paused = try await database.take(at: start)
            #expect(paused.reason == .paused && paused.wait == 1_000_000 && paused.epoch == epoch + 1)
            // No credit grew in the pause, and a permit takes twice as long.
            let slow = try await database.take(TakePermits(wanted: 10, workers: 100), at: start + 1_000_000)
            #expect(slow.granted == 1 && slow.step == 200_000)
            #expect(try await database.take(TakePermits(workers: 100), at: start + 1_100_000).wait > 90_000)
            #expect(try await database.take(TakePermits(workers: 100), at: start + 11_000_000).step == 142_858)
            #expect(try await database.take(TakePermits(workers: 100), at: start + 27_000_000).step == 100_000)
        }
    }

    @Test(
        "a pause is as long as the account says, 15 minutes at most", arguments: [(0, 1000), (30_000_000, 30_000_000), (.max, 900_000_000)])
    func retryAfter(said: Int64, wait: Int64) async throws {
        try await withDatabase { database in
            let epoch = try await database.take(at: start).epoch
            #expect(try await database.report("throttled", epoch: epoch, retryAfter: said, at: start) == .slowed)
            #expect(try await database.take(at: start).wait <= max(wait, 100_000))
            #expect(try await database.take(at: start + max(0, wait - 1000)).granted == 0)
            #expect(try await database.take(at: start + wait + 100_000).granted == 1)
        }
    }

    @Test("a stop stops everything until an operator resumes, and keeps the message") func stop() async throws {
        try await withDatabase { database in
            let epoch = try await database.take().epoch
            let refused = LookupReport.stop(message: "20003: Authenticate")
            #expect(try await database.first(ReportLookups(account: "AC1", epoch: epoch, report: refused)) == .stopped)
            let stopped = try await database.take()
            #expect(stopped.reason == .stopped && stopped.wait == 5_000_000)
            let budget = try #require(try await database.budget())
            #expect(budget.state == .stopped && budget.stoppedReason == "20003: Authenticate" && budget.stoppedAt != nil)
            let restricted = try await database.restricted(to: "refinery_worker")
            #expect(try await restricted.first(ResumeBudget(account: "AC1")) == .stopped)
            await restricted.close()
            #expect(try await database.take().granted == 1)
            // A request of before the resume that is refused only now stops nothing.
            #expect(try await database.first(ReportLookups(account: "AC1", epoch: epoch, report: refused)) == .late)
            #expect(try await database.budget()?.state == .ok)
            let unknown = await refusal { try await database.first(ResumeBudget(account: "AC2")) }
            #expect(unknown?.message == "There is no budget of account AC2.")
        }
    }

    @Test("a resume forgets throttling and failures") func resume() async throws {
        try await withDatabase { database in
            var epoch = try await database.take().epoch
            _ = try await database.first(ReportLookups(account: "AC1", epoch: epoch, report: .throttled(retryAfter: .seconds(600))))
            epoch = try await database.take().epoch
            for _ in 0..<5 { _ = try await database.first(ReportLookups(account: "AC1", epoch: epoch, report: .failed)) }
            #expect(try await database.budget()?.state == .open)
            #expect(try await database.first(ResumeBudget(account: "AC1")) == .open)
            let budget = try #require(try await database.budget())
            #expect(budget.state == .ok && budget.failures == 0 && budget.inFlightCeiling == 100 && budget.rateNow == 10)
            #expect(try await database.take().granted == 1)
        }
    }

    @Test("an account that nobody asked for, and a word that nobody knows") func unknown() async throws {
        try await withDatabase { database in
            let late = try await database.first(ReportLookups(account: "AC9", epoch: 1, report: .ok))
            #expect(late == .late)
            let word = await refusal { try await database.report("fine", epoch: 1, at: start) }
            #expect(word?.code == "22023")
            let nothing = await refusal { try await database.take(TakePermits(wanted: 0)) }
            #expect(nothing?.code == "22023")
        }
    }
}
