package import RefineryModel

/// Bytes of UTF-8 that live in the input batch, in the worker's ``TextArena`` or in a static table.
package typealias Bytes = UnsafeBufferPointer<UInt8>

/// What became of one cell.
package enum Normalized<Value> {
    /// The cell's value in canonical form. `note` says what an operator should know although the value is kept.
    case value(Value, note: IssueCode?)
    /// The cell is blank or says that nothing is known (`N/A`, `(blank)`, `0000`).
    case empty
    /// The cell holds something that cannot be read. It is never guessed at.
    case malformed(IssueCode)

    /// A value with nothing to say about it.
    package static func value(_ value: Value) -> Normalized { .value(value, note: nil) }

    /// The value, if there is one.
    package var value: Value? {
        if case .value(let value, _) = self { value } else { nil }
    }

    /// What is to be said about the cell: the note of a value, or why there is none.
    package var issue: IssueCode? {
        switch self {
        case .value(_, let note): note
        case .empty: nil
        case .malformed(let code): code
        }
    }
}

extension Normalized: Equatable where Value: Equatable {}
extension Normalized: Sendable where Value: Sendable {}
