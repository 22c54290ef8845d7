import Foundation
import Postgres
import Testing

@Suite("PostgresPool") struct PostgresPoolTests {
    private func pool(size: Int, waitLimit: Duration = .seconds(20), url: String = TestDatabase.shared.url) -> PostgresPool {
        PostgresPool(
            configuration: ConnectionConfiguration(url: url), size: size, waitLimit: waitLimit,
            policy: ReconnectPolicy(base: .milliseconds(5), ceiling: .milliseconds(50)))
    }

    /// Runs a body that holds the pool's only connection until `release` is called.
    private struct Holder {
        let task: Task<Void, any Error>
        private let end: AsyncStream<Void>.Continuation

        init(_ pool: PostgresPool) async {
            let (started, signal) = AsyncStream<Void>.makeStream()
            let (ended, end) = AsyncStream<Void>.makeStream()
            self.end = end
            task = Task {
                defer { signal.finish() }
                try await pool.withConnection { _ in
                    signal.finish()
                    for await _ in ended {}
                }
            }
            for await _ in started {}
        }

        func release() { end.finish() }
    }

    private func wait(until condition: () -> Bool) async { while !condition() { await Task.yield() } }

    @Test("opens connections only when needed and uses them again") func lazy() async throws {
        let pool = pool(size: 4)
        #expect(pool.load.open == 0)
        let pids = [
            try await pool.withConnection { try $0.backendPID }, try await pool.withConnection { try $0.backendPID },
        ]
        #expect(pids[0] == pids[1])
        #expect(pool.load.open == 1)
        await pool.close()
    }

    @Test("never opens more than its size") func bound() async throws {
        let pool = pool(size: 3)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let answer = try await pool.withTransaction { try await $0.first(AddOne(number: number)) }
                    #expect(answer == number + 1)
                }
            }
            try await group.waitForAll()
        }
        #expect(pool.load.open <= 3)
        #expect(pool.load.waiting == 0)
        await pool.close()
    }

    @Test("serves those who wait in the order they came") func fairness() async throws {
        let pool = pool(size: 1)
        let holder = await Holder(pool)
        let (order, served) = AsyncStream<Int>.makeStream()
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<10 {
            tasks.append(Task { try await pool.withConnection { _ in _ = served.yield(number) } })
            await wait { pool.load.waiting == number + 1 }
        }
        holder.release()
        for task in tasks { try await task.value }
        served.finish()
        #expect(await order.reduce(into: []) { $0.append($1) } == Array(0..<10))
        await pool.close()
    }

    @Test("a cancelled waiter leaves the queue") func cancelledWaiter() async throws {
        let pool = pool(size: 1)
        let holder = await Holder(pool)
        let waiter = Task { try await pool.withConnection { _ in } }
        await wait { pool.load.waiting == 1 }
        waiter.cancel()
        #expect(await failure { try await waiter.value } == .cancelled)
        #expect(pool.load.waiting == 0)
        holder.release()
        try await holder.task.value
        #expect(try await pool.withConnection { try await $0.first(AddOne(number: 1)) } == 2)
        await pool.close()
    }

    @Test("waiting has a limit") func exhausted() async throws {
        let pool = pool(size: 1, waitLimit: .milliseconds(30))
        let holder = await Holder(pool)
        #expect(await failure { try await pool.withConnection { _ in } } == .poolExhausted(size: 1, waited: .milliseconds(30)))
        holder.release()
        try await holder.task.value
        await pool.close()
    }

    @Test("a connection that comes back inside a transaction is thrown away") func openTransaction() async throws {
        let pool = pool(size: 1)
        let first = try await pool.withConnection { connection in
            try await connection.executeScript("BEGIN")
            return try connection.backendPID
        }
        let second = try await pool.withConnection { try $0.backendPID }
        #expect(first != second)
        await pool.close()
    }

    @Test("a connection killed while idle is replaced") func killedIdle() async throws {
        let pool = pool(size: 1)
        let pid = try await pool.withConnection { try $0.backendPID }
        let observer = try await connect()
        try await observer.execute(Terminate(pid: pid))
        // The thread of an idle connection sees it break; until then a caller may still be given it, and finds it lost.
        while await failure({ try await pool.withConnection { try await $0.execute(AddOne(number: 1)) } }) != nil {}
        #expect(try await pool.withConnection { try $0.backendPID } != pid)
        await pool.close()
    }

    @Test("recovers when the server comes back") func restart() async throws {
        let server = try TestDatabase()
        defer { server.remove() }
        let pool = pool(size: 3, url: server.url)
        let work: @Sendable () async throws -> Void = { _ = try await pool.withConnection { try await $0.first(AddOne(number: 1)) } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { try await work() } }
            try await group.waitForAll()
        }
        server.stop()
        // These find no server and wait for it.
        let waiting = (0..<6).map { _ in
            Task {
                while true {
                    do { return try await work() } catch PostgresError.connectionLost {}
                }
            }
        }
        try server.start()
        for task in waiting { try await task.value }
        #expect(pool.load.open <= 3)
        await pool.close()
    }

    @Test("gives up at once when trying again cannot help") func hopeless() async throws {
        let pool = pool(size: 1, url: TestDatabase.shared.url + " dbname=absent")
        #expect(await failure { try await pool.withConnection { _ in } }?.sqlState == .undefinedDatabase)
        #expect(pool.load.open == 0)
    }

    @Test("close refuses new and waiting callers") func close() async throws {
        let pool = pool(size: 1)
        let holder = await Holder(pool)
        let waiter = Task { try await pool.withConnection { _ in } }
        await wait { pool.load.waiting == 1 }
        await pool.close()
        #expect(await failure { try await waiter.value } == .poolClosed)
        #expect(await failure { try await pool.withConnection { _ in } } == .poolClosed)
        holder.release()
        try await holder.task.value
        #expect(pool.load.open == 0)
    }
}
