import Postgres
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Requests that are not done twice", .timeLimit(.minutes(10))) struct RequestQueriesTests {
    private let name = RequestName(keyID: "k", idempotencyKey: "once")

    private func run(_ database: TestDatabase, _ query: some Query) async throws {
        _ = try await database.database.pool.withConnection { try await $0.execute(query) }
    }

    @Test("one is done by who began it, and by another as soon as its holder is silent for longer than its lease") func lease() async throws
    {
        try await withDatabase { database in
            let (first, second) = (RequestHolder(name, lease: .seconds(60)), RequestHolder(name, lease: .seconds(60)))
            #expect(try await database.first(BeginRequest(first, hash: [1])) == true)
            #expect(try await database.first(BeginRequest(second, hash: [1])) == nil)
            // What a process does that still lives.
            try await database.execute(
                "UPDATE refinery.api_requests SET held_until = now() - interval '1 s', begun_at = now() - interval '2 h'")
            try await run(database, HoldRequest(first))
            #expect(try await database.first(BeginRequest(second, hash: [1])) == nil, "an upload of hours is not taken over")
            try await database.execute("UPDATE refinery.api_requests SET held_until = now() - interval '1 s'")
            #expect(try await database.first(BeginRequest(second, hash: [1])) == true)
            // Whoever was taken for dead changes nothing any more.
            try await run(database, HoldRequest(first))
            try await run(database, FinishRequest(first, status: 200, location: nil, answer: "late"))
            try await run(database, ForgetRequest(first))
            #expect(try await database.first(FindRequest(name))?.status == nil)
            try await run(database, FinishRequest(second, status: 201, location: "/x", answer: "{}"))
            let stored = try await database.first(FindRequest(name))
            #expect(stored?.status == 201 && stored?.answer == "{}" && stored?.location == "/x")
            #expect(try await database.first(BeginRequest(first, hash: [1])) == nil)
        }
    }

    @Test("one of a program that knows of no leases is waited for during an hour") func older() async throws {
        try await withDatabase { database in
            let holder = RequestHolder(name, lease: .seconds(60))
            try await database.execute(
                "INSERT INTO refinery.api_requests (api_key_id, idempotency_key, request_sha256, begun_at) VALUES ('k', 'once', '\\x01', now() - interval '59 min')"
            )
            #expect(try await database.first(BeginRequest(holder, hash: [1])) == nil)
            try await database.execute("UPDATE refinery.api_requests SET begun_at = now() - interval '61 min'")
            #expect(try await database.first(BeginRequest(holder, hash: [1])) == true)
        }
    }
}
