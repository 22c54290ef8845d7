import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Dead letters", .timeLimit(.minutes(10))) struct DeadLetterTests {
    /// An import of which one batch failed in all its attempts, rescued once and failed once.
    private func makeDead(_ database: TestDatabase) async throws -> ImportID {
        let id = try await database.makeImport(jobs: 1, attempts: 2)
        let gone = try await database.makeWorker()
        let first = try await database.claim(1, by: gone)
        _ = try await database.rows(RescueJobs(workers: [LostWorker(id: gone, reason: .died)]))
        let worker = try await database.makeWorker()
        let second = try await database.claim(1, by: worker)
        #expect(first.map(\.id) == second.map(\.id))
        _ = try await database.rows(FailJobs(jobs: second, delays: [.zero], code: "timed_out", message: "Too long."))
        return id
    }

    @Test("are listed with everything that went wrong, oldest first") func history() async throws {
        try await withDatabase { database in
            let id = try await makeDead(database)
            let letter = try #require(try await database.first(ListDeadLetters(runID: id)))
            #expect(letter.runID == id)
            #expect(letter.stage == .refine && letter.seq == 1 && letter.attempt == 2 && letter.firstRow == 1 && letter.rowCount == 10)
            #expect(letter.failures.map(\.code) == ["worker_died", "timed_out"])
            #expect(letter.failures.map(\.attempt) == [1, 2])
            #expect(letter.failures.last?.message == "Too long.")
            #expect(letter.failures.allSatisfy { $0.workerID != nil && !$0.at.isEmpty })
            #expect(letter.diedAt != nil)
        }
    }

    @Test("of all imports come in pages") func pages() async throws {
        try await withDatabase { database in
            let imports = [try await makeDead(database), try await makeDead(database)]
            #expect(try await database.rows(ListDeadLetters()).count == 2)
            let first = try await database.rows(ListDeadLetters(limit: 1))
            let second = try await database.rows(ListDeadLetters(after: try #require(first.first).id, limit: 1))
            #expect(Set((first + second).map(\.runID)) == Set(imports))
        }
    }

    @Test("are none once revived") func revived() async throws {
        try await withDatabase { database in
            let id = try await makeDead(database)
            #expect(try await database.first(RetryRun(id)) == 1)
            #expect(try await database.rows(ListDeadLetters()).isEmpty)
        }
    }
}
