/// What providers tell and nobody here may keep: ethnicity, religion and marital status.
///
/// They go out of an answer before anything of it is stored, wherever in it they stand and however their keys are written.
package enum ForbiddenFacts {
    /// The answer without them.
    package static func removed(from value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.filter { !isForbidden($0.key) }.map { JSONValue.Member(key: $0.key, value: removed(from: $0.value)) })
        case .array(let elements): .array(elements.map(removed))
        default: value
        }
    }

    package static func isForbidden(_ key: String) -> Bool {
        let letters = key.lowercased().filter(\.isLetter)
        return ["ethnic", "marital", "religio"].contains { letters.contains($0) } || letters.hasPrefix("race")
            || letters.hasPrefix("racial")
    }
}
