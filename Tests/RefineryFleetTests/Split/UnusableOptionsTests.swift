import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet

@Suite("Options that make no sense", .timeLimit(.minutes(10))) struct UnusableOptionsTests {
    private static let rows =
        "business_name,business_email,business_phone\n" + (0..<40).map { "Firm \($0),f\($0)@example.com,\n" }.joined()

    private func set(_ key: String, _ value: String, of id: ImportID, _ database: TestDatabase) async throws {
        try await database.execute(
            "UPDATE refinery.imports SET options = jsonb_set(options, '{\(key)}', '\(value)') WHERE id = '\(id)'")
    }

    @Test(
        "end their import with a sentence, before it is split, and neither the coordinator nor another import",
        arguments: [
            ("batch_size", "0", "batch_size is 0"), ("batch_size", "-5", "batch_size is -5"),
            ("batch_size", "1000000000000", "batch_size is 1000000000000"), ("batch_size", #""many""#, "batch_size cannot be read"),
            ("row_bytes_max", "9223372036854775807", "row_bytes_max is 9223372036854775807"),
            ("row_bytes_max", "-1", "row_bytes_max is -1"),
            ("format,delimiter", #""""#, "delimiter is no single character"),
            ("format,first_row_offset", "-1", "first_row_offset is -1"), ("format", "{}", "format.encoding cannot be read"),
            ("mapping,names", "[]", "mapping has 3 columns and 0 names"),
        ])
    func split(key: String, value: String, sentence: String) async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let (bad, good) = (try await fleet.submit(Self.rows), try await fleet.submit(Self.rows))
            try await set(key, value, of: bad, database)
            try await fleet.run(workers: 1) {
                let failed = try await fleet.waitForEnd(of: bad)
                #expect(failed.status == .failed)
                #expect(failed.statusReason == "dead_jobs")
                #expect(try await fleet.waitForEnd(of: good).status == .completed)
            }
            let dead = try await database.rows(ListDeadJobs(runID: bad))
            #expect(dead.map(\.stage) == [.split])
            #expect(dead.map(\.attempt) == [1], "no other attempt can end otherwise")
            #expect(dead.map(\.code) == ["options_unusable"])
            #expect(dead.map(\.message) == ["The options of the import cannot be followed: \(sentence)."])
        }
    }

    @Test("end their import after it is split, and cost the batches of another one no attempt") func refine() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let bad = try await fleet.submit(Self.rows) { $0.batchSize = 20 }
            let good = try await fleet.submit(Self.rows) { $0.batchSize = 20 }
            try await fleet.run(workers: 0) {
                // Splitting is not told to anybody.
                for id in [bad, good] { while try await !database.progress(of: id).isSplit { await Task.yield() } }
            }
            try await set("batch_size", "0", of: bad, database)
            let ends = try await fleet.run(workers: 1) {
                [try await fleet.waitForEnd(of: bad).status, try await fleet.waitForEnd(of: good).status]
            }
            #expect(ends == [.failed, .completed])
            let dead = try await database.rows(ListDeadJobs(runID: bad))
            #expect(dead.map(\.stage) == [.refine, .refine])
            #expect(try await database.number("SELECT max(attempt) FROM refinery.jobs WHERE run_id = '\(good)'") == 1)
        }
    }
}
