import Foundation
import Logging
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryFleet

@Suite("Retention", .timeLimit(.minutes(10))) struct RetentionTests {
    private static let csv =
        "business_name,business_phone\nAcme,(415) 555-2671\nBolt,(415) 555-2672\nAcme,(415) 555-2671\n,(415) 555-2674\n"

    /// Takes steps until nothing more is deleted.
    private func prune(
        _ database: TestDatabase, sources: SourceStorages? = nil, _ change: (inout RetentionSettings) -> Void = { _ in }
    ) async throws {
        var settings = RetentionSettings()
        settings.rowsPerDelete = 3
        settings.every = .seconds(3600)
        change(&settings)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let connection = try await database.connect()
        var retention = Retention(
            settings: settings, retry: FleetSettings.quick.retry, sources: try sources ?? database.sources(), logger: logger)
        for _ in 0..<50 { try await retention.step(on: connection) }
        await connection.close()
    }

    private func age(_ importID: ImportID, hours: Int, _ database: TestDatabase) async throws {
        try await database.execute(
            "UPDATE refinery.runs SET finished_at = finished_at - interval '\(hours) hours' WHERE id = '\(importID)'")
    }

    private func counts(_ importID: ImportID, _ database: TestDatabase) async throws -> [Int] {
        [
            try await database.number("SELECT count(*) FROM refinery.jobs WHERE run_id = '\(importID)'"),
            try await database.number("SELECT count(*) FROM refinery.events WHERE run_id = '\(importID)'"),
            try await database.number("SELECT count(*) FROM refinery.source_chunks WHERE source_id = '\(importID)'"),
        ]
    }

    /// An import that failed: one batch done, one dead.
    private func failedImport(_ database: TestDatabase) async throws -> ImportID {
        let id = try await database.makeImport(jobs: 2, attempts: 1)
        try await database.execute(
            """
            UPDATE refinery.jobs SET state = 'done', stored = 7, duplicates = 2, rejected = 1, finished_at = now()
             WHERE run_id = '\(id)' AND stage = 'refine' AND seq = 1;
            UPDATE refinery.jobs SET state = 'dead', finished_at = now() WHERE run_id = '\(id)' AND stage = 'refine' AND seq = 2;
            """)
        let settled = try await database.foldAndSettle(id)
        #expect(settled.map(\.status) == [.failed])
        return id
    }

    @Test("prunes jobs and events of a completed import after its time, in small deletes, and keeps its counters") func completed()
        async throws
    {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.csv) { $0.batchSize = 1 }
            try await fleet.run(id, workers: 1)
            let before = try await database.progress(of: id)
            #expect(before.status == .completed)
            try await prune(database)
            #expect(try await counts(id, database)[0] == 5)
            try await age(id, hours: 25, database)
            try await prune(database)
            #expect(try await counts(id, database) == [0, 0, 1])
            #expect(try await database.progress(of: id) == before)
            #expect(try await database.number("SELECT count(*) FROM refinery.records WHERE import_id = '\(id)'") == Int(before.stored))
        }
    }

    @Test("a failed import keeps its dead letters for longer; once they are gone, retry is refused and cancel keeps the counters")
    func failed()
        async throws
    {
        try await withDatabase { database in
            let id = try await failedImport(database)
            try await age(id, hours: 100, database)
            try await prune(database)
            #expect(try await counts(id, database)[0] == 3)
            try await age(id, hours: 100, database)
            try await prune(database)
            #expect(try await counts(id, database)[0] == 0)
            let before = try await database.progress(of: id)
            #expect([before.stored, before.duplicates, before.rejected] == [7, 2, 1])

            let refusal = await #expect(throws: PostgresError.self) { try await database.first(RetryRun(id)) }
            #expect(refusal?.summary.contains("were deleted") == true)
            #expect(try await database.progress(of: id).status == .failed)
            #expect(try await database.first(CancelRun(id)) == .cancelled)
            try await database.foldAndSettle(id)
            let after = try await database.progress(of: id)
            #expect([after.stored, after.duplicates, after.rejected] == [7, 2, 1])
        }
    }

    @Test("a pruning that has begun is the end of retries, also before the first job is gone") func begun() async throws {
        try await withDatabase { database in
            let id = try await failedImport(database)
            #expect(try await database.first(BeginPruning(runID: id)) == id)
            await #expect(throws: PostgresError.self) { try await database.first(RetryRun(id)) }
            #expect(try await database.progress(of: id).status == .failed)
        }
    }

    @Test("an import that was revived in between is not pruned") func revived() async throws {
        try await withDatabase { database in
            let id = try await failedImport(database)
            #expect(try await database.first(RetryRun(id)) == 1)
            #expect(try await database.first(BeginPruning(runID: id)) == nil)
            #expect(try await database.first(PruneJobs(runID: id, limit: 10)) == 0)
        }
    }

    @Test("sources stay for ever unless told otherwise; a deleted one is named in the refusal of a retry") func sources() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.csv)
            try await fleet.run(id, workers: 1)
            try await age(id, hours: 20, database)
            try await prune(database)
            #expect(try await counts(id, database)[2] == 1)
            try await prune(database) { $0.sources = .seconds(3600) }
            #expect(try await counts(id, database)[2] == 0)
            #expect(try await database.text("SELECT source_deleted_at::text FROM refinery.imports WHERE id = '\(id)'") != nil)

            let location = RefineryModel.SourceLocation(uri: "postgres:\(id)", bytes: Int64(Self.csv.utf8.count))
            let error = await #expect(throws: StoreError.self) {
                _ = try await database.sources().read(location, 0..<10)
            }
            #expect(error?.summary.contains("deleted") == true)

            let failed = try await failedImport(database)
            try await age(failed, hours: 20, database)
            try await prune(database) { $0.sources = .seconds(3600) }
            let refusal = await #expect(throws: PostgresError.self) { try await database.first(RetryRun(failed)) }
            #expect(refusal?.summary.contains("source") == true)
        }
    }

    @Test("a source in a directory is deleted too") func files() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-retention-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            fleet.sources = try database.sources("file://\(folder.path)")
            let id = try await fleet.submit(Self.csv)
            try await fleet.run(id, workers: 1)
            let uri = try #require(try await database.text("SELECT source_uri FROM refinery.imports"))
            let path = try #require(URL(string: uri)?.path)
            #expect(FileManager.default.fileExists(atPath: path))
            try await age(id, hours: 2, database)
            // A coordinator with another setting leaves it alone.
            let elsewhere = try database.sources("file://\(folder.path)/other")
            for others in [try database.sources(), elsewhere] {
                try await prune(database, sources: others) { $0.sources = .seconds(3600) }
                #expect(FileManager.default.fileExists(atPath: path))
            }
            try await prune(database, sources: fleet.sources) { $0.sources = .seconds(3600) }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("chunks that belong to no import go; those of a waiting import stay") func orphans() async throws {
        try await withDatabase { database in
            let waiting = try await TestFleet(database).submit(Self.csv)
            try await database.execute(
                """
                INSERT INTO refinery.source_chunks (source_id, seq, bytes)
                SELECT ('00000000-0000-0000-0000-00000000000' || s)::uuid, n, 'x' FROM generate_series(1, 3) AS s, generate_series(0, 4) AS n
                """)
            try await prune(database)
            #expect(try await counts(waiting, database)[2] == 1)
            #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 1)
        }
    }

    @Test("the leading coordinator does it by itself, and forgets workers that are gone") func leader() async throws {
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            fleet.settings.retention.every = .milliseconds(20)
            fleet.settings.retention.completedJobs = .zero
            let id = try await fleet.submit(Self.csv)
            let gone = try await database.makeWorker(lease: .zero)
            try await fleet.run(workers: 1) { [fleet] in
                _ = try await fleet.waitForEnd(of: id)
                let deadline = ContinuousClock.now + .seconds(20)
                while try await counts(id, database)[0] > 0, ContinuousClock.now < deadline { await Task.yield() }
            }
            #expect(try await counts(id, database)[0] == 0)
            #expect(try await database.progress(of: id).done == 4)
            #expect(try await database.number("SELECT count(*) FROM refinery.workers WHERE id = '\(gone)'") == 0)
        }
    }

    @Test("prunes leases of lookup permits after their time") func lookupLeases() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO refinery.lookup_leases (account, worker_id, at, month, epoch, granted, price_micros)
                SELECT 'AC1', gen_random_uuid(), now() - (50 - n) * interval '1 day', '2026-01-01', 1, 1, 8000 FROM generate_series(1, 49) AS n
                """)
            try await prune(database)
            let left = try await database.number("SELECT count(*) FROM refinery.lookup_leases")
            #expect(left == 39)
        }
    }
}
