/// What the ledger says, counted from the arrivals.
package struct LedgerReport: Codable, Equatable, Sendable {
    /// Lookup requests that arrived, whatever became of them; control and ledger requests never count.
    package let requests: Int
    package let distinctNumbers: Int
    /// `requests` without the first for each number.
    package let repeated: Int
    /// The most arrivals in any window of one second, wherever it begins.
    package let maxInAnySecond: Int
    /// The same without those answered 429.
    package let maxAdmittedInAnySecond: Int
    /// The most arrivals in any window of other widths: `100ms`, `10s`, `60s`.
    package let maxInWindow: [String: Int]
    /// Answers that cost money: 200 with a paid package about a valid number (about an invalid one too with `bill_invalid`).
    package let paid: Int
    /// Paid answers without the first for each number.
    package let repeatedPaid: Int
    /// What the paid answers cost, in millionths of a dollar.
    package let costMicros: Int
    /// Requests answered 429.
    package let refused: Int
    /// Requests by status; `reset` for connections that were reset, `pending` for requests in progress.
    package let statuses: [String: Int]
    /// Requests in progress now, and the most at once since the start or the last reset; refused ones are never in progress.
    package let inFlight: Int
    package let inFlightMax: Int
    /// `CLOCK_MONOTONIC` of the first and the last arrival, in microseconds; `nil` when none came.
    package let firstMicroseconds: Int64?
    package let lastMicroseconds: Int64?

    enum CodingKeys: String, CodingKey {
        case requests, repeated, paid, refused, statuses
        case distinctNumbers = "distinct_numbers"
        case maxInAnySecond = "max_in_any_second"
        case maxAdmittedInAnySecond = "max_admitted_in_any_second"
        case maxInWindow = "max_in_window"
        case repeatedPaid = "repeated_paid"
        case costMicros = "cost_micros"
        case inFlight = "in_flight"
        case inFlightMax = "in_flight_max"
        case firstMicroseconds = "first_us"
        case lastMicroseconds = "last_us"
    }

    init(_ state: Ledger.State) {
        let arrivals = state.arrivals
        let admitted = arrivals.statuses.indices.lazy.filter { arrivals.statuses[$0] != 429 }.map { arrivals.instants[$0] }
        let paid = arrivals.statuses.indices.filter { arrivals.cost($0) != nil }
        requests = arrivals.count
        distinctNumbers = Self.distinct(arrivals.numbers)
        repeated = requests - distinctNumbers
        maxInAnySecond = SlidingWindow.maximum(of: arrivals.instants, width: 1_000_000)
        maxAdmittedInAnySecond = SlidingWindow.maximum(of: Array(admitted), width: 1_000_000)
        maxInWindow = [("100ms", Int64(100_000)), ("10s", 10_000_000), ("60s", 60_000_000)].reduce(into: [:]) {
            $0[$1.0] = SlidingWindow.maximum(of: arrivals.instants, width: $1.1)
        }
        self.paid = paid.count
        repeatedPaid = paid.count - Self.distinct(paid.map { arrivals.numbers[$0] })
        costMicros = paid.reduce(0) { $0 + (arrivals.cost($1) ?? 0) }
        refused = arrivals.statuses.count { $0 == 429 }
        let counts = arrivals.statuses.indices.reduce(into: [Int?: Int]()) { $0[arrivals.status($1), default: 0] += 1 }
        statuses = Dictionary(uniqueKeysWithValues: counts.map { (Self.name($0.key), $0.value) })
        inFlight = state.inFlightTotal
        inFlightMax = state.inFlightMax
        firstMicroseconds = arrivals.instants.first
        lastMicroseconds = arrivals.instants.last
    }

    private static func name(_ status: Int?) -> String {
        switch status {
        case nil: "pending"
        case 0: "reset"
        case let status?: "\(status)"
        }
    }

    /// Sorting takes a tenth of the memory of a set.
    private static func distinct(_ numbers: [UInt64]) -> Int {
        let sorted = numbers.sorted()
        return zip(sorted, sorted.dropFirst()).count { $0 != $1 } + (sorted.isEmpty ? 0 : 1)
    }
}
