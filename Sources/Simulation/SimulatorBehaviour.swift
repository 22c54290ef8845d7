internal import Foundation
internal import RefineryModel
internal import Synchronization

/// How a simulator behaves: what flags set at the start and `PUT /_control` changes while it runs. The flags have the names of the settings, with dashes.
package protocol SimulatorBehaviour: Codable, Equatable, Sendable {
    /// The names of all settings, in JSON.
    static var settings: [String] { get }

    /// - Throws: ``SimulatorBehaviourError`` naming what makes no sense.
    func validate() throws
}

extension SimulatorBehaviour {
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// This behaviour with the values that `json` names; those that it does not name stay, `null` unsets.
    /// - Throws: ``SimulatorBehaviourError`` for text that is no JSON object, a name that does not exist, a value out of range.
    package func changed(by json: [UInt8]) throws -> Self {
        guard let changes = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else {
            throw SimulatorBehaviourError("The body is not a JSON object. Send one such as {\"latency_ms\": 50}.")
        }
        if let unknown = changes.keys.sorted().first(where: { !Self.settings.contains($0) }) {
            throw SimulatorBehaviourError("There is no setting \(unknown). GET /_control shows all of them.")
        }
        let current = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:]
        let merged = try JSONSerialization.data(withJSONObject: current.merging(changes) { _, new in new })
        guard let behaviour = try? JSONDecoder().decode(Self.self, from: merged) else {
            throw SimulatorBehaviourError("A value has the wrong type. GET /_control shows those of the right type.")
        }
        try behaviour.validate()
        return behaviour
    }
}

/// Why a behaviour cannot be set: what is wrong and what to write instead.
package struct SimulatorBehaviourError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// The behaviour of a simulator that runs, and the requests that set and show it.
package final class BehaviourControl<Behaviour: SimulatorBehaviour>: Sendable {
    private let initial: Behaviour
    private let state: Mutex<Behaviour>

    package init(_ behaviour: Behaviour) {
        initial = behaviour
        state = Mutex(behaviour)
    }

    package var behaviour: Behaviour { state.withLock { $0 } }
    package func set(_ behaviour: Behaviour) { state.withLock { $0 = behaviour } }

    /// Changes it and reads of it in one step.
    package func update<Value: Sendable>(_ body: (inout Behaviour) -> Value) -> Value { state.withLock { body(&$0) } }

    /// What `/_control` answers; nil for any other path.
    package func answer(to request: ServiceRequest) throws -> ServiceAnswer? {
        guard request.path == "/_control" else { return nil }
        switch request.method {
        case "GET": break
        case "DELETE": set(initial)
        case "PUT":
            do { set(try behaviour.changed(by: request.bytes)) } catch let error as SimulatorBehaviourError {
                return ServiceAnswer(400, ["error": .string(error.description)])
            }
        default: return ServiceAnswer(405, ["error": "There is GET, PUT, DELETE /_control."])
        }
        return ServiceAnswer(text: try behaviour.json() + "\n", type: "application/json")
    }
}

/// What goes wrong with one request: a pure function of shares and of its place in the order of arrival.
package enum FaultDraw {
    /// - Parameter shares: Faults with their shares of requests; together 1 at most. nil: none.
    package static func fault<Fault>(ordinal: Int, _ shares: [(Fault, Double)]) -> Fault? {
        var place = Double(NumberHash.of(UInt64(ordinal)) >> 11) * 0x1p-53
        for (fault, share) in shares {
            if place < share { return fault }
            place -= share
        }
        return nil
    }
}
