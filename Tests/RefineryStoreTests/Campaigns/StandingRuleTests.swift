import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Standing segmentations", .timeLimit(.minutes(10))) struct StandingRuleTests {
    private static let run = "00000000-0000-4000-8000-000000000001"

    /// A run that links, and its end.
    private func link(_ database: TestDatabase) async throws {
        try await database.execute(
            """
            INSERT INTO refinery.runs (id, kind) VALUES ('\(Self.run)', 'link');
            UPDATE refinery.runs SET status = 'completed', finished_at = now() WHERE id = '\(Self.run)';
            """)
    }

    private func apply(_ claimed: ClaimedCampaignRule, _ database: TestDatabase) async throws -> Bool? {
        try await database.database.pool.withTransaction { try await $0.first(ApplyCampaignRule(claimed)) }
    }

    @Test("make their blocks once when an import was linked, however many leaders see it, and an event tells of it") func once()
        async throws
    {
        try await withDatabase { database in
            try await database.fillPersonas(20)
            try await database.execute(
                #"SELECT refinery.set_campaign_rule('Plumbers', '{"by": "state", "max": 5}', true); SELECT refinery.set_campaign_rule('Others', '{}', false)"#
            )
            try await link(database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        while let claimed = try await database.first(ClaimCampaignRule()) { _ = try await apply(claimed, database) }
                    }
                }
                try await group.waitForAll()
            }
            // A run that is retried ends again.
            try await database.execute(
                "UPDATE refinery.runs SET status = 'running'; UPDATE refinery.runs SET status = 'completed' WHERE kind = 'link'")
            #expect(try await database.first(ClaimCampaignRule()) == nil)
            #expect(
                try await database.select("SELECT rule, rule_version, count(*), sum(contacts) FROM refinery.campaign_blocks GROUP BY 1, 2")
                    == [["Plumbers", "1", "4", "20"]])
            #expect(
                try await database.select(
                    "SELECT kind, data ->> 'rule', data ->> 'blocks', data ->> 'contacts', data ->> 'status' FROM refinery.events")
                    == [["campaign_rule_applied", "Plumbers", "4", "20", "completed"]])
            let rules = try await database.rows(ListCampaignRules())
            #expect(rules.map(\.rule.name) == ["Others", "Plumbers"] && rules.map(\.status) == [nil, "done"] && rules[1].contacts == 20)
        }
    }

    @Test("that cannot be applied say why in an event, and leave the run as it is") func refused() async throws {
        try await withDatabase { database in
            try await database.execute(
                #"INSERT INTO refinery.campaign_rules (name, version, criteria, after_import) VALUES ('Red', 1, '{"colour": "red"}', true)"#
            )
            try await link(database)
            let claimed = try #require(try await database.first(ClaimCampaignRule()))
            #expect(try await apply(claimed, database) == true)
            #expect(try await database.first(ClaimCampaignRule()) == nil)
            #expect(
                try await database.select("SELECT kind, data ->> 'error', data ->> 'status' FROM refinery.events")
                    == [["campaign_rule_failed", "There is no criterion “colour”.", "completed"]])
        }
    }

    @Test("whose claim was taken over make nothing; after five claims without an end they have failed") func fenced() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            try await database.execute("SELECT refinery.set_campaign_rule('Plumbers', '{}', true)")
            try await link(database)
            let lost = try #require(try await database.first(ClaimCampaignRule()))
            let newest = try #require(try await database.first(ClaimCampaignRule()))
            #expect(try await apply(lost, database) == false)
            #expect(try await database.number("SELECT count(*) FROM refinery.campaign_blocks") == 0)
            #expect(try await apply(newest, database) == true)
            #expect(try await database.number("SELECT count(*) FROM refinery.campaign_blocks") == 1)

            try await database.execute("UPDATE refinery.campaign_rule_runs SET status = 'pending', attempt = 5")
            #expect(try await database.first(ClaimCampaignRule()) == nil)
            #expect(try await database.text("SELECT status FROM refinery.campaign_rule_runs") == "failed")
        }
    }

    @Test(
        "bands and hours that somebody changes by hand wait for a generation that is under way",
        arguments: [
            "INSERT INTO refinery.campaign_bands (dimension, version, code, label, low) VALUES ('revenue', 99, 'any', 'Any', 0)",
            "UPDATE refinery.call_windows SET weekday_from = '10:00'",
        ]) func waiting(change: String) async throws
    {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            let generator = try await database.connect()
            try await generator.executeScript("BEGIN; SELECT refinery.generate_campaign_blocks('{}')")
            let refusal = await #expect(throws: PostgresError.self) {
                try await database.execute("SET lock_timeout = '50ms'; \(change)")
            }
            #expect("\(String(describing: refusal))".contains("55P03"), "\(String(describing: refusal))")
            try await generator.executeScript("COMMIT")
            await generator.close()
            try await database.execute("SET lock_timeout = 0; \(change)")
        }
    }

    @Test("hours are set from a day on, and a scrub gives them to blocks that are there") func hours() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(2)
            let block = try #require(try await database.text("SELECT block_id FROM refinery.generate_campaign_blocks('{}')"))
            try await database.execute(
                "SELECT refinery.set_call_window('tx', current_date, '10:00-18:30', NULL, 'none', 'a test')")
            #expect(try await database.text("SELECT DISTINCT call_from_local FROM refinery.campaign_block_contacts") == "09:00:00")
            try await database.execute("SELECT refinery.scrub_campaign_block('\(block)')")
            #expect(
                try await database.select(
                    "SELECT DISTINCT call_from_local, call_until_local, sunday_from_local, saturday_from_local FROM refinery.campaign_block_contacts"
                )
                    == [["10:00:00", "18:30:00", nil, "09:00:00"]])
            for wrong in [
                "'tx', current_date - 1, '10:00-18:00'", "'zz', current_date, '10:00-18:00'", "'tx', current_date, '18:00-10:00'",
                "'tx', current_date, 'ten'",
            ] {
                await #expect(throws: PostgresError.self) { try await database.execute("SELECT refinery.set_call_window(\(wrong))") }
            }
        }
    }

    @Test("contacts that are left out as not checked are told by area code") func missing() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(4)
            try await database.execute(
                """
                UPDATE refinery.persona_phones SET e164 = '+1713' || right(e164, 7) WHERE e164 LIKE '%0004';
                INSERT INTO refinery.registry_areas (list, area_code, version, as_of, numbers) VALUES ('national', '713', 1, current_date, 0);
                """)
            let areas = "{\"512\": 3}"
            #expect(try await database.text("SELECT refinery.preview_campaign_blocks('{}') ->> 'not_checked_areas'") == areas)
            #expect(try await database.text("SELECT refinery_internal.make_campaign_blocks('{}') ->> 'not_checked_areas'") == areas)
        }
    }
}
