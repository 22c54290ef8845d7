import Postgres
import Testing

@Suite("Transaction") struct TransactionTests {
    private struct Insert: Query {
        static let sql = "INSERT INTO ledger VALUES ($1)"
        let number: Int
        func bind(_ parameters: inout Parameters) { parameters.append(number) }
    }

    private struct Sum: Query {
        static let sql = "SELECT coalesce(sum(n), 0)::bigint FROM ledger"
        static func decode(_ row: Row) throws -> Int { try row[0] }
    }

    private struct Setting: Query {
        static let sql = "SELECT current_setting($1)"
        let name: String
        func bind(_ parameters: inout Parameters) { parameters.append(name) }
        static func decode(_ row: Row) throws -> String { try row[0] }
    }

    private struct Stop: Error {}

    private func connectToTable() async throws -> PostgresConnection {
        let connection = try await connect()
        try await connection.executeScript("CREATE TEMP TABLE ledger (n bigint UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        return connection
    }

    @Test("commits when the body returns, and returns its value") func commit() async throws {
        let connection = try await connectToTable()
        let value = try await connection.transaction { connection in
            let isInside = connection.isInTransaction
            #expect(isInside)
            try await connection.execute(Insert(number: 5))
            return try await connection.first(Sum())
        }
        #expect(value == 5)
        #expect(try await connection.first(Sum()) == 5)
        #expect(await !connection.isInTransaction)
    }

    @Test("rolls back when the body throws, and throws the same") func rollback() async throws {
        let connection = try await connectToTable()
        await #expect(throws: Stop.self) {
            try await connection.transaction { connection in
                try await connection.execute(Insert(number: 5))
                throw Stop()
            }
        }
        #expect(try await connection.first(Sum()) == 0)
    }

    @Test("a swallowed failure is not taken for a commit") func swallowed() async throws {
        let connection = try await connectToTable()
        let error = await failure {
            try await connection.transaction { connection in
                try await connection.execute(Insert(number: 5))
                _ = try? await connection.first(Divide(by: 0))
            }
        }
        #expect(error == .transactionAborted)
        #expect(try await connection.first(Sum()) == 0)
    }

    @Test("a constraint that fails at COMMIT is the error thrown") func deferred() async throws {
        let connection = try await connectToTable()
        let error = await failure {
            try await connection.transaction { connection in
                try await connection.execute(Insert(number: 5))
                try await connection.execute(Insert(number: 5))
            }
        }
        #expect(error?.sqlState == .uniqueViolation)
        #expect(await !connection.isInTransaction)
    }

    @Test("a transaction in a transaction is refused") func nested() async throws {
        let connection = try await connectToTable()
        let error = await failure {
            try await connection.transaction { connection in try await connection.transaction { _ in } }
        }
        #expect(error == .transactionOpen)
        #expect(await !connection.isInTransaction)
    }

    @Test("options reach the server, for this transaction only") func options() async throws {
        let connection = try await connect()
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true, synchronousCommit: false)
        let names = ["transaction_isolation", "transaction_read_only", "synchronous_commit"].map { Setting(name: $0) }
        let inside = try await connection.transaction(options) { try await $0.pipeline(names).compactMap(\.first) }
        #expect(inside == ["repeatable read", "on", "off"])
        #expect(try await connection.pipeline(names).compactMap(\.first) == ["read committed", "off", "on"])
    }

    @Test("cancelling rolls back") func cancellation() async throws {
        let connection = try await connectToTable()
        let observer = try await connect()
        let pid = try await connection.backendPID
        let task = Task {
            try await connection.transaction { connection in
                try await connection.execute(Insert(number: 5))
                try await connection.execute(SleepLong())
            }
        }
        try await IsSleeping.wait(pid, on: observer)
        task.cancel()
        #expect(await failure { try await task.value } == .cancelled)
        #expect(await !connection.isInTransaction)
        #expect(try await connection.first(Sum()) == 0)
    }

    @Test("the deadlock's victim gets a transient error") func deadlock() async throws {
        let setup = try await connect()
        try await setup.executeScript(
            "DROP TABLE IF EXISTS deadlocking; CREATE TABLE deadlocking (id bigint); INSERT INTO deadlocking VALUES (1), (2)")
        struct Lock: Query {
            static let sql = "SELECT id FROM deadlocking WHERE id = $1 FOR UPDATE"
            let id: Int
            func bind(_ parameters: inout Parameters) { parameters.append(id) }
        }
        let (first, second) = (try await connect(), try await connect())
        let (firstHolds, signal) = AsyncStream<Void>.makeStream()
        let (secondHolds, secondSignal) = AsyncStream<Void>.makeStream()
        async let one = failure {
            defer { signal.finish() }
            try await first.transaction { connection in
                try await connection.execute(Lock(id: 1))
                signal.finish()
                for await _ in secondHolds {}
                try await connection.execute(Lock(id: 2))
            }
        }
        async let two = failure {
            defer { secondSignal.finish() }
            try await second.transaction { connection in
                try await connection.execute(Lock(id: 2))
                secondSignal.finish()
                for await _ in firstHolds {}
                try await connection.execute(Lock(id: 1))
            }
        }
        let errors = await [one, two].compactMap(\.self)
        #expect(errors.map(\.sqlState) == [.deadlockDetected])
        #expect(errors.map(\.isTransient) == [true])
        try await setup.executeScript("DROP TABLE deadlocking")
    }
}
