import Postgres
import RefineryTestSupport
import Testing

/// Through a real PgBouncer: many clients share a few sessions of the server.
@Suite("Behind a pooler", .enabled(if: TestPgBouncer.isInstalled, "needs Debian's package pgbouncer"), .timeLimit(.minutes(5)))
struct PoolerTests {
    private func withPooler(mode: String = "transaction", poolSize: Int = 2, _ body: (String) async throws -> Void) async throws {
        try await withDatabase { database in
            let bouncer = try await TestPgBouncer.start(for: database, mode: mode, poolSize: poolSize)
            try await body(bouncer.url)
        }
    }

    private func connect(_ url: String, _ change: (inout ConnectionConfiguration) -> Void = { _ in }) async throws -> PostgresConnection {
        var configuration = ConnectionConfiguration(url: url, applicationName: "refinery/test/pooler")
        change(&configuration)
        return try await PostgresConnection.connect(configuration)
    }

    @Test("a connection knows that it is pooled, whatever the mode", arguments: ["transaction", "session"])
    func noticed(mode: String) async throws {
        try await withPooler(mode: mode) { url in
            let connection = try await connect(url)
            #expect(await connection.isPooled)
            await connection.close()
        }
        let direct = try await PostgresTests.connect()
        #expect(await !direct.isPooled)
        await direct.close()
    }

    @Test("forty connections of a pool do queries, transactions and pipelines over two sessions") func sharing() async throws {
        try await withPooler(poolSize: 2) { url in
            let pool = PostgresPool(configuration: ConnectionConfiguration(url: url), size: 40)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<400 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            #expect(try await connection.first(AddOne(number: number)) == number + 1)
                            let inside = try await connection.transaction { connection in
                                let pid = try await connection.first(SessionID())
                                #expect(try await connection.first(Twice(text: "a")) == "aa")
                                return try await connection.first(SessionID()) == pid
                            }
                            #expect(inside, "a transaction stays in one session")
                            let (one, two) = try await connection.pipeline(AddOne(number: number), Twice(text: "b"))
                            #expect(one == [number + 1] && two == ["bb"])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(pool.load.open > 2)
            #expect(try await pool.withConnection { try await $0.first(PreparedCount()) } == 0)
            await pool.close()
        }
    }

    @Test("a pipeline happens wholly or not at all, and its failure names its query") func pipelineFails() async throws {
        try await withPooler { url in
            let connection = try await connect(url)
            try await connection.executeScript("CREATE TABLE kept (number bigint)")
            let error = await failure { try await connection.pipeline(Keep(number: 1), Divide(by: 0), Keep(number: 2)) }
            guard case .server(let refusal) = error else {
                Issue.record("\(String(describing: error)) is not the server's")
                return
            }
            #expect(refusal.query == "Divide")
            #expect(await failure { try await connection.first(Divide(by: 0)) }?.sqlState?.rawValue == "22012")
            #expect(try await connection.execute(pipeline: [Keep(number: 3), Keep(number: 4)]) == [1, 1])
            #expect(try await connection.first(Kept()) == 2)
            await connection.close()
        }
    }

    @Test("COPY works in a transaction and outside, in both directions") func copy() async throws {
        try await withPooler { url in
            let connection = try await connect(url)
            try await connection.executeScript("CREATE TABLE kept (number bigint)")
            let write: @Sendable (inout CopyInWriter) throws -> Void = { writer in
                for number in 0..<1_000 {
                    try "\(number)\n".utf8.withContiguousStorageIfAvailable { try writer.write(UnsafeRawBufferPointer($0)) }
                }
            }
            #expect(try await connection.copyIn("COPY kept FROM STDIN", write) == 1_000)
            #expect(try await connection.transaction { try await $0.copyIn("COPY kept FROM STDIN", write) } == 1_000)
            #expect(try await connection.copyOut("COPY kept TO STDOUT") { _ in } == 2_000)
            #expect(await failure { try await connection.copyIn("COPY absent FROM STDIN", write) }?.sqlState == .undefinedTable)
            #expect(try await connection.first(Kept()) == 2_000)
            await connection.close()
        }
    }

    @Test("each client keeps its own settings in one shared session, and leaves none behind") func settings() async throws {
        try await withPooler(poolSize: 1) { url in
            let hasty = try await connect(url) {
                $0.statementTimeout = .seconds(7)
                $0.synchronousCommit = false
            }
            let careful = try await connect(url) {
                $0.statementTimeout = .seconds(9)
                $0.settings = ["work_mem": "3MB"]
            }
            for _ in 0..<3 {
                #expect(try await hasty.first(Settings()) == "7s off")
                #expect(try await careful.first(Settings()) == "9s on")
                #expect(try await hasty.transaction { try await $0.first(Settings()) } == "7s off")
                #expect(try await careful.transaction { try await $0.first(Settings()) } == "9s on")
                #expect(
                    try await hasty.transaction(TransactionOptions(synchronousCommit: true)) { try await $0.first(Settings()) } == "7s on")
                let (first, second) = try await hasty.pipeline(Settings(), Settings())
                #expect(first + second == ["7s off", "7s off"])
            }
            #expect(try await careful.first(SessionID()) == hasty.first(SessionID()))
            try await hasty.executeScript("DO $$ BEGIN ASSERT current_setting('statement_timeout') = '0'; END $$")
            for connection in [hasty, careful] { await connection.close() }
        }
    }

    @Test("a statement that takes too long, or that nobody waits for any more, ends on the server") func limits() async throws {
        try await withPooler(poolSize: 1) { url in
            let connection = try await connect(url) { $0.statementTimeout = .milliseconds(50) }
            #expect(await failure { try await connection.execute(SleepLong()) } == .timedOut(query: "SleepLong", after: .milliseconds(50)))
            #expect(try await connection.first(AddOne(number: 1)) == 2)
            let patient = try await connect(url)
            let task = Task { try await patient.execute(SleepLong()) }
            task.cancel()
            #expect(await failure { try await task.value } == .cancelled)
            #expect(try await patient.first(AddOne(number: 1)) == 2)
            for connection in [connection, patient] { await connection.close() }
        }
    }

    private struct SessionID: Query {
        static let sql = "SELECT pg_backend_pid()"
        static func decode(_ row: Row) throws -> Int32 { try row[0] }
    }

    private struct PreparedCount: Query {
        static let sql = "SELECT count(*) FROM pg_prepared_statements"
        static func decode(_ row: Row) throws -> Int64 { try row[0] }
    }

    private struct Settings: Query {
        static let sql = "SELECT current_setting('statement_timeout') || ' ' || current_setting('synchronous_commit')"
        static func decode(_ row: Row) throws -> String { try row[0] }
    }

    private struct Keep: Query {
        static let sql = "INSERT INTO kept VALUES ($1)"
        let number: Int
        func bind(_ parameters: inout Parameters) { parameters.append(number) }
    }

    private struct Kept: Query {
        static let sql = "SELECT count(*) FROM kept"
        static func decode(_ row: Row) throws -> Int64 { try row[0] }
    }
}
