import Foundation
import RefineryModel
import Testing

@testable import RefineryStore
@testable import RefineryOperations

@Suite("Judgements of the checkup") struct CheckupJudgementTests {
    @Test("a clock may be off by a second; a minute is too much", arguments: [(0.2, CheckResult.Status.ok), (-5, .warn), (90, .fail)])
    func clock(ahead: Double, status: CheckResult.Status) {
        #expect(Checkup.clock(ahead: ahead).status == status)
        #expect((Checkup.clock(ahead: ahead).remedy == nil) == (status == .ok))
    }

    @Test("whoever sits idle in a transaction fails, a running statement warns, a moment does no harm")
    func xmin() {
        func status(_ kind: VacuumObstacle.Kind, _ seconds: Double?, transactions: Int64 = 5, isIdle: Bool = false) -> CheckResult.Status {
            Checkup.xmin(
                [VacuumObstacle(kind: kind, name: "process 7", seconds: seconds, transactions: transactions, isIdle: isIdle)],
                seesAllSessions: true
            ).status
        }
        #expect(status(.transaction, 0.1, isIdle: true) == .ok)
        #expect(status(.transaction, 30) == .warn)
        #expect(status(.transaction, 30, isIdle: true) == .fail)
        #expect(status(.transaction, 3600) == .fail)
        #expect(status(.transaction, nil) == .ok)
        #expect(status(.transaction, nil, transactions: 100_000) == .warn)
        #expect(status(.preparedTransaction, 60, isIdle: true) == .fail)
        #expect(status(.replicationSlot, nil, isIdle: true) == .fail)
        #expect(status(.replicationSlot, nil) == .ok)
    }

    @Test("numbers that wait need a lookup worker") func lookups() {
        #expect(Checkup.lookups(Demand(waitingJobs: 0, livingWorkers: 0), []).status == .ok)
        #expect(Checkup.lookups(Demand(waitingJobs: 3, livingWorkers: 1), []).status == .ok)
        let waiting = Checkup.lookups(Demand(waitingJobs: 3, livingWorkers: 0), [])
        #expect(waiting.status == .fail)
        #expect(waiting.remedy?.contains("refinery lookup-worker") == true)
    }

    @Test(
        "a month that is used up comes with a command that raises its limit",
        arguments: [(10, 0, "its limit of money"), (0, 5, "its limit of requests")])
    func month(requestsLeft: Int64, moneyLeft: Int64, option: String) {
        let limits = LookupBudget.Limits(
            ratePerSecond: 10, burst: 10, monthlyRequests: 100, moneyCap: Money(micros: 100), prices: [:], inFlight: 100)
        let budget = LookupBudget(
            account: "AC1", state: .money, limits: limits, month: "2026-11", usedRequests: 100 - requestsLeft,
            spent: Money(micros: 100 - moneyLeft), inFlightCeiling: 100, rateNow: 10, pausedUntil: nil, failures: 0, openUntil: nil,
            stoppedReason: nil, stoppedAt: nil, throttledAt: nil, epoch: 0, readAt: 0)
        let result = Checkup.lookups(Demand(waitingJobs: 1, livingWorkers: 1), [budget])
        #expect(result.status == .warn)
        #expect(result.remedy?.contains(option) == true, "\(result.remedy ?? "-")")
    }

    @Test("dead rows count when there are many, and more than living ones")
    func deadTuples() {
        func result(live: Int64, dead: Int64, autovacuum: Bool = true) -> CheckResult {
            Checkup.deadTuples([TableHealth(name: "jobs", live: live, dead: dead, vacuumed: nil, hasAutovacuum: autovacuum)])
        }
        #expect(result(live: 1_000_000, dead: 500_000).status == .ok)
        #expect(result(live: 100, dead: 15_000).status == .ok)
        #expect(result(live: 100, dead: 50_000).status == .warn)
        #expect(result(live: 100, dead: 5_000_000).status == .fail)
        #expect(result(live: 100, dead: 0, autovacuum: false).status == .fail)
    }

    @Test("connections fail when nearly all are taken, and warn when the fleet may want more than there are")
    func connections() {
        func status(inUse: Int64, processes: Int64) -> CheckResult.Status {
            let capacity = Capacity(connectionsMax: 100, connections: inUse, databaseBytes: 0, dataDirectory: nil, isLocal: false)
            return Checkup.connections(capacity, processes: processes, poolSize: 9).status
        }
        #expect(status(inUse: 10, processes: 10) == .ok)
        #expect(status(inUse: 10, processes: 11) == .warn)
        #expect(status(inUse: 95, processes: 1) == .fail)
    }

    @Test("other versions in the fleet warn") func versions() {
        let parts = [FleetPart(role: "worker", version: "1.0", processes: 2, holdingLock: 2)]
        #expect(Checkup.fleet(parts, version: "1.0", hasPooler: false).status == .ok)
        #expect(Checkup.fleet(parts, version: "1.1", hasPooler: false).status == .warn)
    }

    @Test(
        "the age of a release is known closely enough",
        arguments: [
            ("8.12", 2022), ("8.12.0", 2020), ("8.13.55", 2025), ("9.0.20", 2025),
        ])
    func metadataAge(release: String, year: Int) throws {
        let date = try #require(PhoneMetadataAge.date(ofRelease: release))
        #expect(Calendar(identifier: .gregorian).component(.year, from: date) == year)
        #expect(PhoneMetadataAge.date(ofRelease: "77.1") == nil)
    }

    @Test("sizes and times read well") func numbers() {
        #expect(NumberText.bytes(600 << 20) == "600 MB")
        #expect(NumberText.bytes(3 << 29) == "1.5 GB")
        #expect(NumberText.seconds(90) == "90 s")
        #expect(NumberText.seconds(86_400) == "24 h")
        #expect(NumberText.milliseconds(.microseconds(420)) == "0.4 ms")
    }
}
