internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// A budget as people read it.
enum BudgetText {
    /// A paragraph: account and state, then limits and what is left of them.
    static func lines(_ budget: LookupBudget) -> [String] {
        let limits = budget.limits
        let inFlight =
            budget.inFlightCeiling < limits.inFlight
            ? "\(budget.inFlightCeiling) now, \(grouped(limits.inFlight)) at most" : "\(grouped(limits.inFlight)) at most"
        let rate = "\(NumberFormat.shortest(limits.ratePerSecond)) requests a second"
        let rateNow = budget.rateNow < limits.ratePerSecond ? "\(NumberFormat.shortest(budget.rateNow)) of \(rate) now" : rate
        var money = budget.spent.formatted
        if let cap = limits.moneyCap, let left = budget.moneyLeft {
            money += " of \(cap.formatted), \(left.formatted) left"
        } else {
            money += ", no cap"
        }
        let prices = limits.prices.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.formatted)" }.joined(separator: " · ")
        var lines = [
            "\(budget.account)  \(budget.stateText)",
            "  rate       \(rateNow), burst \(grouped(limits.burst))",
            "  in flight  \(inFlight)",
            "  requests   \(NumberFormat.grouped(budget.usedRequests)) of \(NumberFormat.grouped(limits.monthlyRequests)) in \(budget.month), \(NumberFormat.grouped(budget.requestsLeft)) left",
            "  money      \(money)",
            "  prices     \(prices)",
        ]
        if let step = nextStep(budget) { lines.append("  \(step)") }
        return lines
    }

    /// Why lookups do not go on as fast as the limits allow, and what to do; nil when nothing holds the account back.
    static func hindrance(_ budget: LookupBudget) -> String? {
        budget.hindrance.map { [$0, nextStep(budget)].compactMap(\.self).joined(separator: " ") }
    }

    /// What an operator has to do; nil: nothing.
    private static func nextStep(_ budget: LookupBudget) -> String? {
        switch budget.state {
        case .stopped:
            "Correct the credentials or the setting that the message names, then: refinery budget resume --account \(budget.account)"
        case .quota: "More: refinery budget set --monthly N --account \(budget.account)"
        case .money: "More: refinery budget set --money DOLLARS --account \(budget.account)"
        case .ok, .paused, .throttled, .slowed, .open, .probing: nil
        }
    }

    private static func grouped(_ value: Int) -> String { NumberFormat.grouped(Int64(value)) }
}
