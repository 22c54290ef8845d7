internal import RefineryModel

/// Which part of an answer to several questions answers which of them.
enum BulkAnswers {
    /// - Parameters:
    ///   - parts: As they came.
    ///   - keys: What each question was called, in their order.
    ///   - key: How a part says which question it answers; nil: it does not.
    /// - Returns: A part a question, nil where none came; nil altogether when the parts cannot be told apart.
    static func sorted(_ parts: [JSONValue], keys: [String], key: (JSONValue) -> String?) -> [JSONValue?]? {
        let named = parts.map { $0.isNull ? nil : key($0) }
        // Where every part that holds something is named, names decide: order and number do not matter.
        let areNamed = zip(parts, named).allSatisfy { $0.isNull || $1.map(keys.contains) == true } && named.contains { $0 != nil }
        if areNamed {
            return keys.map { wanted in named.firstIndex(of: wanted).map { parts[$0] } }
        }
        return parts.count == keys.count ? parts : nil
    }
}
