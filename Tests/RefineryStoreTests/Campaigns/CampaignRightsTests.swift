import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Rights of roles to campaigns and personas", .timeLimit(.minutes(10))) struct CampaignRightsTests {
    private static let block = "(SELECT b.id FROM refinery.campaign_blocks b WHERE b.status = 'open' ORDER BY b.name LIMIT 1)"
    private static let persona =
        "(SELECT c.persona_id FROM refinery.campaign_block_contacts c WHERE c.is_open ORDER BY c.phone_e164 LIMIT 1)"

    /// What the fleet, the commands and the HTTP interface do.
    private static let acts = [
        #"refinery.preview_campaign_blocks('{"by": ["state"], "max": 2}')"#,
        #"refinery.generate_campaign_blocks('{"by": ["state"], "max": 2}')"#,
        "refinery.check_suppressions(ARRAY['+15125550001'])", "refinery.opt_out(number => '+15125550001')",
        "refinery.opt_out(company => 'Firm 2')",
        "refinery.opt_out(domain => 'firm3.example')", "refinery.add_suppression('customer', 'email', 'ann@firm4.example')",
        "refinery.remove_suppression('customer', 'email', 'ann@firm4.example')", "refinery.record_call_result(\(persona), 'wrong_number')",
        "refinery.record_call_result(\(persona), 'do_not_call')", "refinery.scrub_campaign_block(\(block))",
        "refinery_internal.refresh_changed_contacts()", "refinery.cancel_campaign_block(\(block))",
    ]

    private func fill(_ database: TestDatabase) async throws {
        try await database.fillPersonas(12)
        // One that went into another, whose contacts come home.
        try await database.execute(
            """
            SELECT refinery.generate_campaign_blocks(
                jsonb_build_object('by', '["state"]'::jsonb, 'where', jsonb_build_object('persona', md5('p11')::uuid)));
            INSERT INTO refinery.persona_moves (from_id, to_id) VALUES (md5('p11')::uuid, md5('p12')::uuid);
            DELETE FROM refinery.personas WHERE id = md5('p11')::uuid;
            """)
    }

    @Test(
        "the fleet and the HTTP interface make blocks, keep opt-outs and results, and bring contacts home",
        arguments: ["refinery_worker", "refinery_web"])
    func acts(role: String) async throws {
        try await withDatabase { database in
            try await fill(database)
            let restricted = try await database.restricted(to: role)
            for act in Self.acts {
                do { try await restricted.execute("SELECT \(act)") } catch { Issue.record("\(role): \(act): \(error)") }
            }
            #expect(
                try await database.number("SELECT count(*) FROM refinery.campaign_block_contacts WHERE persona_id = md5('p11')::uuid") == 0)
            await restricted.close()
        }
    }

    @Test(
        "the HTTP interface writes no persona, company, answer of a provider or destination",
        arguments: [
            "UPDATE refinery.personas SET first_name = 'x'", "DELETE FROM refinery.personas", "UPDATE refinery.companies SET name = 'x'",
            "INSERT INTO refinery.persona_emails (persona_id, email) VALUES (gen_random_uuid(), 'x')",
            "UPDATE refinery.persona_phones SET e164 = 'x'",
            "DELETE FROM refinery.persona_phones", "UPDATE refinery.links SET state = 'refused'",
            "UPDATE refinery.enrichments SET cost_micros = 0",
            "DELETE FROM refinery.persona_enrichments",
            "INSERT INTO refinery.campaign_destinations (name, kind, settings) VALUES ('x', 'webhook', '{}')",
            "UPDATE refinery.registered_numbers SET numbers = numbers", "DELETE FROM refinery.registry_areas",
            "DELETE FROM refinery.campaign_blocks",
        ]) func web(statement: String) async throws
    {
        try await refused(statement, as: "refinery_web")
    }

    @Test(
        "the fleet erases no block, import of a list, rule or link",
        arguments: [
            "DELETE FROM refinery.campaign_blocks", "DELETE FROM refinery.suppression_imports", "DELETE FROM refinery.campaign_rules",
            "DELETE FROM refinery.links",
            "DELETE FROM refinery.persona_records", "TRUNCATE refinery.campaign_pushes", "DELETE FROM refinery.enrich_runs",
        ]) func worker(statement: String) async throws
    {
        try await refused(statement, as: "refinery_worker")
    }

    @Test(
        "who only looks at counters sees no table of campaigns, personas, lists or answers",
        arguments: ["refinery_reader", "refinery_scaler"])
    func reader(role: String) async throws {
        try await withDatabase { database in
            let seen = try await database.select(
                """
                SELECT c.relname
                  FROM pg_class c
                 WHERE c.relnamespace = 'refinery'::regnamespace AND c.relkind IN ('r', 'v', 'p')
                   AND c.relname ~ '(campaign|persona|compan|call_|suppress|regist|enrich|push|social|link|block|contact|decision|destination)'
                   AND (has_table_privilege('\(role)', c.oid, 'SELECT,INSERT,UPDATE,DELETE') OR has_any_column_privilege('\(role)', c.oid, 'SELECT,INSERT,UPDATE'))
                """)
            #expect(seen == [])
        }
    }

    private func refused(_ statement: String, as role: String) async throws {
        try await withDatabase { database in
            let restricted = try await database.restricted(to: role)
            let error = await #expect(throws: PostgresError.self) { try await restricted.execute(statement) }
            #expect(error?.sqlState == .insufficientPrivilege, "\(String(describing: error))")
            await restricted.close()
        }
    }
}
