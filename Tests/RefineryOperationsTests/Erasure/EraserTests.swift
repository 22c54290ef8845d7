import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryOperations

@Suite("Eraser", .timeLimit(.minutes(10))) struct EraserTests {
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
            let outcome = try await database.eraser.erase(try Person(phone: "+14155552671", email: "ann@example.com"))
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

    @Test("tells of imports whose rows are still to come") func unrefined() async throws {
        try await withDatabase { database in
            let id = try await refined(database)
            let person = try Person(phone: "+14155552671", email: nil)
            #expect(try await database.eraser.erase(person, isRehearsal: true).unrefinedImports.isEmpty)
            let next = try await TestFleet(database).submit("business_name,business_phone\nAcme,(415) 555-2671\n")
            #expect(try await database.eraser.erase(person).unrefinedImports == [next])
            #expect(id != next)
        }
    }

    @Test("what providers said of a person goes with it, but not what they said of others too") func answers() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO refinery.personas (id, first_name, last_name, records)
                SELECT md5(n)::uuid, 'Dana', n, 1 FROM unnest(ARRAY['Okafor', 'Whitlock']) AS n;
                INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
                VALUES (md5('Okafor')::uuid, 'dana@example.com', 'work', 1, 1, now(), now());
                INSERT INTO refinery.enrichments (provider, product, question, state, answer, fresh_until)
                SELECT 'apollo', 'apollo_match', decode(md5(n::text), 'hex'), 'missed', '{"said": "Okafor"}', now() FROM generate_series(1, 3) AS n;
                INSERT INTO refinery.persona_enrichments (persona_id, enrichment_id, record_id, run_id)
                SELECT md5('Okafor')::uuid, e.id, 1, gen_random_uuid() FROM refinery.enrichments e WHERE e.id <= 2
                UNION ALL SELECT md5('Whitlock')::uuid, e.id, 2, gen_random_uuid() FROM refinery.enrichments e WHERE e.id >= 2;
                """)
            let outcome = try await database.eraser.erase(try Person(phone: nil, email: "dana@example.com"))
            #expect(outcome.counts.personas == 1)
            #expect(try await database.select("SELECT id FROM refinery.enrichments ORDER BY id") == [["2"], ["3"]])
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_enrichments WHERE record_id = 1") == 0)
        }
    }

    @Test("a persona goes from blocks and results of calls in the same transaction, and all of it stays where that dies") func blocks()
        async throws
    {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO refinery.personas (id, first_name, records) VALUES (md5('p')::uuid, 'Ann', 1);
                INSERT INTO refinery.campaign_contacts (persona_id, phone_e164, is_exempt, seniority_rank, decision_maker, generic, score)
                VALUES (md5('p')::uuid, '+15125550001', false, 1, true, false, 1);
                INSERT INTO refinery.campaign_blocks (id, name, criteria, segment, contacts, scrubbed_at, valid_until, bands_version)
                VALUES (md5('b')::uuid, 'Block', '{}', '{}', 1, now(), now() + interval '1 day', 1);
                INSERT INTO refinery.campaign_block_contacts (block_id, persona_id, position, phone_e164, phone_type, registry, timezone, call_from_local, call_until_local, window_rule)
                VALUES (md5('b')::uuid, md5('p')::uuid, 1, '+15125550001', 'mobile', 'clean', 'America/Chicago', '09:00', '20:00', 'US');
                INSERT INTO refinery.call_results (persona_id, e164, disposition, called_at) VALUES (md5('p')::uuid, '+15125550001', 'busy', now());
                """)
            let left = """
                SELECT (SELECT count(*) FROM refinery.campaign_block_contacts) || ' ' || (SELECT count(*) FROM refinery.call_results) || ' '
                       || (SELECT count(*) FROM refinery.campaign_contacts WHERE phone_e164 IS NOT NULL)
                """
            let person = try Person(phone: "(512) 555-0001", email: nil)
            let dying = try await database.connect()
            try await dying.executeScript("BEGIN; SELECT refinery_internal.erase_contacts('{}', '+15125550001')")
            #expect(try await database.text(left) == "1 1 1")
            await dying.close()
            #expect(try await database.text(left) == "1 1 1")
            _ = try await database.eraser.erase(person)
            #expect(try await database.text(left) == "0 0 0")
        }
    }

    @Test("a rehearsal counts the same and changes nothing") func rehearsal() async throws {
        try await withDatabase { database in
            _ = try await refined(database)
            let before = try await everything(database)
            let person = try Person(phone: nil, email: "ANN@example.com")
            let rehearsed = try await database.eraser.erase(person, deletesSources: true, isRehearsal: true)
            #expect(try await everything(database) == before)
            #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 1)
            let done = try await database.eraser.erase(person, deletesSources: true)
            #expect(rehearsed.counts.records == done.counts.records && rehearsed.counts.rejects == done.counts.rejects)
            #expect(rehearsed.deletedSources == done.deletedSources)
        }
    }

    @Test("deletes the sources that hold the person when asked to") func sources() async throws {
        try await withDatabase { database in
            let id = try await refined(database)
            let outcome = try await database.eraser
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
                try await database.eraser.erase(person, deletesSources: true)
            }
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 3)
        }
    }

    @Test("waits for a batch that repeats the person's record and is not stored yet, and takes its row too") func beside() async throws {
        try await withDatabase { database in
            let id = try await refined(database)
            let batch = try await database.connect()
            try await batch.executeScript(
                """
                BEGIN;
                INSERT INTO refinery.fingerprints SELECT fingerprint, record_id FROM refinery.fingerprints ON CONFLICT DO NOTHING;
                INSERT INTO refinery.duplicates SELECT '\(id)', 99, id FROM refinery.records WHERE business_email = 'ann@example.com';
                """)
            let person = try Person(phone: nil, email: "ann@example.com")
            let eraser = try database.eraser
            async let erased = eraser.erase(person)
            let here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
            let waits =
                "SELECT count(*) FROM pg_locks WHERE relation = 'refinery.fingerprints'::regclass AND database = \(here) AND NOT granted"
            let isOver = "SELECT count(*) FROM refinery.events WHERE kind = 'person_erased'"
            while try await database.number(waits) == 0, try await database.number(isOver) == 0 { await Task.yield() }
            try await batch.executeScript("COMMIT")
            await batch.close()
            #expect(try await erased.counts.duplicates == 2)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("somebody who is not there leaves everything as it is") func nobody() async throws {
        try await withDatabase { database in
            _ = try await refined(database)
            let outcome = try await database.eraser.erase(try Person(phone: nil, email: "nn@example.com"))
            #expect(outcome.counts.records == 0 && outcome.counts.rejects == 0 && outcome.keptSources.isEmpty)
        }
    }
}
