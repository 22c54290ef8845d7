/// A column that is not what the query type expects. Never holds the value.
package struct DecodeError: Sendable, Equatable {
    package let query: String
    package let column: String
    package let index: Int
    package let problem: DecodeProblem
}

/// What is wrong with a received value.
package enum DecodeProblem: Error, Sendable, Equatable {
    case unexpectedNull
    /// Another type than the Swift type can hold, by object id.
    case unexpectedType(oid: UInt32)
    /// Right type, impossible content: a wrong length or an unknown raw value.
    case malformed

    var summary: String {
        switch self {
        case .unexpectedNull: "is NULL"
        case .unexpectedType(let oid): "has a type (oid \(oid)) that does not fit"
        case .malformed: "has a value that cannot be read"
        }
    }
}

/// Why a parameter cannot be sent.
package enum ParameterProblem: Sendable, Equatable {
    case containsNUL
    case tooLarge
    case outOfRange

    var summary: String {
        switch self {
        case .containsNUL: "contains a NUL byte, which Postgres text cannot hold"
        case .tooLarge: "is larger than 1 GB"
        case .outOfRange: "is outside the range of its Postgres type"
        }
    }
}
