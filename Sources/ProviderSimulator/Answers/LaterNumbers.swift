internal import RefineryModel
internal import Simulation
internal import Synchronization

/// Numbers that Apollo finds later, by the id of the request.
final class LaterNumbers: Sendable {
    private struct State {
        var count: Int64 = 0
        var kept: [String: (body: JSONValue, from: ContinuousClock.Instant)] = [:]
    }

    private let state = Mutex(State())

    /// Signed, of 64 bits, as the service's are.
    func nextID() -> String {
        state.withLock { state in
            state.count += 1
            return "\(-835_146_473_422_160_000 - state.count)"
        }
    }

    func keep(_ id: String, _ body: JSONValue, after milliseconds: Double) {
        let from = ContinuousClock.now + .microseconds(Int64(milliseconds * 1_000))
        state.withLock { $0.kept[id] = (body, from) }
    }

    func answer(_ id: String, lose: Bool) -> ServiceAnswer {
        guard Int64(id) != nil else { return ServiceAnswer(400, ["error_code": "invalid_request_id"]) }
        guard let kept = state.withLock({ $0.kept[id] }) else { return ServiceAnswer(404, ["error_code": "request_id_unknown"]) }
        let left = ContinuousClock.now.duration(to: kept.from)
        guard left <= .zero, !lose else {
            let seconds = max(1, min(10, Int(left.components.seconds) + 1))
            return ServiceAnswer(404, ["error_code": "result_pending", "retry_after_seconds": JSONValue(integerLiteral: seconds)])
        }
        return ServiceAnswer(["webhook_result": kept.body])
    }
}
