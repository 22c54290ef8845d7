import CLibPQ

/// One row of a result, read by column index from 0. Valid only while ``Query/decode(_:)`` runs.
package struct Row {
    let result: OpaquePointer
    let index: Int32
    let query: any Query.Type

    /// The number of columns.
    package var count: Int { Int(PQnfields(result)) }

    /// Reads one column.
    /// - Throws: ``PostgresError/decode(_:)`` naming query and column when the value is NULL, of another type or malformed.
    package subscript<Value: PostgresValue>(_ column: Int) -> Value {
        get throws {
            do throws(DecodeProblem) {
                guard let bytes = bytes(column) else { return try Value.decodeNull() }
                return try Value.decode(Field(bytes: bytes, type: PQftype(result, Int32(column))))
            } catch {
                throw failure(column, error)
            }
        }
    }

    /// The bytes of one column in Postgres' binary format, or `nil` for NULL: the way around a `String` per field.
    package func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
        precondition(column >= 0 && column < count, "\(query) has no column \(column)")
        guard PQgetisnull(result, index, Int32(column)) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, index, Int32(column)), count: Int(PQgetlength(result, index, Int32(column))))
    }

    private func failure(_ column: Int, _ problem: DecodeProblem) -> PostgresError {
        let name = PQfname(result, Int32(column)).map { String(cString: $0) } ?? "?"
        return .decode(DecodeError(query: "\(query)", column: name, index: column, problem: problem))
    }
}
