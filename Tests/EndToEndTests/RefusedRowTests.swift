import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Rows that the database refuses", .timeLimit(.minutes(6))) struct RefusedRowTests {
    @Test("become rejects one by one, and cost their batch neither its other rows nor an attempt") func bisected() async throws {
        try await withDatabase { database in
            try await database.execute("ALTER TABLE refinery.records ADD CONSTRAINT no_poison CHECK (business_name NOT LIKE 'Poison%')")
            let lines = (1...100).map { "\([7, 8, 93].contains($0) ? "Poison" : "Firm") \($0),555-0\($0 + 100),firm\($0)@example.com" }
            let fleet = try TestFleet(database)
            let id = try await fleet.submit("Company,Phone,Email\n" + lines.joined(separator: "\n") + "\n") { $0.batchSize = 20 }
            let progress = try await fleet.run(id, workers: 2)
            #expect(progress.status == .completed)
            #expect([progress.stored, progress.duplicates, progress.rejected] == [97, 0, 3])
            #expect(
                try await database.number(
                    "SELECT count(*) FROM refinery.rejects WHERE code = 'internal_error' AND row_number IN (7, 8, 93)") == 3)
            #expect(try await database.number("SELECT count(*) FROM refinery.rejects WHERE raw LIKE 'Poison%'") == 3)
            #expect(try await database.number("SELECT max(attempt) FROM refinery.jobs WHERE stage = 'refine'") == 1)
        }
    }
}
