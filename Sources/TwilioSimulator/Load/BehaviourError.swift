/// Why a behaviour cannot be set: what is wrong and what to write instead.
package enum BehaviourError: Error, Equatable, CustomStringConvertible {
    case notAnObject
    case unknownName(String)
    case wrongType(name: String)
    case outOfRange(name: String, allowed: String)
    case sharesExceedOne
    case twoLatencies

    package var description: String {
        switch self {
        case .notAnObject: "The body is not a JSON object. Send one such as {\"latency_ms\": 50}."
        case .unknownName(let name): "There is no setting \(name). GET /_control shows all of them."
        case .wrongType(let name): "The value of \(name) has the wrong type. GET /_control shows one of the right type."
        case .outOfRange(let name, let allowed): "\(name) is out of range: \(allowed)."
        case .sharesExceedOne: "The shares (rate_…) add up to more than 1: a request has one outcome. Lower one of them."
        case .twoLatencies: "latency_max_ms and latency_p99_ms exclude each other: set one of them to null."
        }
    }
}
