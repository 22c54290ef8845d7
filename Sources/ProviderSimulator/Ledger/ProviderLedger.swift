internal import Foundation
internal import Synchronization

/// Every question that reached the simulator, and what was charged for it: the witness, whatever clients believe.
package final class ProviderLedger: Sendable {
    /// One question of one provider.
    package struct Entry: Codable, Sendable, Equatable {
        package let provider: String
        package let product: String
        /// What was asked, in words of the simulator.
        package let question: String
        /// How often it was asked and got as far as an answer, charged or not.
        package var times: Int
        /// How often it was charged.
        package var charged: Int
        /// In millionths of a dollar.
        package var costMicros: Int

        enum CodingKeys: String, CodingKey {
            case provider, product, question, times, charged
            case costMicros = "cost_micros"
        }
    }

    /// The sums of the entries, and the entries.
    package struct Report: Codable, Sendable {
        /// HTTP requests to a provider, whatever became of them.
        package var requests = 0
        /// Answers that were charged.
        package var paid = 0
        /// Those that were not the first of their question.
        package var repeatedPaid = 0
        package var costMicros = 0
        /// Requests by status.
        package var statuses: [String: Int] = [:]
        package var questions: [Entry] = []

        enum CodingKeys: String, CodingKey {
            case requests, paid, statuses, questions
            case repeatedPaid = "repeated_paid"
            case costMicros = "cost_micros"
        }
    }

    private struct Key: Hashable {
        let product: String
        let question: String
    }

    private struct State {
        var requests = 0
        var statuses: [String: Int] = [:]
        var places: [Key: Int] = [:]
        var entries: [Entry] = []
        var paid = 0
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

    func finish(status: Int) { state.withLock { $0.statuses["\(status)", default: 0] += 1 } }

    /// Notes an answer, before it is sent.
    /// - Parameter costMicros: nil: not charged.
    func note(provider: String, product: String, question: String, costMicros: Int?) {
        state.withLock { state in
            let key = Key(product: product, question: question)
            let place = state.places[key] ?? state.entries.count
            if place == state.entries.count {
                state.places[key] = place
                state.entries.append(
                    Entry(provider: provider, product: product, question: question, times: 0, charged: 0, costMicros: 0))
            }
            state.entries[place].times += 1
            guard let costMicros else { return }
            state.paid += 1
            state.entries[place].charged += 1
            state.entries[place].costMicros += costMicros
        }
    }

    var paid: Int { state.withLock { $0.paid } }

    package func reset() { state.withLock { $0 = State() } }

    package var report: Report {
        let state = state.withLock { $0 }
        var report = Report()
        report.requests = state.requests
        report.statuses = state.statuses
        report.questions = state.entries
        report.paid = state.paid
        report.repeatedPaid = state.entries.reduce(0) { $0 + max(0, $1.charged - 1) }
        report.costMicros = state.entries.reduce(0) { $0 + $1.costMicros }
        return report
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
