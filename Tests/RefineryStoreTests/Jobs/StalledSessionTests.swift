import Dispatch
import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Sessions whose client is gone without a word", .timeLimit(.minutes(10))) struct StalledSessionTests {
    @Test("are ended in the middle of a COPY once nobody can wait for them any more, and not before") func ended() async throws {
        try await withDatabase { database in
            let silent = database.process("worker", id: "silent", poolSize: 1)
            let over = DispatchSemaphore(value: 0)
            let copy = Task {
                try await silent.pool.withConnection { connection in
                    _ = try await connection.transaction { connection in
                        return try await connection.copyIn("COPY refinery.duplicates FROM STDIN") { _ in
                            over.wait()
                        }
                    }
                }
            }
            let copying =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'refinery/worker/silent' AND wait_event = 'ClientRead'"
            while try await database.number(copying + " AND state = 'active'") == 0 { await Task.yield() }
            #expect(try await database.rows(EndStalledSessions(grace: .seconds(60))).isEmpty)
            // As a leader whose statements may take a moment only.
            let leader = database.process("coordinator")
            let ended = try await leader.pool.withConnection { connection in
                try await connection.executeScript("SET statement_timeout = '50ms'")
                while true {
                    let ended = try await connection.rows(EndStalledSessions(grace: .zero))
                    if !ended.isEmpty { return ended }
                }
            }
            #expect(ended == [true])
            over.signal()
            await #expect(throws: PostgresError.self) { try await copy.value }
            await silent.close()
            await leader.close()
        }
    }
}
