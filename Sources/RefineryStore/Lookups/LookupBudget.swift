package import RefineryModel

/// The budget of one account: its limits, what this month used of them, and what holds it back now.
package struct LookupBudget: Sendable, Equatable {
    /// What holds an account back, from the database's view.
    package enum State: String, Sendable, CaseIterable {
        case ok
        /// Nothing is sent for a moment, as the account asked.
        case paused
        /// Fewer requests in flight than the limit allows.
        case throttled
        /// A smaller rate than the limit allows; it grows back by itself.
        case slowed
        /// Too many failures in a row: nothing is sent until a probe may go.
        case open
        /// The probe is due or under way.
        case probing
        /// Nothing is sent until an operator resumes.
        case stopped
        /// The requests of the month are used up.
        case quota
        /// What is left of the month's money is too little for one more request.
        case money
    }

    /// What an operator sets.
    package struct Limits: Sendable, Equatable {
        package let ratePerSecond: Double
        package let burst: Int
        package let monthlyRequests: Int64
        /// A month, UTC; nil: no cap.
        package let moneyCap: Money?
        /// Of one request, by package.
        package let prices: [String: Money]
        package let inFlight: Int
    }

    package let account: String
    package let state: State
    package let limits: Limits
    /// The month that pays, as `2026-11`.
    package let month: String
    package let usedRequests: Int64
    package let spent: Money
    /// How many requests the fleet may have in flight now.
    package let inFlightCeiling: Int
    /// How many permits a second are granted now.
    package let rateNow: Double
    /// In seconds since 1970, by the server's clock; nil: not paused.
    package let pausedUntil: Double?
    /// Failures in a row.
    package let failures: Int
    /// In seconds since 1970; nil: the breaker is not open.
    package let openUntil: Double?
    package let stoppedReason: String?
    /// In seconds since 1970; nil: not stopped.
    package let stoppedAt: Double?
    /// When a request was refused as too many or too fast last, in seconds since 1970; nil: never.
    package let throttledAt: Double?
    package let epoch: Int64
    /// When this was read, by the server's clock, in seconds since 1970.
    package let readAt: Double

    package var requestsLeft: Int64 { max(0, limits.monthlyRequests - usedRequests) }
    /// nil: no cap.
    package var moneyLeft: Money? { limits.moneyCap.map { Money(micros: max(0, $0.micros - spent.micros)) } }
}
