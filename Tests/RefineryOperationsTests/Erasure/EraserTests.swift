import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryOperations

@Suite("Eraser", .timeLimit(.minutes(2))) struct EraserTests {
    private static let csv = """
        business_name,contact_name,business_email,business_phone,notes
        Acme,Ann Smith,ann@example.com,(415) 555-2671,
        Acme,Ann Smith,ann@example.com,(415) 555-2671,
        Bolt,Bob Jones,bob@example.com,(415) 555-2672,
        Cord,Cid Moore,cid@example.com,(415) 555-2673,ask ann@example.com first
        ,Ann Smith,ann@example.com,(415) 555-2671,
        ,Dan Brown,dan@example.com,(415) 555-2675,

        """

    private func refined(_ database: TestDatabase) async throws -> ImportID {
        let fleet = try TestFleet(database)
        let id = try await fleet.submit(Self.csv)
        let progress = try await fleet.run(id, workers: 1)
        #expect([progress.stored, progress.duplicates, progress.rejected] == [3, 1, 2])
        return id
    }

    /// Everything the database holds, as text.
    private func everything(_ database: TestDatabase) async throws -> String {
        var text = ""
        for table in ["records", "fingerprints", "rejects", "duplicates", "events", "jobs", "imports"] {
            text += try await database.text("SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM refinery.\(table) AS t") ?? ""
        }
        return text
    }

    @Test("removes a person everywhere but in the raw source, and leaves an event that names nobody") func everywhere() async throws {
        try await withDatabase { database in
            let id = try await refined(database)
            let before = try await database.progress(of: id)
            let outcome = try await Eraser(database: database.database).erase(try Person(phone: "+14155552671", email: "ann@example.com"))
            #expect(outcome.counts.records == 2)
            #expect(outcome.counts.fingerprints == 2)
            #expect(outcome.counts.duplicates == 1)
            #expect(outcome.counts.rejects == 1)
            #expect(outcome.keptSources.map(\.importID) == [id])
            let left = try await everything(database)
            for trace in ["ann@example.com", "5552671", "Ann Smith", "555-2671"] { #expect(!left.contains(trace), "\(trace)") }
            for other in ["bob@example.com", "dan@example.com"] { #expect(left.contains(other), "\(other)") }
            #expect(try await database.progress(of: id) == before)
            #expect(try await database.contradictions().isEmpty)
            let event = try await database.select("SELECT run_id, data FROM refinery.events WHERE kind = 'person_erased'")
            #expect(event.count == 1 && event[0][0] == nil)
        }
    }

    @Test("a rehearsal counts the same and changes nothing") func rehearsal() async throws {
        try await withDatabase { database in
            _ = try await refined(database)
            let before = try await everything(database)
            let person = try Person(phone: nil, email: "ANN@example.com")
            let rehearsed = try await Eraser(database: database.database).erase(person, deletesSources: true, isRehearsal: true)
            #expect(try await everything(database) == before)
            #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 1)
            let done = try await Eraser(database: database.database).erase(person, deletesSources: true)
            #expect(rehearsed.counts.records == done.counts.records && rehearsed.counts.rejects == done.counts.rejects)
            #expect(rehearsed.deletedSources == done.deletedSources)
        }
    }

    @Test("deletes the sources that hold the person when asked to") func sources() async throws {
        try await withDatabase { database in
            let id = try await refined(database)
            let outcome = try await Eraser(database: database.database)
                .erase(try Person(phone: "415-555-2671", email: nil), deletesSources: true)
            #expect(outcome.deletedSources.map(\.importID) == [id])
            #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 0)
            #expect(try await database.text("SELECT source_deleted_at::text FROM refinery.imports") != nil)
        }
    }

    @Test("refuses to delete the source of an import that still runs, and erases nothing then") func underWay() async throws {
        try await withDatabase { database in
            let id = try await refined(database)
            try await database.execute("UPDATE refinery.runs SET status = 'paused' WHERE id = '\(id)'")
            let person = try Person(phone: "415-555-2671", email: nil)
            await #expect(throws: EraserError.underWay(id)) {
                try await Eraser(database: database.database).erase(person, deletesSources: true)
            }
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 3)
        }
    }

    @Test("somebody who is not there leaves everything as it is") func nobody() async throws {
        try await withDatabase { database in
            _ = try await refined(database)
            let outcome = try await Eraser(database: database.database).erase(try Person(phone: nil, email: "nn@example.com"))
            #expect(outcome.counts.records == 0 && outcome.counts.rejects == 0 && outcome.keptSources.isEmpty)
        }
    }
}
