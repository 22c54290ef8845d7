import Foundation
import Postgres
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

/// Two persons of two firms, of whom a person says that they are one.
private struct Pair {
    let database: TestDatabase
    /// The older one stays when both are put together.
    let stays: UUID
    let goes: UUID

    static let header = "Business Name,Contact Name,Title,Email,Phone,Website\n"
    static let numbers = ["+15125550142", "+15125550177"]
    static let rows = [
        "Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,whitlockroofing.com\n",
        "Okafor Dental,Tom Okafor,Dentist,tom@okafordental.com,(512) 555-0177,okafordental.com\n",
    ]

    init(_ database: TestDatabase) async throws {
        self.database = database
        _ = try await database.linked(Self.header + Self.rows.joined())
        let ids = try await database.select("SELECT persona_id FROM refinery.persona_records ORDER BY record_id").compactMap {
            $0[0].flatMap { UUID(uuidString: $0) }
        }
        (stays, goes) = (ids[0], ids[1])
    }

    var operations: Operations { get throws { Operations(database: database.database, sources: try database.sources()) } }

    /// Puts them together. Returns the pair by which that is undone.
    func merge() async throws -> LinkName {
        let correction = try await operations.merge(.persona, [stays, goes], by: "test")
        #expect(correction.groups.map(\.id) == [stays])
        let link = try #require(correction.links.first)
        return LinkName(.persona, link.record, link.other)
    }

    func undo(_ name: LinkName) async throws { _ = try await operations.decide(name, is: .refused, by: "test") }

    func generate(_ criteria: String) async throws -> Int {
        try await database.number("SELECT count(*) FROM refinery.generate_campaign_blocks('\(criteria)')")
    }

    /// As a run of a push leaves it.
    func note(_ persona: UUID, _ status: String) async throws {
        try await database.execute(
            """
            INSERT INTO refinery.campaign_destinations (name, kind, settings) VALUES ('dialer', 'webhook', '{}') ON CONFLICT DO NOTHING;
            INSERT INTO refinery.campaign_pushes (block_id, destination, persona_id, run_id, place, message_id, status, sends)
            SELECT c.block_id, 'dialer', c.persona_id, gen_random_uuid(), 1, gen_random_uuid(), '\(status)', 1
              FROM refinery.campaign_block_contacts c WHERE c.persona_id = '\(persona)'
            """)
    }

    func refresh() async throws { _ = try await database.number("SELECT refinery_internal.refresh_changed_contacts()") }

    /// What blocks, results and the ledger say, with the names of the two for their ids.
    func state() async throws -> [[String?]] {
        try await database.select(
            """
            SELECT x.what, CASE x.persona_id WHEN '\(stays)' THEN 'stays' WHEN '\(goes)' THEN 'goes' ELSE 'other' END AS persona, x.value, x.state
              FROM (SELECT 'contact' AS what, c.persona_id, c.phone_e164 AS value,
                           c.status || CASE WHEN c.is_open THEN ' open' ELSE '' END || coalesce(' ' || c.reason, '') AS state
                      FROM refinery.campaign_block_contacts c
                    UNION ALL
                    SELECT 'push', p.persona_id, p.destination, p.status FROM refinery.campaign_pushes p
                    UNION ALL
                    SELECT 'result', r.persona_id, r.e164, r.disposition FROM refinery.call_results r) AS x
             ORDER BY 1, 3, 2
            """)
    }
}

