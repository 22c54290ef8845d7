import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Synchronization
import Testing
@testable import RefineryOperations

private final class End: Sendable {
    let isReached = Mutex(false)
}

@Suite("Undo", .timeLimit(.minutes(10))) struct UndoerTests {
    /// Rows of firms, each of its own; a second file with some of the same firms repeats them.
    private func file(_ firms: Range<Int>, notes: String = "") -> String {
        "business_name,business_email,business_phone,notes\n"
            + firms.map { "Firm \($0),firm\($0)@example.com,(415) 555-\(2000 + $0),\(notes)\n" }.joined()
    }

    private func refined(_ database: TestDatabase, _ text: String, workers: Int = 1) async throws -> ImportID {
        let fleet = try TestFleet(database)
        let id = try await fleet.submit(text) { $0.batchSize = 20 }
        #expect(try await fleet.run(id, workers: workers).status == .completed)
        return id
    }

    private func counts(_ database: TestDatabase, _ id: ImportID) async throws -> [Int64] {
        let progress = try await database.progress(of: id)
        let outcome = try await database.outcome(of: id)
        #expect(
            [progress.stored, progress.duplicates, progress.rejected].map(Int.init) == [
                outcome.stored, outcome.duplicates, outcome.rejected,
            ])
        return [progress.stored, progress.duplicates, progress.rejected]
    }

    private func undoer(_ database: TestDatabase) throws -> Undoer {
        Undoer(database: database.database, sources: try database.sources(), rowsPerStep: 7)
    }

    @Test("everything of the import goes, the import says so, and the same bytes can be submitted again") func alone() async throws {
        try await withDatabase { database in
            let text = file(0..<30) + file(0..<5).split(separator: "\n").dropFirst().joined(separator: "\n") + "\n,,,\n"
            let id = try await refined(database, text)
            #expect(try await counts(database, id) == [30, 5, 1])
            let preview = try await undoer(database).preview(of: id)
            #expect([preview.records, preview.rejects, preview.duplicates, preview.repeating, preview.unusedNumbers] == [30, 1, 5, 0, 30])
            #expect(try await counts(database, id) == [30, 5, 1], "a preview changes nothing")
            let summary = try #require(try await undoer(database).undo(id))
            #expect([summary.records, summary.ownDuplicates, summary.rejects, summary.restored, summary.orphans] == [30, 5, 1, 0, 0])
            for table in ["records", "fingerprints", "duplicates", "rejects", "jobs"] {
                #expect(try await database.number("SELECT count(*) FROM refinery.\(table)") == 0, "\(table)")
            }
            let progress = try await database.progress(of: id)
            #expect(progress.status == .undone && progress.statusReason == nil && progress.done == 0)
            let event = try await database.select(
                "SELECT data ->> 'records', data ->> 'by' FROM refinery.events WHERE kind = 'import_undone' ORDER BY seq")
            #expect(event.count == 1 && event[0][0] == "30" && event[0][1] != nil)
            #expect(try await undoer(database).undo(id) == nil, "a second undo changes nothing")
            let again = try await refined(database, text)
            #expect(try await counts(database, again) == [30, 5, 1])
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test(
        "duplicates of other imports become records from their own sources, whether their jobs are there or not", arguments: [false, true])
    func others(isPruned: Bool) async throws {
        try await withDatabase { database in
            let first = try await refined(database, file(0..<50))
            let second = try await refined(database, file(30..<80, notes: "of the second"))
            let third = try await refined(database, file(40..<60, notes: "of the third"))
            #expect(try await counts(database, second) == [30, 20, 0])
            #expect(try await counts(database, third) == [0, 20, 0])
            if isPruned { try await database.execute("UPDATE refinery.runs SET jobs_pruned_at = now(); DELETE FROM refinery.jobs") }
            let summary = try #require(try await undoer(database).undo(first))
            #expect([summary.records, summary.restored, summary.repointed, summary.orphans] == [50, 20, 10, 0])
            #expect(try await counts(database, second) == [50, 0, 0])
            #expect(try await counts(database, third) == [0, 20, 0])
            #expect(try await database.contradictions().isEmpty)
            #expect(try await database.number("SELECT count(*) FROM refinery.records WHERE extra ->> 'notes' = 'of the second'") == 50)
            let sums = try await database.number(
                """
                SELECT count(*) FROM refinery.run_counters c JOIN refinery.runs r ON r.id = c.run_id
                 WHERE r.kind = 'import' AND r.jobs_pruned_at IS NULL AND c.counters <> r.counters
                """)
            #expect(sums == 0, "the counters of jobs say the same")
            let events = try await database.number(
                "SELECT sum((data ->> 'restored')::int) FROM refinery.events WHERE kind = 'duplicates_restored' AND run_id = '\(second)'"
            )
            #expect(events == 20)
        }
    }

    @Test("where a source is gone its rows repeat what another import gave, or are named") func sourceGone() async throws {
        try await withDatabase { database in
            let first = try await refined(database, file(0..<30))
            let second = try await refined(database, file(0..<10))
            let third = try await refined(database, file(5..<15))
            try await database.execute(
                """
                UPDATE refinery.imports SET source_deleted_at = now() WHERE id = '\(second)';
                DELETE FROM refinery.source_chunks WHERE source_id = '\(second)';
                """)
            #expect(try await undoer(database).preview(of: first).repeatingWithoutSource == 10)
            let summary = try #require(try await undoer(database).undo(first))
            // Rows 1 to 5 of the second are firms that nobody else has.
            #expect([summary.restored, summary.repointed, summary.orphans] == [10, 5, 5])
            #expect(summary.orphanRows.map(\.row) == [1, 2, 3, 4, 5] && summary.orphanRows[0].importID == second.description.lowercased())
            #expect(try await counts(database, second) == [0, 10, 0], "every row keeps its outcome")
            #expect(try await counts(database, third) == [10, 0, 0])
        }
    }

    @Test(
        "a source that cannot be read for the moment loses nothing: nothing is changed, or the undo goes on later, unless loss is accepted")
    func sourceAway() async throws {
        try await withDatabase { database in
            let first = try await refined(database, file(0..<20))
            let second = try await refined(database, file(0..<10))
            let uri = try #require(try await database.text("SELECT source_uri FROM refinery.imports WHERE id = '\(second)'"))
            try await database.execute("UPDATE refinery.imports SET source_uri = 'file:///elsewhere/list.csv' WHERE id = '\(second)'")
            #expect(try await undoer(database).unreadableSource(first)?.importID == second)
            await #expect(throws: UnreadableSourceError.self) { try await undoer(database).undo(first) }
            #expect(try await counts(database, first) == [20, 0, 0])
            #expect(try await database.progress(of: first).status == .completed)
            // As an undo leaves it whose source went away in the middle.
            _ = try await database.first(BeginUndo(importID: first))
            await #expect(throws: UnreadableSourceError.self) { try await undoer(database).undo(first) }
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 20)
            try await database.execute("UPDATE refinery.imports SET source_uri = '\(uri)' WHERE id = '\(second)'")
            let summary = try #require(try await undoer(database).undo(first))
            #expect([summary.restored, summary.repointed, summary.orphans] == [10, 0, 0])
            #expect(try await counts(database, second) == [10, 0, 0])

            let third = try await refined(database, file(0..<10, notes: "x"))
            try await database.execute("UPDATE refinery.imports SET source_uri = 'file:///elsewhere/list.csv' WHERE id = '\(third)'")
            #expect(try await undoer(database).undo(second, acceptsLoss: true)?.orphans == 10)
        }
    }

    @Test("no dead batch of an import that is being undone is discarded") func discarded() async throws {
        try await withDatabase { database in
            let id = try await refined(database, file(0..<20))
            let job = try await database.number("SELECT min(id) FROM refinery.jobs WHERE stage = 'refine'")
            try await database.execute(
                """
                UPDATE refinery.runs SET status = 'failed', status_reason = 'dead_jobs';
                UPDATE refinery.jobs SET state = 'dead' WHERE id = \(job)
                """)
            _ = try await database.first(BeginUndo(importID: id))
            for function in ["discard_job", "retry_job"] {
                let error = await #expect(throws: PostgresError.self) { try await database.select("SELECT refinery.\(function)(\(job))") }
                #expect(error?.sqlState?.rawValue == "55000", "\(function)")
            }
        }
    }

    @Test("an undo that was killed goes on, wherever that was") func killed() async throws {
        try await withDatabase { database in
            let first = try await refined(database, file(0..<60))
            let second = try await refined(database, file(20..<60))
            // Refused in the middle of each of its steps in turn, as a kill would end it.
            for (table, event) in [("fingerprints", "DELETE"), ("fingerprints", "INSERT"), ("duplicates", "DELETE"), ("records", "DELETE")]
            {
                try await database.execute(
                    """
                    CREATE FUNCTION test.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF (SELECT count(*) FROM refinery.\(table)) < 45 THEN RAISE EXCEPTION 'killed'; END IF; RETURN coalesce(NEW, OLD);
                    END $$;
                    CREATE TRIGGER refused BEFORE \(event) ON refinery.\(table) FOR EACH ROW EXECUTE FUNCTION test.refuse();
                    """)
                await #expect(throws: PostgresError.self) { try await undoer(database).undo(first) }
                #expect(try await database.progress(of: first).statusReason == "in_progress")
                try await database.execute("DROP TRIGGER refused ON refinery.\(table); DROP FUNCTION test.refuse()")
            }
            let summary = try #require(try await undoer(database).undo(first))
            #expect([summary.records, summary.restored, summary.orphans] == [60, 40, 0])
            #expect(try await counts(database, second) == [40, 0, 0])
            #expect(try await database.contradictions().isEmpty)
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 40)
        }
    }

    @Test("several undos of one import and of others at once agree") func races() async throws {
        try await withDatabase { database in
            let first = try await refined(database, file(0..<60))
            let second = try await refined(database, file(20..<80))
            let third = try await refined(database, file(0..<100))
            let summaries = try await withThrowingTaskGroup(of: UndoSummary?.self, returning: [UndoSummary?].self) { group in
                for id in [first, first, second, first, second] { group.addTask { try await undoer(database).undo(id) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(summaries.compactMap(\.self).count == 2, "each says once that it was done")
            #expect(try await counts(database, third) == [100, 0, 0])
            #expect(try await database.contradictions().isEmpty)
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 100)
        }
    }

    @Test("beside an import that finds duplicates of its records no row loses its outcome") func besideRunning() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            for round in 0..<3 {
                let first = try await refined(database, file(0..<600))
                let second = try await fleet.submit(file(0..<900, notes: "\(round)")) { $0.batchSize = 10 }
                let progress = try await fleet.run(workers: 3) {
                    async let undone = try await undoer(database).undo(first)
                    let progress = try await fleet.waitForEnd(of: second)
                    _ = try await undone
                    return progress
                }
                #expect(progress.status == .completed)
                #expect(try await counts(database, second) == [900, 0, 0])
                #expect(try await database.contradictions().isEmpty)
                #expect(try await database.number("SELECT count(*) FROM refinery.jobs WHERE attempt > 3") == 0)
                _ = try await undoer(database).undo(second)
            }
        }
    }

    /// Runs `body` while a transaction that did `first` is open, which does `then` and commits once `body` waits for it, or has ended.
    private func whileOpen(
        _ database: TestDatabase, _ first: String, then: String, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let connection = try await database.connect()
        try await connection.executeScript("BEGIN; \(first)")
        let end = End()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { end.isReached.withLock { $0 = true } }
                try await body()
            }
            while try await database.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0, !end.isReached.withLock(\.self) {
                await Task.yield()
            }
            try await connection.executeScript("\(then); COMMIT")
            try await group.waitForAll()
        }
        await connection.close()
    }

    @Test("a batch that has found a fingerprint is waited for before its record goes") func batchUnderWay() async throws {
        try await withDatabase { database in
            let first = try await refined(database, file(0..<10))
            let second = try await refined(database, file(0..<10))
            // The second import once more at the moment before its batch is stored.
            try await database.execute(
                "CREATE TABLE test.kept AS SELECT * FROM refinery.duplicates; DELETE FROM refinery.duplicates WHERE import_id = '\(second)'"
            )
            try await whileOpen(
                database,
                "INSERT INTO refinery.fingerprints SELECT fingerprint, 1 FROM refinery.fingerprints ON CONFLICT DO NOTHING",
                then: "INSERT INTO refinery.duplicates SELECT * FROM test.kept WHERE import_id = '\(second)'"
            ) { _ = try await undoer(database).undo(first) }
            #expect(try await counts(database, second) == [10, 0, 0])
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("an erasure waits for rows that are being restored, and finds them") func erasureWaits() async throws {
        try await withDatabase { database in
            let id = try await refined(database, file(0..<10))
            let person = try Person(phone: nil, email: "firm5@example.com")
            try await database.execute(
                """
                CREATE TABLE test.kept AS SELECT * FROM refinery.records WHERE business_email = 'firm5@example.com';
                DELETE FROM refinery.records WHERE business_email = 'firm5@example.com';
                """)
            try await whileOpen(
                database, "SELECT refinery_internal.lock_outcomes()", then: "INSERT INTO refinery.records SELECT * FROM test.kept"
            ) { _ = try await database.eraser.erase(person) }
            #expect(try await database.outcome(of: id).stored == 9)
        }
    }

    @Test("a person who is erased beside it is not stored again") func besideErasure() async throws {
        try await withDatabase { database in
            for _ in 0..<5 {
                let first = try await refined(database, file(0..<40))
                let second = try await refined(database, file(0..<40))
                async let erased = try await database.eraser.erase(try Person(phone: nil, email: "firm20@example.com"))
                async let undone = try await undoer(database).undo(first)
                _ = try await (erased, undone)
                #expect(try await database.number("SELECT count(*) FROM refinery.records") == 39)
                #expect(
                    try await database.number("SELECT count(*) FROM refinery.records WHERE business_email = 'firm20@example.com'") == 0)
                #expect(try await database.contradictions().isEmpty)
                _ = try await undoer(database).undo(second)
            }
        }
    }

    @Test("refuses an import that has not ended, and nothing else may be done with one that is undone") func refused() async throws {
        try await withDatabase { database in
            let id = try await refined(database, file(0..<10))
            for status in ["running", "paused"] {
                try await database.execute("UPDATE refinery.runs SET status = '\(status)'")
                await #expect(throws: PostgresError.self) { try await undoer(database).undo(id) }
            }
            try await database.execute("UPDATE refinery.runs SET status = 'completed'")
            _ = try await undoer(database).undo(id)
            await #expect(throws: PostgresError.self) { try await database.first(CancelRun(id)) }
            await #expect(throws: PostgresError.self) { try await database.first(RetryRun(id)) }
            await #expect(throws: PostgresError.self) { try await database.first(ResumeRun(id, rows: nil)) }
            await #expect(throws: PostgresError.self) { try await database.first(LookUpImport(importID: id, provider: .twilio)) }
        }
    }
}
