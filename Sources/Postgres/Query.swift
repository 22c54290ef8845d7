/// One SQL statement with its parameters and the way its rows are read.
///
/// One type a statement. The type, not the value, names the prepared statement, so ``sql`` must be the same for every value of a type.
package protocol Query: Sendable {
    /// What one row becomes; `Void` for statements whose rows nobody reads.
    associatedtype Output: Sendable = Void

    /// Exactly one statement with parameters `$1`, `$2`, …; every table named with its schema.
    static var sql: String { get }

    /// Appends the parameters in order: the first append is `$1`.
    func bind(_ parameters: inout Parameters)

    /// Reads one row. The row is valid only until this call returns.
    static func decode(_ row: Row) throws -> Output
}

extension Query {
    /// A statement without parameters binds none.
    package func bind(_ parameters: inout Parameters) {}
}

extension Query where Output == Void {
    /// Rows of a statement without output are not read.
    package static func decode(_ row: Row) throws {}
}
