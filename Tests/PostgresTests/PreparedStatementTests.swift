import Postgres
import Testing

@Suite("Prepared statements") struct PreparedStatementTests {
    private struct Names: Query {
        static let sql = "SELECT name FROM pg_prepared_statements WHERE name LIKE 'AddOne%'"
        static func decode(_ row: Row) throws -> String { try row[0] }
    }

    private struct Column: Query {
        static let sql = "SELECT value FROM changing"
        static func decode(_ row: Row) throws -> String { try row[0] }
    }

    @Test("are prepared once a connection and named after their query") func once() async throws {
        let connection = try await connect()
        for number in 1...3 { #expect(try await connection.first(AddOne(number: number)) == number + 1) }
        let names = try await connection.rows(Names())
        #expect(names.count == 1)
        #expect(names[0].hasPrefix("AddOne_"))
    }

    @Test("can be switched off") func off() async throws {
        let connection = try await connect { $0.preparesStatements = false }
        #expect(try await connection.first(AddOne(number: 1)) == 2)
        let (one, two) = try await connection.pipeline(AddOne(number: 1), Twice(text: "a"))
        #expect(one == [2] && two == ["aa"])
        #expect(try await connection.rows(Names()) == [])
    }

    @Test("that the server forgot are prepared again") func forgotten() async throws {
        let connection = try await connect()
        #expect(try await connection.first(AddOne(number: 1)) == 2)
        try await connection.executeScript("DEALLOCATE ALL")
        #expect(try await connection.first(AddOne(number: 1)) == 2)
        try await connection.executeScript("DISCARD ALL")
        let (one, two) = try await connection.pipeline(AddOne(number: 1), AddOne(number: 2))
        #expect(one == [2] && two == [3])
    }

    @Test("whose columns changed type are prepared again") func changedColumns() async throws {
        let connection = try await connect()
        try await connection.executeScript("CREATE TEMP TABLE changing (value varchar(3)); INSERT INTO changing VALUES ('a')")
        #expect(try await connection.first(Column()) == "a")
        try await connection.executeScript("ALTER TABLE changing ALTER value TYPE text")
        #expect(try await connection.first(Column()) == "a")
    }

    @Test("that went stale inside a transaction fail it, and its repetition succeeds") func staleInTransaction() async throws {
        let connection = try await connect()
        #expect(try await connection.first(AddOne(number: 1)) == 2)
        try await connection.executeScript("DEALLOCATE ALL")
        let error = await failure { try await connection.transaction { try await $0.first(AddOne(number: 1)) } }
        #expect(error?.sqlState == .invalidStatementName)
        #expect(try await connection.transaction { try await $0.first(AddOne(number: 1)) } == 2)
    }
}
