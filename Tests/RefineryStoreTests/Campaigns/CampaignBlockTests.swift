import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Campaign blocks", .timeLimit(.minutes(10))) struct CampaignBlockTests {
    @Test("are cut evenly, named for people, and each contact has its window") func cut() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(9)
            let blocks = try await database.select(
                "SELECT name, contacts FROM refinery.generate_campaign_blocks('{\"max\": 5}') ORDER BY 1")
            #expect(
                blocks == [
                    ["Construction Special Trade Contractors – TX – Medium Revenue (1 of 2)", "5"],
                    ["Construction Special Trade Contractors – TX – Medium Revenue (2 of 2)", "4"],
                ])
            let windows = try await database.select(
                "SELECT DISTINCT timezone, call_from_local, call_until_local, sunday_from_local, registry FROM refinery.campaign_block_contacts"
            )
            #expect(windows == [["America/Chicago", "09:00:00", "21:00:00", "12:00:00", "not_checked"]])
        }
    }

    @Test("thousands of small blocks of one segment are made at once, and a few entries of the audit log tell of them") func many()
        async throws
    {
        try await withDatabase { database in
            try await database.fillPersonas(2500)
            let blocks = try await database.select(
                #"SELECT count(DISTINCT b.block_id), min(b.contacts), max(b.contacts) FROM refinery.generate_campaign_blocks('{"by": ["state"], "max": 1}') AS b"#
            )
            #expect(blocks == [["2500", "1", "1"]])
            #expect(
                try await database.number("SELECT count(DISTINCT block_id) FROM refinery.campaign_block_contacts WHERE is_open") == 2500)
            let told = try await database.select(
                "SELECT operation, jsonb_array_length(metadata -> 'blocks') FROM refinery.audit_log WHERE operation LIKE 'block%' ORDER BY 2 DESC"
            )
            #expect(told == [["blocks_created", "1000"], ["blocks_created", "1000"], ["blocks_created", "500"]])
        }
    }

    @Test("a do-not-call of a number that nobody knows is heeded, though it is no result of anybody") func stranger() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(2)
            let outcome = try await database.select(
                """
                SELECT s.stored, s.refusals::text FROM refinery_internal.store_call_results(
                    ARRAY[NULL, NULL, NULL], ARRAY['(512) 555-0199', '512', '+15125550001'], ARRAY['', '', ''], ARRAY['do_not_call', 'do_not_call', 'do_not_call'],
                    ARRAY['', '', ''], ARRAY['', '', '']) AS s
                """)
            #expect(outcome == [["1", #"{"unknown contact","unknown contact"}"#]])
            let listed = try await database.select(
                "SELECT status FROM refinery.check_suppressions(ARRAY['+15125550199', '+15125550001', '+15125550002'])")
            #expect(listed == [["listed"], ["listed"], ["not_checked"]])
        }
    }

    @Test("two generators at once never share a contact") func rivals() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(60)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await database.first(MakeCampaignBlocks(criteria: "{\"max\": 10}")) } }
                try await group.waitForAll()
            }
            #expect(try await database.number("SELECT count(*) FROM refinery.campaign_block_contacts") == 60)
            #expect(
                try await database.number("SELECT count(DISTINCT persona_id) FROM refinery.campaign_block_contacts WHERE is_open") == 60)
        }
    }

    @Test("criteria that match nothing make nothing, and such as are not known are refused by name") func nothing() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            #expect(try await database.number("SELECT count(*) FROM refinery.generate_campaign_blocks('{\"state\": \"CA\"}')") == 0)
            await #expect(throws: PostgresError.self) { try await database.first(PreviewCampaignBlocks(criteria: #"{"colour": "red"}"#)) }
            #expect(try await database.number("SELECT count(*) FROM refinery.campaign_blocks") == 0)
        }
    }

    @Test(
        "criteria of a wrong type, out of range, or that could mean everybody are refused in words",
        arguments: [
            #"[]"#, #"{"where": []}"#, #"{"max": 1.5}"#, #"{"min": 0.5}"#, #"{"per_company": 1.5}"#, #"{"rest_days": 0.5}"#,
            #"{"import": "%"}"#,
            #"{"import": "zzz"}"#, #"{"zip": "%"}"#, #"{"zip": "\\"}"#, #"{"near": {"zip": "78701abc"}}"#, #"{"by": "state,state"}"#,
            #"{"name": "a\nb"}"#, #"{"name": "a\u202eb"}"#, #"{"name": 5}"#, #"{"employees": {"min": 9, "max": 5}}"#,
            #"{"decision_maker": "yes"}"#, #"{"state": null}"#, #"{"where": {"state": null}}"#, #"{"state": "TX", "zip": null}"#,
        ]) func refused(criteria: String) async throws
    {
        try await withDatabase { database in
            let refusal = await #expect(throws: PostgresError.self) { try await database.first(PreviewCampaignBlocks(criteria: criteria)) }
            guard case .server(let error) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            #expect(error.sqlState == SQLState(rawValue: "22023"), "\(error)")
        }
    }

    @Test(
        "criteria that are true or false choose",
        arguments: [
            (#"{"decision_maker": true}"#, 3), (#"{"decision_maker": false}"#, 0), (#"{"generic": false}"#, 3), (#"{"generic": true}"#, 0),
            // A setting that is null has its default.
            (#"{"max": null, "per_company": null}"#, 3),
        ]) func flags(criteria: String, contacts: Int) async throws
    {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            #expect(try await database.number("SELECT refinery.preview_campaign_blocks('\(criteria)') ->> 'matched'") == contacts)
        }
    }

    @Test("a preview of other bands than those that are in force is refused") func bands() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            let before = try await database.number("SELECT (refinery.preview_campaign_blocks('{}') ->> 'bands_version')::int")
            try await database.execute(
                #"SELECT refinery.set_campaign_bands('revenue', '[{"code": "any", "label": "Any Revenue", "low": 0}]')"#)
            await #expect(throws: PostgresError.self) {
                try await database.first(MakeCampaignBlocks(criteria: "{\"bands_version\": \(before)}"))
            }
            #expect(
                try await database.text("SELECT name FROM refinery.generate_campaign_blocks('{}')")
                    == "Construction Special Trade Contractors – TX – Any Revenue")
        }
    }

    @Test("a domain that said no blocks what stands below it, at any depth") func below() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            try await database.execute(
                "UPDATE refinery.persona_emails SET email = 'ann@eu.mail.firm1.example' WHERE email = 'ann@firm1.example'")
            _ = try await database.first(MakeCampaignBlocks(criteria: "{}"))
            #expect(try await database.number("SELECT refinery.opt_out(domain => 'mail.firm1.example')") == 1)
            #expect(
                try await database.text("SELECT refinery.preview_campaign_blocks('{}') -> 'excluded'")
                    == #"{"opted_out": 1, "in_open_block": 2}"#)
        }
    }

    @Test(
        "whoever said no is understood however it is written",
        arguments: [
            ("number", "001 512 555 0001", "+15125550001"), ("number", "5125550001 ext 5", "+15125550001"),
            ("number", "(512) 555-0001 x12", "+15125550001"),
            ("number", "tel:5125550001", "+15125550001"), ("number", "+(1) 512 555 0001", "+15125550001"),
            ("number", "５１２５５５０００１", "+15125550001"),
            ("number", "011 44 20 7946 0958", "+442079460958"), ("number", "5551234", nil), ("number", "512-CALL-NOW", nil),
            ("email", "Ann Lee <Ann@Firm.EXAMPLE>", "ann@firm.example"), ("email", "mailto:ann@firm.example", "ann@firm.example"),
            ("email", "ann@firm.example;bob@firm.example", nil), ("email", "ann@MÜNCHEN.example", "ann@münchen.example"),
            ("domain", "https://WWW.Firm.Example/path?x", "firm.example"), ("domain", "firm.example.", "firm.example"),
            ("domain", "*.firm.example", "firm.example"), ("domain", "MÜNCHEN.example", "münchen.example"), ("domain", "localhost", nil),
        ]) func written(kind: String, value: String, kept: String?) async throws
    {
        try await withDatabase { database in
            let found = try await database.text("SELECT refinery_internal.suppression_value('\(kind)', '\(value)')")
            #expect(found == kept)
        }
    }

    @Test("who opts out leaves open blocks at once, whether by number, e-mail, company or domain") func optOut() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(9)
            _ = try await database.first(MakeCampaignBlocks(criteria: "{}"))
            for call in [
                "number => '(512) 555-0001'", "email => 'Ann@firm2.example'", "company => 'firm 3, L.L.C.'",
                "domain => 'www.firm4.example'",
            ] {
                #expect(try await database.number("SELECT refinery.opt_out(\(call))") == 1, "\(call)")
            }
            #expect(
                try await database.number(
                    "SELECT count(*) FROM refinery.campaign_block_contacts WHERE status = 'suppressed' AND NOT is_open") == 4)
            #expect(try await database.number("SELECT count(*) FROM refinery.callable_contacts") == 5)
        }
    }

    @Test("cancelling frees the contacts; an expired block holds none until it is scrubbed, and then who is still free") func lifetimes()
        async throws
    {
        try await withDatabase { database in
            try await database.fillPersonas(4)
            _ = try await database.first(MakeCampaignBlocks(criteria: "{}"))
            #expect(try await database.number("SELECT refinery.cancel_campaign_block((SELECT id FROM refinery.campaign_blocks))") == 4)
            _ = try await database.first(MakeCampaignBlocks(criteria: "{}"))
            let block = "(SELECT id FROM refinery.campaign_blocks WHERE status <> 'cancelled' ORDER BY created_at LIMIT 1)"
            try await database.execute("UPDATE refinery.campaign_blocks SET valid_until = now() - interval '1 s' WHERE status = 'open'")
            #expect(try await database.text("SELECT status FROM refinery.campaign_block_summary WHERE id = \(block)") == "expired")
            try await database.execute("SELECT refinery.opt_out(number => '+15125550001')")
            #expect(try await database.select("SELECT contacts, withdrawn FROM refinery.scrub_campaign_block(\(block))") == [["3", "0"]])
        }
    }

    @Test("a result is heeded: a wrong number is not called again, who said no never, and a file that comes twice counts once")
    func results() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            _ = try await database.first(MakeCampaignBlocks(criteria: "{}"))
            let results = zip(["do_not_call", "wrong_number", "sale"], 1...).map { disposition, n in
                var result = CallResult()
                (result.phone, result.disposition, result.calledAt) = ("512555000\(n)", disposition, "2026-11-20T12:00:00Z")
                return result
            }
            #expect(try await database.first(StoreCallResults(results))?.stored == 3)
            #expect(try await database.first(StoreCallResults(results))?.stored == 0)
            #expect(try await database.text("SELECT status FROM refinery.campaign_blocks") == "completed")
            #expect(try await database.number("SELECT count(*) FROM refinery.suppressions WHERE list = 'opt_out'") == 2)
            #expect(try await database.number("SELECT count(*) FROM refinery.callable_contacts") == 1)
        }
    }
}
