import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Rejects by reason", .timeLimit(.minutes(5))) struct CountRejectsTests {
    @Test("are counted by code, each with the field that most of them name and its first row, among the first so many") func counts()
        async throws
    {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 0)
            #expect(try await database.rows(CountRejects(importID: id, limit: 100)).isEmpty)
            // 1 to 6: a number, mostly in the second column; 7 and 8: rows as a whole; 9 is behind the limit.
            try await database.execute(
                """
                INSERT INTO refinery.rejects (import_id, row_number, field, value, code, message, raw)
                SELECT '\(id)', n, CASE WHEN n <= 2 THEN 'business_phone' WHEN n <= 5 THEN 'direct_phone' END, 'x', CASE WHEN n <= 6 OR n = 9 THEN 'phone_invalid' ELSE 'row_short' END, 'm', 'r'
                  FROM generate_series(1, 9) AS n
                """)
            #expect(
                try await database.rows(CountRejects(importID: id, limit: 8)) == [
                    RejectCount(code: "phone_invalid", field: "direct_phone", count: 6, firstRow: 1, seen: 8),
                    RejectCount(code: "row_short", field: nil, count: 2, firstRow: 7, seen: 8),
                ])
        }
    }
}
