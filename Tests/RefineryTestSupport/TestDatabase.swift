package import Postgres
package import RefineryStore

/// Lends a migrated database of its own to a test.
package func withDatabase<Value>(
    isMigrated: Bool = true, isolation: isolated (any Actor)? = #isolation, _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
    try await TestServer.shared.withDatabase(isMigrated: isMigrated, body)
}

/// One test's database.
package struct TestDatabase: Sendable {
    package let url: String
    /// A small pool, for what a test does itself.
    package let database: Database

    package init(url: String) {
        self.url = url
        database = Database(url: url, role: "test", id: "test", poolSize: 4, timeout: .seconds(20))
    }

    /// A way to the database as a process of its own has it. Whoever asks closes it.
    package func process(_ role: String, id: String = "test", poolSize: Int = 2) -> Database {
        Database(url: url, role: role, id: id, poolSize: poolSize, timeout: .seconds(20))
    }

    /// A connection of its own. Whoever asks closes it.
    package func connect() async throws -> PostgresConnection { try await database.connect() }

    package func close() async { await database.close() }

    // MARK: - Statements of the product

    package func rows<Q: Query>(_ query: Q) async throws -> [Q.Output] {
        try await database.pool.withConnection { try await $0.rows(query) }
    }

    package func first<Q: Query>(_ query: Q) async throws -> Q.Output? {
        try await database.pool.withConnection { try await $0.first(query) }
    }

    // MARK: - Statements of a test

    /// Runs any statements.
    package func execute(_ sql: String) async throws {
        try await database.pool.withConnection { try await $0.executeScript(sql) }
    }

    /// The rows of a SELECT, each as the texts of its columns.
    package func select(_ sql: String) async throws -> [[String?]] { try await rows(Evaluate(statement: sql)) }

    /// The only value of a SELECT as text.
    package func text(_ sql: String) async throws -> String? { try await select(sql).first?.first ?? nil }

    /// The only value of a SELECT as a number; 0 for NULL.
    package func number(_ sql: String) async throws -> Int { try await text(sql).flatMap { Int($0) } ?? 0 }
}

/// What tests add to a database.
enum TestSQL {
    /// One statement type must be one statement, so a function of the server runs those that tests make up.
    static let functions = """
        CREATE SCHEMA test;
        CREATE FUNCTION test.evaluate(statement text) RETURNS SETOF text[] LANGUAGE plpgsql AS $$
        BEGIN
            RETURN QUERY EXECUTE format('SELECT ARRAY(SELECT value FROM json_each_text(row_to_json(found))) FROM (%s) AS found', statement);
        END $$;
        CREATE FUNCTION test.explain(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
        BEGIN
            RETURN QUERY EXECUTE 'EXPLAIN ' || statement;
        END $$;
        """
}

/// Runs a SELECT that is known only now.
private struct Evaluate: Query {
    static let sql = "SELECT test.evaluate($1::text)"
    let statement: String
    func bind(_ parameters: inout Parameters) { parameters.append(statement) }
    static func decode(_ row: Row) throws -> [String?] { try row[0] }
}
