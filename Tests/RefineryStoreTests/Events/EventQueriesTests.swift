import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Events", .timeLimit(.minutes(10))) struct EventQueriesTests {
    @Test("carry a version, a growing seq and the counters, and never more than NOTIFY can send") func payload() async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            let stored = try await database.rows(
                InsertEvents([RunEvent(.jobDead, id, data: #"{"job": 5}"#), RunEvent(.importProgress, id)]))
            #expect(stored.map(\.runID) == [id, id])
            #expect(stored[1].seq > stored[0].seq)
            let payload = try JSONDecoder().decode([String: PrintedJSON].self, from: Data(stored[0].payload.utf8))
            #expect(
                Set(payload.keys)
                    == [
                        "v", "seq", "at", "run_id", "import_id", "kind", "status", "reason", "rows", "rows_split", "stored", "duplicates",
                        "rejected",
                        "numbers", "numbers_done", "lookups", "job",
                    ])
            #expect(payload["v"] == .number(1))
            #expect(payload["kind"] == .text("job_dead"))
            #expect(stored.allSatisfy { $0.payload.utf8.count < 8000 })
        }
    }

    @Test("that a listener missed are read from its last seq, of one import or of all") func resume() async throws {
        try await withDatabase { database in
            let (one, other) = (try await database.makeImport(jobs: 0), try await database.makeImport(jobs: 0))
            let stored = try await database.rows(InsertEvents([one, other, one].map { RunEvent(.importProgress, $0) }))
            #expect(try await database.rows(ListEvents(after: stored[0].seq)) == Array(stored[1...]))
            #expect(try await database.rows(ListEvents(after: stored[0].seq, runID: one)) == [stored[2]])
            #expect(try await database.rows(ListEvents(after: 0, limit: 2)).count == 2)
            #expect(try await database.rows(ListEvents(after: stored[2].seq)).isEmpty)
        }
    }
}