@Suite("Personas that are put together", .timeLimit(.minutes(10))) struct MergedPersonaTests {
    @Test("keep what blocks, results and the push ledger know of both, so that nobody is called again; an undo gives it back")
    func merged() async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            #expect(try await pair.generate(#"{"by": ["state"], "max": 1}"#) == 2)
            try await pair.note(pair.goes, "pushed")
            try await database.execute(
                "SELECT refinery.record_call_result('\(pair.goes)', 'no_answer', called_at => '2026-11-01 10:00+00')")
            let before = try await pair.state()
            let merge = try await pair.merge()
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 0, "neither number is free")
            #expect(
                try await pair.state() == [
                    ["contact", "stays", Pair.numbers[0], "released merged"],
                    ["contact", "stays", Pair.numbers[1], "called open no_answer"],
                    ["push", "stays", "dialer", "pushed"], ["result", "stays", Pair.numbers[1], "no_answer"],
                ])
            let block = try #require(
                try await database.text("SELECT block_id FROM refinery.campaign_pushes").flatMap { UUID(uuidString: $0) })
            let rows = try await database.rows(ListPushes(block: block, destination: "dialer", status: nil))
            #expect(rows.map(\.personaID) == [pair.stays] && rows.map(\.externalID) == [pair.goes], "the destination knows the old id")
            try await pair.undo(merge)
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 0)
            #expect(try await pair.state() == before)
            #expect(try await database.rows(ListPushes(block: block, destination: nil, status: nil)).map(\.personaID) == [pair.goes])
        }
    }

    @Test("in one block: who was sent already stays, the other is not sent as well", arguments: ["stays", "goes"])
    func oneBlock(sent: String) async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 1)
            try await pair.note(sent == "stays" ? pair.stays : pair.goes, "pushed")
            let before = try await pair.state()
            let merge = try await pair.merge()
            let block = try #require(try await database.text("SELECT id FROM refinery.campaign_blocks").flatMap { UUID(uuidString: $0) })
            let push = BeginPushRun(
                runID: RunID(), destination: "dialer", blocks: [block], again: [.failed, .refused], contactsPerRequest: 1,
                contactsPerJob: 1, attempts: 1)
            try await pair.refresh()
            #expect(try await database.first(push) == 0)
            #expect(
                try await database.select(
                    "SELECT persona_id, phone_e164 FROM refinery.campaign_block_contacts WHERE is_open")
                    == [[pair.stays.uuidString.lowercased(), Pair.numbers[sent == "stays" ? 0 : 1]]])
            try await pair.undo(merge)
            try await pair.refresh()
            #expect(try await pair.state() == before)
        }
    }

    @Test("a contact that was put down to be sent is not sent when another of the same person was") func pending() async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            #expect(try await pair.generate(#"{"by": ["state"], "max": 1}"#) == 2)
            try await pair.note(pair.stays, "pushed")
            let block = try #require(
                try await database.text("SELECT block_id FROM refinery.campaign_block_contacts WHERE persona_id = '\(pair.goes)'")
                    .flatMap { UUID(uuidString: $0) })
            let push = BeginPushRun(
                runID: RunID(), destination: "dialer", blocks: [block], again: [], contactsPerRequest: 1, contactsPerJob: 1, attempts: 1)
            #expect(try await database.first(push) == 1)
            _ = try await pair.merge()
            let job = try #require(try await database.claim(1, of: .push).first)
            _ = try await database.database.pool.withTransaction {
                try await $0.first(BeginPush(job: job, deduplicates: true, messagesMax: 8))
            }
            #expect(
                try await database.select("SELECT status, reason FROM refinery.campaign_pushes ORDER BY 1")
                    == [["failed", "merged"], ["pushed", nil]])
        }
    }

    @Test("a result that names the id that is gone is one of the person, and an opt-out of that id holds") func lateResult() async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            #expect(try await pair.generate(#"{"by": ["state"], "max": 1}"#) == 2)
            _ = try await pair.merge()
            try await database.execute(
                "SELECT refinery.record_call_result('\(pair.goes)', 'interested', called_at => '2026-11-01 10:00+00')")
            #expect(
                try await database.select("SELECT persona_id, e164 FROM refinery.call_results")
                    == [[pair.stays.uuidString.lowercased(), Pair.numbers[1]]])
            // The one that is open, and the one that waits for an undo.
            #expect(try await database.number("SELECT count(*) FROM refinery.campaign_block_contacts WHERE status = 'done'") == 2)
            try await database.execute("SELECT refinery.add_suppression('opt_out', 'persona', '\(pair.goes)')")
            #expect(try await database.select("SELECT veto FROM refinery.campaign_contacts") == [["opted_out"]])
        }
    }

    @Test("a result of one of two contacts of one block is of the number that was called, also after an undo") func lateResultOfOneBlock()
        async throws
    {
        try await withDatabase { database in
            let pair = try await Pair(database)
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 1)
            let merge = try await pair.merge()
            try await database.execute(
                "SELECT refinery.record_call_result('\(pair.goes)', 'do_not_call', called_at => '2026-11-01 10:00+00')")
            #expect(
                try await database.select("SELECT persona_id, e164 FROM refinery.call_results")
                    == [[pair.stays.uuidString.lowercased(), Pair.numbers[1]]])
            #expect(
                try await database.select("SELECT value FROM refinery.suppression_entries WHERE kind = 'number'") == [[Pair.numbers[1]]])
            #expect(try await database.number("SELECT count(*) FROM refinery.campaign_block_contacts WHERE is_open") == 0)
            try await pair.undo(merge)
            try await pair.refresh()
            #expect(
                try await database.select("SELECT phone_e164, veto FROM refinery.campaign_contacts ORDER BY 1")[1]
                    == [Pair.numbers[1], "opted_out"])
            #expect(
                try await database.number(
                    "SELECT count(*) FROM refinery.campaign_block_contacts WHERE phone_e164 = '\(Pair.numbers[1])' AND is_open AND status = 'ready'"
                )
                    == 0)
        }
    }

    @Test("who was forbidden before stays so after") func optedOut() async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            try await database.execute("SELECT refinery.add_suppression('opt_out', 'persona', '\(pair.goes)')")
            let merge = try await pair.merge()
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 0)
            try await pair.undo(merge)
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 1)
            #expect(try await database.text("SELECT phone_e164 FROM refinery.campaign_block_contacts") == Pair.numbers[0])
        }
    }

    @Test("a contact goes with the record whose number it is, when that becomes another person's") func split() async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            let merge = try await pair.merge()
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 1)
            let number = try #require(try await database.text("SELECT phone_e164 FROM refinery.campaign_block_contacts"))
            let isOfStaying = number == Pair.numbers[0]
            try await pair.undo(merge)
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 1, "the other one is free")
            let holders = try await database.select(
                "SELECT persona_id, phone_e164 FROM refinery.campaign_block_contacts WHERE is_open ORDER BY phone_e164")
            let ids = [pair.stays, pair.goes].map { $0.uuidString.lowercased() }
            #expect(holders == [[ids[0], Pair.numbers[0]], [ids[1], Pair.numbers[1]]], "\(isOfStaying)")
        }
    }

    @Test("go as a whole when the person is erased") func erased() async throws {
        try await withDatabase { database in
            let pair = try await Pair(database)
            #expect(try await pair.generate(#"{"by": ["state"]}"#) == 1)
            try await pair.note(pair.goes, "pushed")
            _ = try await pair.merge()
            try await pair.refresh()
            _ = try await database.eraser.erase(try Person(phone: nil, email: "jane@whitlockroofing.com"))
            #expect(try await pair.state() == [])
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_moves") == 0)
        }
    }

    @Test("every table that refers to a persona is seen to when it goes") func tables() async throws {
        // How each of them follows.
        let followed = [
            // sql/views/persona_moves.sql
            "call_results.persona_id", "call_results.origin_id", "campaign_block_contacts.persona_id", "campaign_block_contacts.origin_id",
            "campaign_pushes.persona_id", "campaign_pushes.origin_id", "persona_moves.from_id", "persona_moves.to_id",
            // Derived again from what the persona has now.
            "campaign_contact_changes.persona_id", "campaign_contacts.persona_id", "persona_emails.persona_id",
            "persona_phones.persona_id", "persona_records.persona_id", "social_profiles.persona_id",
            // sql/queries/enrichment/rehome_enrichments.sql; list_enrich_targets.sql looks for whoever has the records now.
            "persona_enrichments.persona_id", "enrich_targets.persona_id",
        ]
        try await withDatabase { database in
            let columns = try await database.select(
                """
                SELECT c.relname || '.' || a.attname
                  FROM pg_class c
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype
                 WHERE c.relnamespace = 'refinery'::regnamespace AND c.relkind IN ('r', 'p')
                   AND (a.attname LIKE '%persona%' OR a.attname = 'origin_id' OR c.relname = 'persona_moves')
                """
            ).compactMap { $0[0] }
            #expect(Set(columns).symmetricDifference(followed) == [])
        }
    }
}

