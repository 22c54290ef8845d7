import Foundation
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryOperations

/// A database that the released version with schema 0011 filled becomes one of this version, in which every import is a run.
@Suite("A database of the version before", .timeLimit(.minutes(10))) struct RunsUpgradeTests {
    /// What a program that reads the views has seen before, and has to see after.
    private static let views = [
        """
        SELECT import_id, file_name, status, status_reason, rows, rows_split, done, stored, duplicates, rejected, split_percent, done_percent,
               created_at, started_at, finished_at, phones, numbers, numbers_done, numbers_failed, lookups, lookups_repeated, cost_usd,
               looks_up_numbers
          FROM refinery.import_progress ORDER BY created_at
        """,
        "SELECT import_id, stage, state, jobs, oldest, attempts_max FROM refinery.job_counts WHERE stage IN ('split', 'refine') ORDER BY 1, 2, 3",
        "SELECT * FROM refinery.processing_batches ORDER BY id",
        "SELECT * FROM refinery.usbizdata_records ORDER BY id",
    ]

    private func seen(_ database: TestDatabase) async throws -> [[[String?]]] {
        var seen: [[[String?]]] = []
        for view in Self.views { seen.append(try await database.select(view)) }
        return seen
    }

    private func migrated(_ database: TestDatabase) async throws {
        let connection = try await database.connect()
        try await Migrator().migrate(on: connection)
        await connection.close()
    }

    private func id(_ file: String, _ database: TestDatabase) async throws -> ImportID {
        let text = try #require(try await database.text("SELECT id FROM refinery.imports WHERE file_name = '\(file).csv'"))
        return ImportID(rawValue: try #require(UUID(uuidString: text)))
    }

    @Test("shows in its views what it showed before, and its events are those of runs") func views() async throws {
        try await withDatabase(isMigrated: false) { database in
            try await database.restore("schema-0011")
            let before = try await seen(database)
            let events = try await database.select("SELECT seq, at, import_id, kind, data FROM refinery.events ORDER BY seq")
            try await migrated(database)
            #expect(try await seen(database) == before)
            #expect(try await database.select("SELECT seq, at, run_id, kind, data FROM refinery.events ORDER BY seq") == events)
            let folded = try await database.number(
                """
                SELECT count(*) FROM refinery.runs r JOIN refinery.run_counters c ON c.run_id = r.id
                 WHERE r.kind = 'import' AND r.counters = c.counters
                """)
            #expect(folded == before[0].count, "what was carried over is what folding gives")
        }
    }

    @Test("tells its records by the fingerprints they had") func fingerprints() async throws {
        try await withDatabase(isMigrated: false) { database in
            try await database.restore("schema-0011")
            let before = try await database.select(
                """
                SELECT 'records', id, encode(fingerprint, 'hex') FROM refinery.records
                UNION ALL SELECT 'fingerprints', record_id, encode(fingerprint, 'hex') FROM refinery.fingerprints ORDER BY 1, 2
                """)
            try await migrated(database)
            let after = try await database.select(
                """
                SELECT 'records', id, replace(fingerprint::text, '-', '') FROM refinery.records
                UNION ALL SELECT 'fingerprints', record_id, replace(fingerprint::text, '-', '') FROM refinery.fingerprints ORDER BY 1, 2
                """)
            #expect(!before.isEmpty)
            #expect(after == before)
        }
    }

    @Test("goes on: claims of lost workers, pauses, dead letters, priorities, an undo") func goesOn() async throws {
        try await withDatabase(isMigrated: false) { database in
            try await database.restore("schema-0011")
            try await migrated(database)
            let (running, failed, paused) = (
                try await id("running", database), try await id("failed", database), try await id("paused", database)
            )
            let (limited, cancelled, done) = (
                try await id("limit", database), try await id("cancelled", database), try await id("done", database)
            )
            #expect(try await database.first(RetryRun(failed)) == 3)
            #expect(try await database.first(ResumeRun(paused, rows: nil)) == .running)
            #expect(try await database.first(ResumeRun(limited, rows: 0)) == .running)
            #expect(try await database.first(SetPriority(paused, priority: 7)) == 7)
            await #expect(throws: PostgresError.self) { try await database.first(ResumeRun(cancelled, rows: nil)) }
            let fleet = try TestFleet(database)
            try await fleet.run(workers: 1) {
                for (id, rows) in [(running, 12), (failed, 12), (paused, 20), (limited, 20)] {
                    let progress = try await fleet.waitForEnd(of: id)
                    #expect(progress.status == .completed)
                    #expect(progress.stored == Int64(rows))
                }
            }
            let rescued = try await database.text("SELECT run_id FROM refinery.events WHERE kind = 'jobs_rescued'")
            #expect(rescued == "\(running)", "the batch that a lost worker had claimed")
            let summary = try #require(try await Undoer(database: database.database, sources: database.sources()).undo(done))
            #expect([summary.records, summary.rejects, summary.restored] == [9, 3, 5])
            #expect(try await database.progress(of: try await id("repeat", database)).stored == 10)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("is not migrated while processes of that version live") func living() async throws {
        try await withDatabase(isMigrated: false) { database in
            try await database.restore("schema-0011")
            try await database.execute(
                """
                INSERT INTO refinery.workers (id, role, host, pid, version, lease_until)
                VALUES (gen_random_uuid(), 'coordinator', 'test', 1, 'test', now() + interval '1 minute')
                """)
            await #expect(throws: PostgresError.self) { try await migrated(database) }
            #expect(try await database.number("SELECT max(number) FROM refinery.schema_migrations") == 11)
        }
    }
}
