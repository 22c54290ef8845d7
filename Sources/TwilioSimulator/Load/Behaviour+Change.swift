internal import Foundation

extension Behaviour {
    /// Shares, in the order in which one draw decides between them.
    var shares: [(name: CodingKeys, share: Double)] {
        [
            (.rate429, rate429), (.rate5xx, rate5xx), (.rateReset, rateReset), (.rateDrip, rateDrip), (.rateSlow, rateSlow),
            (.rateBrokenJSON, rateBrokenJSON), (.ratePackageError, ratePackageError),
        ]
    }

    /// Names and values as JSON, one object.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// This behaviour with the values that `json` names; those that it does not name stay, `null` unsets.
    /// - Throws: ``BehaviourError`` for text that is no JSON object, a name that does not exist, a value out of range.
    package func changed(by json: String) throws -> Behaviour {
        guard let changes = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else {
            throw BehaviourError.notAnObject
        }
        if let unknown = changes.keys.sorted().first(where: { CodingKeys(rawValue: $0) == nil }) {
            throw BehaviourError.unknownName(unknown)
        }
        let current = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:]
        let merged = try JSONSerialization.data(withJSONObject: current.merging(changes) { _, new in new })
        let behaviour: Behaviour
        do {
            behaviour = try JSONDecoder().decode(Behaviour.self, from: merged)
        } catch let error as DecodingError {
            throw BehaviourError.wrongType(name: error.name)
        }
        try behaviour.validate()
        return behaviour
    }

    /// - Throws: ``BehaviourError`` naming the first value that makes no sense.
    package func validate() throws {
        for (name, share) in shares where !(0...1).contains(share) {
            throw BehaviourError.outOfRange(name: name.rawValue, allowed: "0 to 1")
        }
        if shares.map(\.share).reduce(0, +) > 1.000_001 { throw BehaviourError.sharesExceedOne }
        let minima: [(CodingKeys, Double?, Double)] = [
            (.latencyMilliseconds, latencyMilliseconds, 0), (.latencyMaxMilliseconds, latencyMaxMilliseconds, latencyMilliseconds),
            (.latencyP99Milliseconds, latencyP99Milliseconds, latencyMilliseconds),
            (.concurrencyLimit, concurrencyLimit.map(Double.init), 1),
            (.retryAfter, retryAfter.map(Double.init), 0), (.failRequests, Double(failRequests), 0), (.failSeconds, failSeconds, 0),
            (.dripBytes, Double(dripBytes), 1), (.dripMilliseconds, dripMilliseconds, 0), (.slowMilliseconds, slowMilliseconds, 0),
        ]
        for (name, value, minimum) in minima {
            if let value, !(minimum...86_400_000).contains(value) {
                throw BehaviourError.outOfRange(name: name.rawValue, allowed: "\(minimum) to 86400000")
            }
        }
        if latencyMaxMilliseconds != nil, latencyP99Milliseconds != nil { throw BehaviourError.twoLatencies }
        if latencyP99Milliseconds != nil, latencyMilliseconds <= 0 {
            throw BehaviourError.outOfRange(
                name: CodingKeys.latencyMilliseconds.rawValue, allowed: "more than 0 when latency_p99_ms is set")
        }
        if !(500...599).contains(failStatus) {
            throw BehaviourError.outOfRange(name: CodingKeys.failStatus.rawValue, allowed: "500 to 599")
        }
    }
}

extension DecodingError {
    /// The name whose value has the wrong type.
    fileprivate var name: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.last?.stringValue ?? "value"
        @unknown default: "value"
        }
    }
}
