import CLibPQ

/// Owns one result of libpq.
final class QueryResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// Rows read, inserted, updated or deleted; 0 for statements without a count.
    var affectedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The command tag, such as `COMMIT` or `INSERT 0 5`.
    var tag: String { String(cString: PQcmdStatus(pointer)) }

    func rows<Q: Query>(_ query: Q.Type) throws -> [Q.Output] {
        let count = PQntuples(pointer)
        var output: [Q.Output] = []
        output.reserveCapacity(Int(count))
        for index in 0..<count {
            output.append(try Q.decode(Row(result: pointer, index: index, query: query)))
        }
        return output
    }

    func first<Q: Query>(_ query: Q.Type) throws -> Q.Output? {
        guard PQntuples(pointer) > 0 else { return nil }
        return try Q.decode(Row(result: pointer, index: 0, query: query))
    }
}
