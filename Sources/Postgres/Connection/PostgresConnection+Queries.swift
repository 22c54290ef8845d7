extension PostgresConnection {
    /// Runs a statement and returns all its rows.
    package func rows<Q: Query>(_ query: Q) async throws -> [Q.Output] {
        try await perform { try $0.run(query).rows(Q.self) }
    }

    /// Runs a statement and returns its first row, or `nil` if there is none.
    package func first<Q: Query>(_ query: Q) async throws -> Q.Output? {
        try await perform { try $0.run(query).first(Q.self) }
    }

    /// Runs a statement and returns how many rows it read or changed.
    @discardableResult
    package func execute<Q: Query>(_ query: Q) async throws -> Int {
        try await perform { try $0.run(query).affectedRows }
    }

    /// Runs any number of statements without parameters, one after another. Together they are one transaction, unless they say
    /// BEGIN or COMMIT themselves. Only the statement timeout limits it, so migrations may take as long as they set.
    package func executeScript(_ sql: String) async throws {
        try await perform { try $0.runScript(sql, "script") }
    }
}
