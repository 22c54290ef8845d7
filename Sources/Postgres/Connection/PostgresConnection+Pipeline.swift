extension PostgresConnection {
    /// Runs different statements in one round trip and returns the rows of each.
    ///
    /// Outside a transaction they are one: all happen, or the first failure undoes all and is thrown.
    package func pipeline<each Q: Query>(_ query: repeat each Q) async throws -> sending (repeat [(each Q).Output]) {
        var queries: [any Query] = []
        for query in repeat each query { queries.append(query) }
        return try await perform { [queries] session in
            var results = try session.run(pipeline: queries).makeIterator()
            func rows<One: Query>(_ type: One.Type) throws -> [One.Output] { try results.next()?.rows(type) ?? [] }
            return (repeat try rows((each Q).self))
        }
    }

    /// Runs one kind of statement for many values in one round trip and returns the rows of each.
    package func pipeline<Q: Query>(_ queries: [Q]) async throws -> [[Q.Output]] {
        try await perform { try $0.run(pipeline: queries).map { try $0.rows(Q.self) } }
    }

    /// Runs a list of any statements in one round trip and returns how many rows each read or changed.
    @discardableResult
    package func execute(pipeline queries: [any Query]) async throws -> [Int] {
        try await perform { try $0.run(pipeline: queries).map(\.affectedRows) }
    }
}
