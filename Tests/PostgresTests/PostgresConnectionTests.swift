import Postgres
import Secrets
import Testing

@Suite("PostgresConnection") struct PostgresConnectionTests {
    @Test("returns all rows, the first row, and the number of rows") func answers() async throws {
        let connection = try await connect()
        #expect(try await connection.rows(Series(end: 3)) == [1, 2, 3])
        #expect(try await connection.first(Series(end: 3)) == 1)
        #expect(try await connection.first(Series(end: 0)) == nil)
        #expect(try await connection.execute(Series(end: 5)) == 5)
    }

    @Test("names itself to the server and sets up the session") func settings() async throws {
        struct Setting: Query {
            static let sql = "SELECT current_setting($1)"
            let name: String
            func bind(_ parameters: inout Parameters) { parameters.append(name) }
            static func decode(_ row: Row) throws -> String { try row[0] }
        }
        let connection = try await connect {
            $0.statementTimeout = .milliseconds(1500)
            $0.lockTimeout = nil
            $0.synchronousCommit = false
            $0.settings = ["work_mem": "5MB", "refinery.note": "it's"]
        }
        let names = ["application_name", "statement_timeout", "lock_timeout", "synchronous_commit", "work_mem", "refinery.note"]
        let values = try await connection.pipeline(names.map { Setting(name: $0) }).compactMap(\.first)
        #expect(values == ["refinery/test/1", "1500ms", "0", "off", "5MB", "it's"])
        let interval = try await connection.first(Setting(name: "client_connection_check_interval"))
        #expect(interval == "500ms")
        #expect(try await connection.serverVersion >= 140_000)
        #expect(try await connection.parameterStatus("client_encoding") == "UTF8")
        #expect(try await connection.backendPID > 0)
    }

    @Test("a refused statement leaves the connection of use") func serverError() async throws {
        let connection = try await connect()
        let error = await failure { try await connection.first(Divide(by: 0)) }
        guard case .server(let server) = error else { throw try #require(error) }
        #expect(server.sqlState == SQLState(rawValue: "22012"))
        #expect(server.query == "Divide")
        #expect(try await connection.first(Divide(by: 5)) == 2)
    }

    @Test("a statement over its limit times out") func timeout() async throws {
        let connection = try await connect { $0.statementTimeout = .milliseconds(30) }
        let error = await failure { try await connection.execute(SleepLong()) }
        #expect(error == .timedOut(query: "SleepLong", after: .milliseconds(30)))
        #expect(try await connection.first(AddOne(number: 1)) == 2)
    }

    @Test("a server that hangs is given up after the statement timeout and a grace") func hangingServer() async throws {
        let connection = try await connect {
            $0.statementTimeout = .milliseconds(20)
            $0.responseGrace = .milliseconds(30)
        }
        // Takes the statement timeout away on the server only, as if the server did not obey it.
        try await connection.executeScript("SET statement_timeout = 0")
        let error = await failure { try await connection.execute(SleepLong()) }
        guard case .timedOut = error else { throw try #require(error) }
        #expect(!connection.isUsable)
    }

    @Test("cancelling the task stops the statement and spares the connection") func cancellation() async throws {
        let connection = try await connect()
        let observer = try await connect()
        let pid = try await connection.backendPID
        for _ in 1...20 {
            let task = Task { try await connection.execute(SleepLong()) }
            try await IsSleeping.wait(pid, on: observer)
            task.cancel()
            #expect(await failure { try await task.value } == .cancelled)
            #expect(try await connection.first(AddOne(number: 41)) == 42)
        }
    }

    @Test("a cancelled task sends nothing") func cancelledBefore() async throws {
        let connection = try await connect()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await connection.first(AddOne(number: 1))
        }
        task.cancel()
        #expect(await failure { try await task.value } == .cancelled)
    }

    @Test("a killed backend ends the running statement as lost") func killedInQuery() async throws {
        let connection = try await connect()
        let observer = try await connect()
        let pid = try await connection.backendPID
        let task = Task { try await connection.execute(SleepLong()) }
        try await IsSleeping.wait(pid, on: observer)
        try await observer.execute(Terminate(pid: pid))
        let error = await failure { try await task.value }
        guard case .connectionLost(let reason) = error else { throw try #require(error) }
        #expect(reason.contains("57P01"))
        #expect(!connection.isUsable)
    }

    @Test("a backend killed while idle is noticed without a call") func killedIdle() async throws {
        let connection = try await connect()
        let observer = try await connect()
        try await observer.execute(Terminate(pid: try await connection.backendPID))
        // The stream ends when the loss is noticed.
        for await _ in connection.notifications {}
        #expect(!connection.isUsable)
        let error = await failure { try await connection.first(AddOne(number: 1)) }
        guard case .connectionLost(let reason) = error else { throw try #require(error) }
        #expect(reason.contains("57P01"))
    }

    @Test("close ends the session, and twice does nothing") func close() async throws {
        let connection = try await connect()
        await connection.close()
        await connection.close()
        #expect(await failure { try await connection.first(AddOne(number: 1)) } == .connectionClosed)
        for await _ in connection.notifications {}
    }

    @Test("a server that is not there is said so, with the address") func noServer() async throws {
        let error = await failure { try await connect { $0.url = Secret("postgres://me:secret@127.0.0.1:1/none") } }
        guard case .cannotConnect(let target, let reason, nil) = error else { throw try #require(error) }
        #expect(target == "127.0.0.1:1/none")
        #expect(reason.contains("Connection refused"))
        #expect(error?.isTransient == true)
    }

    @Test("a refusal to connect carries its SQLSTATE and is not tried again") func refusedDatabase() async throws {
        let error = await failure { try await connect { $0.url = Secret($0.url.text + " dbname=absent") } }
        guard case .cannotConnect(_, let reason, .undefinedDatabase) = error else { throw try #require(error) }
        #expect(reason.hasSuffix("database \"absent\" does not exist"))
        #expect(error?.isTransient == false)
    }

    @Test(
        "no description shows a password",
        arguments: [
            "postgres://me:secret@127.0.0.1:1/none", "postgres://me:secret@[::1/x", "postgres://me:secret@host:port:1/x",
            "password=secret bogus",
            "secret", "postgres://me:secret@127.0.0.1:99999/x",
        ])
    func password(url: String) async throws {
        let error = try #require(await failure { try await connect { $0.url = Secret(url) } })
        #expect(!"\(error)\(error.summary)\(error.remedy ?? "")\(String(reflecting: error))".contains("secret"))
    }

    @Test("a script runs many statements as one transaction") func script() async throws {
        let connection = try await connect()
        try await connection.executeScript("CREATE TEMP TABLE scripted (n bigint); INSERT INTO scripted VALUES (1), (2); SELECT 1")
        let error = await failure { try await connection.executeScript("INSERT INTO scripted VALUES (3); SELECT 1 / 0") }
        #expect(error?.sqlState == SQLState(rawValue: "22012"))
        struct Count: Query {
            static let sql = "SELECT count(*) FROM scripted"
            static func decode(_ row: Row) throws -> Int { try row[0] }
        }
        #expect(try await connection.first(Count()) == 2)
    }

    @Test("many tasks may call one connection; each gets its own answer") func concurrentCalls() async throws {
        let connection = try await connect()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let answer = try await connection.first(AddOne(number: number))
                    #expect(answer == number + 1)
                }
            }
            try await group.waitForAll()
        }
    }
}
