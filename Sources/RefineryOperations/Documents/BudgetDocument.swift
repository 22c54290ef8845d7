package import RefineryStore
internal import RefineryModel

/// A budget as programs read it.
package struct BudgetDocument: Encodable {
    let account: String
    let state: String
    let ratePerSecond: Double
    let burst: Int
    let inFlight: Int
    let monthlyRequests: Int64
    let moneyCapUsd: Double?
    let pricesUsd: [String: Double]
    let month: String
    let requestsUsed: Int64
    let requestsLeft: Int64
    let spentUsd: Double
    let moneyLeftUsd: Double?
    let rateNow: Double
    let inFlightNow: Int
    let failures: Int
    let pausedUntil: String?
    let openUntil: String?
    let stoppedReason: String?
    let stoppedAt: String?

    package init(_ budget: LookupBudget) {
        account = budget.account
        state = budget.state.rawValue
        ratePerSecond = budget.limits.ratePerSecond
        burst = budget.limits.burst
        inFlight = budget.limits.inFlight
        monthlyRequests = budget.limits.monthlyRequests
        moneyCapUsd = budget.limits.moneyCap?.dollars
        pricesUsd = budget.limits.prices.mapValues(\.dollars)
        month = budget.month
        requestsUsed = budget.usedRequests
        requestsLeft = budget.requestsLeft
        spentUsd = budget.spent.dollars
        moneyLeftUsd = budget.moneyLeft?.dollars
        rateNow = budget.rateNow
        inFlightNow = budget.inFlightCeiling
        failures = budget.failures
        pausedUntil = budget.pausedUntil.map(Timestamp.iso8601)
        openUntil = budget.openUntil.map(Timestamp.iso8601)
        stoppedReason = budget.stoppedReason
        stoppedAt = budget.stoppedAt.map(Timestamp.iso8601)
    }
}
