internal import Synchronization

/// Every lookup request that arrived: when, for which number, from which account, and what came of it.
///
/// The witness of the simulator: it counts what reached it, whatever clients believe. One request takes 30 bytes.
package final class Ledger: Sendable {
    /// One arrival, to report what became of it.
    struct Ticket: Sendable {
        /// Place in the order of arrival since the start or the last reset, from 0.
        let ordinal: Int
        /// Requests of the same account in progress, this one included.
        let inFlight: Int
        /// Whether the concurrency limit admits it.
        let isAdmitted: Bool
        fileprivate let epoch: Int
        fileprivate let account: Int
    }

    struct State: Sendable {
        var epoch = 0
        var arrivals = Arrivals()
        var accounts: [String] = []
        var accountIndex: [String: Int] = [:]
        var inFlight: [Int] = []
        var inFlightTotal = 0
        var inFlightMax = 0
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Int64

    /// - Parameter now: Monotonic microseconds since any fixed instant.
    package init(now: @escaping @Sendable () -> Int64 = Monotonic.microseconds) { self.now = now }

    /// Records an arrival.
    /// - Parameters:
    ///   - digits: The number; `nil` when `text` is none.
    ///   - text: The number as text, kept only without digits.
    ///   - account: The account it belongs to; `nil` when the credentials are wrong.
    ///   - limit: Requests of the account in progress that are admitted; `nil` is no limit.
    func arrive(digits: UInt64?, text: @autoclosure () -> String, account: String?, limit: Int?) -> Ticket {
        state.withLock { state in
            let index = state.index(of: account ?? "")
            let isAdmitted = account != nil && state.inFlight[index] < limit ?? .max
            if isAdmitted {
                state.inFlight[index] += 1
                state.inFlightTotal += 1
                state.inFlightMax = max(state.inFlightMax, state.inFlightTotal)
            }
            // The clock is read under the lock: instants ascend.
            let ordinal = state.arrivals.append(digits: digits, text: text, at: now(), account: index)
            let counted = state.inFlight[index] + (isAdmitted ? 0 : 1)
            return Ticket(ordinal: ordinal, inFlight: counted, isAdmitted: isAdmitted, epoch: state.epoch, account: index)
        }
    }

    /// Records what became of an arrival, once.
    /// - Parameters:
    ///   - status: The HTTP status; 0 for a connection that was reset.
    ///   - costMicros: What the answer costs, in millionths of a dollar; `nil` when it is not paid for.
    func finish(_ ticket: Ticket, status: Int, costMicros: Int? = nil) {
        state.withLock { state in
            if ticket.isAdmitted {
                state.inFlight[ticket.account] -= 1
                state.inFlightTotal -= 1
            }
            guard ticket.epoch == state.epoch else { return }
            state.arrivals.finish(ticket.ordinal, status: status, costMicros: costMicros)
        }
    }

    /// Forgets all arrivals; requests in progress stay in progress, but no longer count as arrived.
    package func reset() {
        state.withLock { state in
            state.epoch += 1
            state.arrivals = Arrivals()
            state.inFlightMax = state.inFlightTotal
        }
    }

    /// A picture of this moment: the report, and the arrivals it was made of.
    package var report: LedgerReport { LedgerReport(snapshot) }

    var snapshot: State { state.withLock { $0 } }
}

extension Ledger.State {
    fileprivate mutating func index(of account: String) -> Int {
        if let index = accountIndex[account] { return index }
        accountIndex[account] = accounts.count
        accounts.append(account)
        inFlight.append(0)
        return accounts.count - 1
    }
}
