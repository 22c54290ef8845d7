import Postgres
import Testing

@Suite("Pipeline") struct PipelineTests {
    private struct Insert: Query {
        static let sql = "INSERT INTO piped VALUES ($1) RETURNING n"
        let number: Int
        func bind(_ parameters: inout Parameters) { parameters.append(number) }
        static func decode(_ row: Row) throws -> Int { try row[0] }
    }

    private struct Count: Query {
        static let sql = "SELECT count(*) FROM piped"
        static func decode(_ row: Row) throws -> Int { try row[0] }
    }

    private func connectToTable() async throws -> PostgresConnection {
        let connection = try await connect()
        try await connection.executeScript("CREATE TEMP TABLE piped (n bigint CHECK (n < 1000))")
        return connection
    }

    @Test("different queries share one round trip and keep their types") func heterogeneous() async throws {
        let connection = try await connect()
        let (numbers, texts, none) = try await connection.pipeline(Series(end: 3), Twice(text: "a"), Series(end: 0))
        #expect(numbers == [1, 2, 3])
        #expect(texts == ["aa"])
        #expect(none == [])
    }

    @Test("an empty pipeline sends nothing") func empty() async throws {
        let connection = try await connect()
        #expect(try await connection.pipeline([Insert]()) == [])
        #expect(try await connection.execute(pipeline: []) == [])
    }

    @Test("one failure undoes the whole pipeline and is the error thrown") func atomic() async throws {
        let connection = try await connectToTable()
        let error = await failure { try await connection.execute(pipeline: [Insert(number: 1), Insert(number: 1000), Insert(number: 2)]) }
        #expect(error?.sqlState == .checkViolation)
        guard case .server(let server) = error else { throw try #require(error) }
        #expect(server.query == "Insert")
        #expect(try await connection.first(Count()) == 0)
        #expect(try await connection.execute(pipeline: [Insert(number: 1), Insert(number: 2), Count()]) == [1, 1, 1])
        #expect(try await connection.first(Count()) == 2)
    }

    @Test("a parameter that cannot be sent undoes what was sent before it") func badParameter() async throws {
        let connection = try await connectToTable()
        let error = await failure { try await connection.execute(pipeline: [Insert(number: 1), Twice(text: "\0"), Insert(number: 2)]) }
        #expect(error == .invalidParameter(query: "Twice", parameter: 1, problem: .containsNUL))
        #expect(try await connection.first(Count()) == 0)
    }

    @Test("inside a transaction a failed pipeline fails the transaction") func inTransaction() async throws {
        let connection = try await connectToTable()
        let error = await failure {
            try await connection.transaction { connection in
                _ = try await connection.first(Insert(number: 1))
                _ = try await connection.pipeline([Insert(number: 2), Insert(number: 1000)])
            }
        }
        #expect(error?.sqlState == .checkViolation)
        #expect(try await connection.first(Count()) == 0)
    }

    @Test("thousands of queries and megabytes of answers do not block each other") func large() async throws {
        let connection = try await connect()
        let text = String(repeating: "x", count: 20_000)
        let answers = try await connection.pipeline((0..<2000).map { Twice(text: text + "\($0)") })
        #expect(answers.count == 2000)
        #expect(answers[1999] == [text + "1999" + text + "1999"])
    }

    @Test("cancelling stops a pipeline and spares the connection") func cancellation() async throws {
        let connection = try await connectToTable()
        let observer = try await connect()
        let pid = try await connection.backendPID
        let task = Task { try await connection.execute(pipeline: [Insert(number: 1), SleepLong(), Insert(number: 2)]) }
        try await IsSleeping.wait(pid, on: observer)
        task.cancel()
        #expect(await failure { try await task.value } == .cancelled)
        #expect(try await connection.first(Count()) == 0)
    }

    @Test("a backend killed under a pipeline is a lost connection") func killed() async throws {
        let connection = try await connect()
        let observer = try await connect()
        let pid = try await connection.backendPID
        let task = Task { try await connection.execute(pipeline: [AddOne(number: 1), SleepLong(), AddOne(number: 1)]) }
        try await IsSleeping.wait(pid, on: observer)
        try await observer.execute(Terminate(pid: pid))
        guard case .connectionLost = await failure({ try await task.value }) else { Issue.record("not lost"); return }
        #expect(!connection.isUsable)
    }
}
