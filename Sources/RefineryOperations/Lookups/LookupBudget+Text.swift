internal import RefineryModel
package import RefineryStore

extension LookupBudget {
    /// What holds the account back, in a few words: for a line among others.
    package var stateText: String {
        switch state {
        case .stopped: "stopped: \(stoppedReason ?? "the account refused the request")"
        case .open: "open: \(NumberFormat.counted(Int64(failures), "failure")) in a row, a probe in \(duration(to: openUntil))"
        case .probing: "probing: one request finds out whether the account answers again"
        case .paused: "paused for \(duration(to: pausedUntil)), as the account asked"
        case .quota: "out of requests until the month after \(month) (UTC)"
        case .money: "out of money until the month after \(month) (UTC)"
        case .slowed: "slowed: \(NumberFormat.shortest(rateNow)) requests a second, growing"
        case .throttled: "throttled to \(inFlightCeiling) in flight"
        case .ok: "ok"
        }
    }

    /// Why lookups do not go on as fast as the limits allow, as a sentence; nil when nothing holds the account back.
    package var hindrance: String? {
        guard state != .ok else { return nil }
        return "Lookups of \(account): \(stateText)\(stateText.hasSuffix(".") ? "" : ".")"
    }

    private func duration(to instant: Double?) -> String {
        NumberFormat.duration(seconds: max(0, (instant ?? readAt) - readAt))
    }
}
