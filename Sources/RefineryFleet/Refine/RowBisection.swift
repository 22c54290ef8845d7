/// Finds the rows that make a batch fail, by halving.
enum RowBisection {
    /// The rows that fail alone. What fails only together with others is not among them.
    /// - Parameter fails: Whether some rows, tried together, fail.
    nonisolated(nonsending) static func failing(
        _ rows: Range<Int64>, _ fails: nonisolated(nonsending) (Range<Int64>) async throws -> Bool
    ) async throws -> Set<Int64> {
        try Task.checkCancellation()
        guard try await fails(rows) else { return [] }
        guard rows.count > 1 else { return Set(rows) }
        let middle = rows.lowerBound + Int64(rows.count / 2)
        return try await failing(rows.lowerBound..<middle, fails).union(try await failing(middle..<rows.upperBound, fails))
    }
}
