internal import Foundation
internal import Synchronization

/// Every contact that reached the simulator, and how often: the witness, whatever clients believe.
package final class CampaignLedger: Sendable {
    /// A contact at one service.
    package struct Entry: Codable, Sendable, Equatable {
        /// `webhook`, `rest` and the vendors' names.
        package let service: String
        /// The block, list, campaign or place that it was sent to.
        package let target: String
        package let externalID: String
        /// How often it was received.
        package var times: Int
        /// How often that made one more of it: 1 where the service knows again what it has.
        package var added: Int

        enum CodingKeys: String, CodingKey {
            case service, target, times, added
            case externalID = "external_id"
        }
    }

    /// The sums of the entries, and the entries.
    package struct Report: Codable, Sendable {
        /// HTTP requests to a service, whatever became of them.
        package var requests = 0
        /// Requests by status; `reset` was reset, `0` is in progress or never answered.
        package var statuses: [String: Int] = [:]
        /// Receipts of contacts, different contacts among them, their difference.
        package var received = 0
        package var distinct = 0
        package var repeated = 0
        /// Contacts that are there more than once: somebody would be called twice.
        package var doubled = 0
        /// Receipts of contacts that were not taken.
        package var refused = 0
        /// Messages without a right signature.
        package var badSignatures = 0
        package var contacts: [Entry] = []

        enum CodingKeys: String, CodingKey {
            case requests, statuses, received, distinct, repeated, doubled, refused, contacts
            case badSignatures = "bad_signatures"
        }
    }

    private struct Key: Hashable {
        let service: String
        let target: String
        let externalID: String
    }

    private struct State {
        var requests = 0
        var statuses: [String: Int] = [:]
        var places: [Key: Int] = [:]
        var entries: [Entry] = []
        var refused = 0
        var badSignatures = 0
        /// Messages and keys that came before.
        var known: Set<String> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Counts a request; the number of those before it.
    func arrive() -> Int {
        state.withLock { state in
            state.requests += 1
            return state.requests - 1
        }
    }

    func finish(_ status: String) { state.withLock { $0.statuses[status, default: 0] += 1 } }
    func refuse() { state.withLock { $0.refused += 1 } }
    func countBadSignature() { state.withLock { $0.badSignatures += 1 } }

    /// Whether a message or key comes for the first time.
    func isNew(_ message: String) -> Bool { state.withLock { $0.known.insert(message).inserted } }

    /// Notes a contact that was taken.
    /// - Parameter adds: Whether one more is there now; nil: when it is the first.
    func take(_ service: String, _ target: String, _ externalID: String, adds: Bool? = nil) {
        state.withLock { state in
            let key = Key(service: service, target: target, externalID: externalID)
            let place = state.places[key] ?? state.entries.count
            let isFirst = place == state.entries.count
            if isFirst {
                state.places[key] = place
                state.entries.append(Entry(service: service, target: target, externalID: externalID, times: 0, added: 0))
            }
            state.entries[place].times += 1
            if adds ?? isFirst { state.entries[place].added += 1 }
        }
    }

    package func reset() { state.withLock { $0 = State() } }

    package var report: Report {
        let state = state.withLock { $0 }
        var report = Report()
        report.requests = state.requests
        report.statuses = state.statuses
        report.contacts = state.entries
        report.received = state.entries.reduce(0) { $0 + $1.times }
        report.distinct = state.entries.count
        report.repeated = report.received - report.distinct
        report.doubled = state.entries.count { $0.added > 1 }
        report.refused = state.refused
        report.badSignatures = state.badSignatures
        return report
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
