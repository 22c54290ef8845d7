import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet
import TwilioSimulator

@Suite("Lookups of stored records", .timeLimit(.minutes(2))) struct LookUpImportTests {
    private func phones(_ range: Range<Int>) -> [String] { range.map { "(415) 555-\(2000 + $0)" } }

    /// An import that was refined while lookups were skipped.
    private func skipped(_ lookups: LookupFleet, _ phones: [String], named name: String = "Firm") async throws -> ImportID {
        let id = try await lookups.fleet.submit(LookupFleet.file(phones, named: name)) { $0.batchSize = 20 }
        let progress = try await lookups.fleet.run(id, workers: 1)
        #expect(progress.status == .completed && progress.lookups == nil)
        return id
    }

    private func add(_ lookups: LookupFleet, _ id: ImportID, most: Int64? = nil) async throws -> Int64? {
        try await lookups.database.first(LookUpImport(importID: id, provider: .twilio, numbersMax: most))
    }

    @Test("records that were stored while lookups were skipped are looked up later, each number once; then nothing is left to buy")
    func later() async throws {
        try await withLookups { lookups in
            let id = try await skipped(lookups, phones(0..<50) + phones(0..<25))
            let counted = try await lookups.database.rows(CountImportNumbers(importID: id, provider: .twilio))
            #expect(counted.map(\.needed) == [50, 50] && counted.last?.phoneCells == 75)
            #expect(try await add(lookups, id) == 50)
            let begun = try await lookups.database.progress(of: id)
            #expect(begun.status == .running && begun.statusReason == "lookup" && begun.stored == 75)
            #expect(begun.fraction < 1)
            let progress = try await lookups.fleet.run(id, workers: 0, lookupWorkers: 2)
            #expect(progress.status == .completed && progress.statusReason == nil && progress.stored == 75)
            #expect(lookups.ledger.requests == 50 && lookups.ledger.distinctNumbers == 50)
            #expect(progress.lookups?.requests == 50 && progress.lookups?.spent == Money(micros: 50 * 8000))
            #expect(try await add(lookups, id) == 0)
            #expect(try await lookups.database.progress(of: id) == progress)
            let events = try await lookups.database.select(
                "SELECT data ->> 'to_look_up' FROM refinery.events WHERE kind = 'import_lookups_added'")
            #expect(events == [["50"]])
        }
    }

    @Test("at most so many: the import is completed again, and the next call goes on with the rows behind") func most() async throws {
        try await withLookups { lookups in
            let id = try await skipped(lookups, phones(0..<50))
            for (most, bought) in [(Int64(30), 30), (15, 45), (100, 50)] {
                #expect(try await add(lookups, id, most: most) == Int64(min(bought, 50) - lookups.ledger.requests))
                #expect(try await lookups.fleet.run(id, workers: 0, lookupWorkers: 1).status == .completed)
                #expect(lookups.ledger.requests == bought && lookups.ledger.distinctNumbers == bought)
            }
        }
    }

    @Test("two imports with the same numbers, looked up at once, buy each number once; a second call for one import is refused")
    func atOnce() async throws {
        try await withLookups { lookups in
            let first = try await skipped(lookups, phones(0..<60), named: "First")
            let second = try await skipped(lookups, phones(0..<60), named: "Second")
            let total = try await lookups.database.rows(CountImportNumbers(importID: nil, provider: .twilio))
            #expect(total.map(\.needed) == [60, 60, 60] && total.last?.phoneCells == 120)
            let answers = await withTaskGroup(of: Int64?.self, returning: [Int64?].self) { group in
                for id in [first, second, first, second] { group.addTask { try? await add(lookups, id) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.compactMap(\.self) == [60, 60] && answers.count == 4)
            let ends = try await lookups.fleet.run(workers: 0, lookupWorkers: 3) {
                [try await lookups.fleet.waitForEnd(of: first).status, try await lookups.fleet.waitForEnd(of: second).status]
            }
            #expect(ends == [.completed, .completed])
            #expect(lookups.ledger.requests == 60 && lookups.ledger.distinctNumbers == 60)
        }
    }

    @Test("an import whose jobs were pruned keeps its counters, and is pruned again after its time") func pruned() async throws {
        try await withLookups { lookups in
            let id = try await lookups.submit(phones(0..<30) + phones(0..<5))
            let before = try await lookups.fleet.run(id, workers: 1, lookupWorkers: 1)
            try await lookups.database.execute(
                """
                UPDATE refinery.runs SET jobs_pruned_at = now();
                DELETE FROM refinery.jobs WHERE seq = 1;
                UPDATE refinery.numbers SET fresh_until = now() - interval '1 day' WHERE e164 < '+14155552010';
                """)
            #expect(try await add(lookups, id) == 10)
            let after = try await lookups.fleet.run(id, workers: 0, lookupWorkers: 1)
            #expect(after.status == .completed)
            #expect([after.stored, after.duplicates, after.rejected] == [before.stored, before.duplicates, before.rejected])
            #expect(after.lookups?.requests == 40 && lookups.ledger.requests == 40)
            #expect(try await lookups.database.number("SELECT count(*) FROM refinery.runs WHERE jobs_pruned_at IS NULL") == 1)
        }
    }

    @Test("records of an import that was cancelled on its way are looked up, and it is cancelled as before") func cancelled() async throws {
        try await withLookups { lookups in
            let id = try await lookups.fleet.submit(LookupFleet.file(phones(0..<60))) { options in
                options.batchSize = 20
                options.rowsPerRun = 40
            }
            #expect(try await lookups.fleet.run(id, workers: 1).status == .paused)
            await #expect(throws: PostgresError.self) { try await add(lookups, id) }
            _ = try await lookups.database.first(CancelRun(id))
            #expect(try await add(lookups, id) == 40)
            let progress = try await lookups.fleet.run(id, workers: 0, lookupWorkers: 1)
            #expect(progress.status == .cancelled && progress.statusReason == "operator" && progress.stored == 40)
            #expect(lookups.ledger.requests == 40)
        }
    }

    @Test("cancelled, they leave a whole import completed as it was; looked up again nothing counts twice") func cancelledLookups()
        async throws
    {
        try await withLookups { lookups in
            let id = try await skipped(lookups, phones(0..<50))
            #expect(try await add(lookups, id) == 50)
            #expect(try await lookups.database.first(CancelRun(id)) == .completed)
            let progress = try await lookups.database.progress(of: id)
            #expect(progress.status == .completed && progress.stored == 50 && progress.lookups?.numbers == 0)
            #expect(try await add(lookups, id) == 50)
            let ended = try await lookups.fleet.run(id, workers: 0, lookupWorkers: 1)
            #expect(ended.status == .completed && ended.lookups?.numbers == 50 && ended.lookups?.done == 50)
            #expect(lookups.ledger.requests == 50)
        }
    }

    @Test("are refused where the import's limit of money is reached, and a new limit takes its place") func limit() async throws {
        try await withLookups { lookups in
            let id = try await skipped(lookups, phones(0..<10))
            _ = try await lookups.database.rows(SetSpendingLimit(importID: id, limit: Money(micros: 100)))
            let error = await #expect(throws: PostgresError.self) { try await add(lookups, id) }
            #expect(error?.sqlState?.rawValue == "55000")
            _ = try await lookups.database.rows(SetSpendingLimit(importID: id, limit: nil))
            #expect(try await add(lookups, id) == 10)
        }
    }

    @Test("many rejects do not pause an import that only looks up its records") func rejects() async throws {
        try await withLookups { lookups in
            let bad = (0..<40).map { _ in ",,\n" }.joined()
            let id = try await lookups.fleet.submit(LookupFleet.file(phones(0..<10)) + bad)
            #expect(try await lookups.fleet.run(id, workers: 1).status == .completed)
            try await lookups.database.execute("UPDATE refinery.imports SET options = options || '{\"reject_rate_max\": 0.1}'")
            var fleet = lookups.fleet
            fleet.settings.rejectRateRowsMin = 1
            #expect(try await add(lookups, id) == 10)
            #expect(try await fleet.run(id, workers: 0, lookupWorkers: 1).status == .completed)
        }
    }
}
