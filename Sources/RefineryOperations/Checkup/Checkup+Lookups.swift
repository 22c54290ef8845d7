internal import Postgres
internal import RefineryModel
internal import RefineryStore

extension Checkup {
    /// Whether numbers that wait can be looked up: somebody asks, and no budget stands still.
    func lookups(on connection: PostgresConnection) async -> CheckResult {
        await check("lookups") {
            guard let demand = try await connection.first(CheckDemand(role: .lookupWorker)) else { return try Self.missing("check_demand") }
            return Self.lookups(demand, try await connection.rows(ListBudgets()))
        }
    }

    static func lookups(_ demand: Demand, _ budgets: [LookupBudget]) -> CheckResult {
        if let stopped = budgets.first(where: { $0.state == .stopped }) {
            return CheckResult(
                "lookups", .fail, "account \(stopped.account) is stopped: \(stopped.stoppedReason ?? "it refused a request")",
                remedy: "Correct what the message names, then: refinery budget resume")
        }
        if demand.waitingJobs > 0 && demand.livingWorkers == 0 {
            return CheckResult(
                "lookups", .fail, "\(NumberFormat.counted(demand.waitingJobs, "lookup job")) and no lookup worker",
                remedy: "Start one, with the credentials of the account: refinery lookup-worker")
        }
        if let empty = budgets.first(where: { $0.requestsLeft == 0 || $0.moneyLeft == .zero }), demand.waitingJobs > 0 {
            let limit = empty.requestsLeft == 0 ? "of requests" : "of money"
            return CheckResult(
                "lookups", .warn, "account \(empty.account) has used up its month",
                remedy: "Wait for the month, or raise its limit \(limit): refinery budget set")
        }
        if let failing = budgets.first(where: { $0.state == .open || $0.state == .probing }) {
            return CheckResult(
                "lookups", .warn, "account \(failing.account) failed \(failing.failures) times in a row, and is tried once a minute",
                remedy: "Look at the account's status page, and at the way to it from the lookup workers.")
        }
        return CheckResult(
            "lookups", .ok, demand.waitingJobs == 0 ? "none waits" : "\(NumberFormat.counted(demand.livingWorkers, "worker")) at it")
    }
}
