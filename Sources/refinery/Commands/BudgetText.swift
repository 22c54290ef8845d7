#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RefineryModel
internal import RefineryStore

/// A budget as people read it.
enum BudgetText {
    /// A paragraph: account and state, then limits and what is left of them.
    static func lines(_ budget: LookupBudget) -> [String] {
        let limits = budget.limits
        let inFlight =
            budget.inFlightCeiling < limits.inFlight
            ? "\(budget.inFlightCeiling) now, \(grouped(limits.inFlight)) at most" : "\(grouped(limits.inFlight)) at most"
        let rate = "\(number(limits.ratePerSecond)) requests a second"
        let rateNow = budget.rateNow < limits.ratePerSecond ? "\(number(budget.rateNow)) of \(rate) now" : rate
        var money = budget.spent.formatted
        if let cap = limits.moneyCap, let left = budget.moneyLeft {
            money += " of \(cap.formatted), \(left.formatted) left"
        } else {
            money += ", no cap"
        }
        let prices = limits.prices.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.formatted)" }.joined(separator: " · ")
        var lines = [
            "\(budget.account)  \(state(budget))",
            "  rate       \(rateNow), burst \(grouped(limits.burst))",
            "  in flight  \(inFlight)",
            "  requests   \(NumberFormat.grouped(budget.usedRequests)) of \(NumberFormat.grouped(limits.monthlyRequests)) in \(budget.month), \(NumberFormat.grouped(budget.requestsLeft)) left",
            "  money      \(money)",
            "  prices     \(prices)",
        ]
        if let step = nextStep(budget) { lines.append("  \(step)") }
        return lines
    }

    /// What holds the account back, in a few words: for a line among others.
    static func state(_ budget: LookupBudget) -> String {
        switch budget.state {
        case .stopped: "stopped: \(budget.stoppedReason ?? "the account refused the request")"
        case .open:
            "open: \(NumberFormat.counted(Int64(budget.failures), "failure")) in a row, a probe in \(seconds(budget.openUntil, budget))"
        case .probing: "probing: one request finds out whether the account answers again"
        case .paused: "paused for \(seconds(budget.pausedUntil, budget)), as the account asked"
        case .quota: "out of requests until the month after \(budget.month) (UTC)"
        case .money: "out of money until the month after \(budget.month) (UTC)"
        case .slowed: "slowed: \(number(budget.rateNow)) requests a second, growing"
        case .throttled: "throttled to \(budget.inFlightCeiling) in flight"
        case .ok: "ok"
        }
    }

    /// Why lookups do not go on as fast as the limits allow, for a line among others; nil when nothing holds the account back.
    static func hindrance(_ budget: LookupBudget) -> String? {
        guard budget.state != .ok else { return nil }
        let state = state(budget)
        return ["Lookups of \(budget.account): \(state)\(state.hasSuffix(".") ? "" : ".")", nextStep(budget)].compactMap(\.self).joined(
            separator: " ")
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

    /// Without zeros behind the point.
    private static func number(_ value: Double) -> String {
        guard value != value.rounded() else { return NumberFormat.grouped(Int64(value)) }
        var text = NumberFormat.fixed(value, 3)
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }

    private static func seconds(_ until: Double?, _ budget: LookupBudget) -> String {
        NumberFormat.duration(seconds: max(0, (until ?? budget.readAt) - budget.readAt))
    }
}

/// A budget as programs read it.
struct BudgetDocument: Encodable {
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

    init(_ budget: LookupBudget) {
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