@Suite("Personas of whom a person said that they are not one", .timeLimit(.minutes(10))) struct RefusedPairTests {
    /// Who shares a number and a name with the one, an address and a name with the other, and so on: by every rule there is.
    private static let bridges = [
        "Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0177,whitlockroofing.com\n",
        "Whitlock Roofing LLC,Jane Whitlock,,jane.whitlock@gmail.com,(512) 555-0142,\n",
        ",Jane Whitlock,,jane@whitlockroofing.com,(512) 555-0177,\n",
        "Whitlock Roofing LLC,\"Whitlock, Jane\",Owner,jane.whitlock@gmail.com,(512) 555-0177,whitlockroofing.com\n",
    ]
    private static let one = "Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,whitlockroofing.com\n"
    private static let other = ",Jane Whitlock,,jane.whitlock@gmail.com,(512) 555-0177,\n"

    @Test("are never one again, by whatever rule, however many records come, and nobody is asked again") func never() async throws {
        try await withDatabase { database in
            _ = try await database.linked(Pair.header + Self.one)
            _ = try await database.linked(Pair.header + Self.other)
            let records = try await database.select("SELECT id FROM refinery.records ORDER BY id").compactMap {
                $0[0].flatMap { Int64($0) }
            }
            let operations = Operations(database: database.database, sources: try database.sources())
            let ids = try await database.select("SELECT id FROM refinery.personas").compactMap { $0[0].flatMap { UUID(uuidString: $0) } }
            #expect(ids.count == 2)
            let merge = try await operations.merge(.persona, ids, by: "test")
            let pair = try #require(merge.links.first)
            _ = try await operations.decide(LinkName(.persona, pair.record, pair.other), is: .refused, by: "test")
            for bridge in Self.bridges {
                _ = try await database.linked(Pair.header + bridge)
                let owners = try await database.select(
                    "SELECT DISTINCT persona_id FROM refinery.persona_records WHERE record_id IN (\(records[0]), \(records[1]))")
                #expect(owners.count == 2, "\(bridge)")
                let asked = try await database.number(
                    "SELECT count(*) FROM refinery.links WHERE kind = 'persona' AND state = 'candidate' AND NOT refinery_internal.is_refused(kind, record_id, other_id)"
                )
                #expect(asked == 0, "\(bridge)")
            }
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("stay apart when the records go of which it was said") func undone() async throws {
        try await withDatabase { database in
            let first = try await database.linked(Pair.header + Self.one)
            _ = try await database.linked(Pair.header + "Whitlock Roofing,Jane Whitlock,,jane@whitlockroofing.com,,whitlockroofing.com\n")
            _ = try await database.linked(Pair.header + Self.other)
            let operations = Operations(database: database.database, sources: try database.sources())
            let ids = try await database.select("SELECT id FROM refinery.personas").compactMap { $0[0].flatMap { UUID(uuidString: $0) } }
            #expect(ids.count == 2)
            let merge = try await operations.merge(.persona, ids, by: "test")
            let pair = try #require(merge.links.first)
            _ = try await operations.decide(LinkName(.persona, pair.record, pair.other), is: .refused, by: "test")
            _ = try await Undoer(database: database.database, sources: try database.sources()).undo(first)
            #expect(try await database.number("SELECT count(*) FROM refinery.links WHERE state = 'refused' AND decided_by = 'test'") == 1)
            _ = try await database.linked(Pair.header + Self.bridges[3])
            #expect(try await database.number("SELECT count(*) FROM refinery.personas WHERE NOT generic_contact") == 2)
            #expect(try await database.linkContradictions() == [])
        }
    }
}
