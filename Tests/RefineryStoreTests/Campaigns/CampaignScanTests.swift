import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Plans of campaign blocks", .timeLimit(.minutes(10))) struct CampaignScanTests {
    /// Runs statements, and fails with the names of the large tables that one of them read from beginning to end.
    private static func refusingScans(_ statements: String) -> String {
        """
        DO $test$
        DECLARE
            before jsonb := (SELECT jsonb_object_agg(relname, seq_scan) FROM pg_stat_xact_user_tables);
            scanned text;
        BEGIN
            \(statements)
            SELECT string_agg(s.relname, ', ' ORDER BY s.relname) INTO scanned
              FROM pg_stat_xact_user_tables s
             WHERE s.seq_scan > coalesce((before ->> s.relname)::bigint, 0)
               AND s.relname ~ '^(usbizdata_|records|persona|companies|campaign_contacts|campaign_block_contacts|registered_numbers)';
            IF scanned IS NOT NULL THEN RAISE EXCEPTION 'read from beginning to end: %', scanned; END IF;
        END
        $test$
        """
    }

    /// Contacts of which few are in California, and the others are in blocks.
    private func fill(_ database: TestDatabase) async throws {
        try await database.fillPersonas(9000)
        while try await database.first(RefreshChangedContacts()) ?? 0 > 0 {}
        try await database.execute(
            """
            UPDATE refinery.campaign_contacts SET state = 'CA' WHERE right(phone_e164, 2) = '00';
            ANALYZE refinery.campaign_contacts;
            SELECT refinery.generate_campaign_blocks('{"state": "TX"}');
            ANALYZE refinery.campaign_block_contacts; ANALYZE refinery.personas; ANALYZE refinery.persona_phones; ANALYZE refinery.persona_emails; ANALYZE refinery.companies;
            """)
    }

    @Test(
        "selective criteria read neither records nor personas from beginning to end",
        arguments: [
            #"{"state": "CA"}"#, #"{"state": ["CA"], "sic": "17"}"#,
            #"{"state": "CA", "has": ["mobile", "email"], "missing": "work_email"}"#,
            #"{"state": "CA", "per_company": 1, "per_number": 1, "rest_days": 30}"#,
        ]) func selective(criteria: String) async throws
    {
        try await withDatabase { database in
            try await fill(database)
            try await database.execute(
                Self.refusingScans(
                    "PERFORM refinery.preview_campaign_blocks('\(criteria)'); PERFORM refinery.generate_campaign_blocks('\(criteria)');"))
        }
    }

    @Test(
        "an opt-out by whatever it names, a result and a merge read no table from beginning to end",
        arguments: [
            "refinery.opt_out(company => 'Firm 77, Inc.')", "refinery.opt_out(domain => 'firm78.example')",
            "refinery.opt_out(number => '+15125550079')",
            "refinery.opt_out(email => 'ann@firm80.example')",
            "refinery.record_call_result((SELECT b.persona_id FROM refinery.campaign_block_contacts b WHERE b.is_open AND b.phone_e164 = '+15125550081'), 'interested')",
            "refinery_internal.rehome_contacts(ARRAY[md5('p5')::uuid])",
        ]) func optOut(statement: String) async throws
    {
        try await withDatabase { database in
            try await fill(database)
            try await database.execute("INSERT INTO refinery.persona_moves (from_id, to_id) VALUES (md5('p5')::uuid, md5('p6')::uuid)")
            try await database.execute(Self.refusingScans("PERFORM \(statement);"))
        }
    }

    @Test("an opt-out by a company or a domain is of those that are called so, or stand below it, and of no others") func named()
        async throws
    {
        try await withDatabase { database in
            try await database.fillPersonas(120)
            try await database.execute(
                """
                UPDATE refinery.companies SET domain = 'shop.firm7.example' WHERE name = 'Firm 8 LLC';
                UPDATE refinery.companies SET domain = 'myfirm7.example' WHERE name = 'Firm 9 LLC';
                DELETE FROM refinery.persona_emails WHERE email IN ('ann@firm8.example', 'ann@firm9.example', 'ann@firm10.example');
                INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
                VALUES (md5('p10')::uuid, 'ann@mail.firm7.example', 'work', 10, 1, now(), now());
                UPDATE refinery.companies SET name = 'The Firm-11 Co' WHERE name = 'Firm 11 LLC';
                UPDATE refinery.companies SET name = 'Firm 11 Partners' WHERE name = 'Firm 13 LLC';
                SELECT refinery.opt_out(domain => 'firm7.example');
                SELECT refinery.opt_out(company => 'the FIRM 11, Inc.');
                SELECT refinery_internal.refresh_changed_contacts();
                """)
            #expect(
                try await database.select("SELECT phone_e164 FROM refinery.campaign_contacts WHERE veto = 'opted_out' ORDER BY 1")
                    == [["+15125550007"], ["+15125550008"], ["+15125550010"], ["+15125550011"]])
        }
    }

    @Test("a scan of all contacts is noticed by this test") func noticed() async throws {
        try await withDatabase { database in
            try await fill(database)
            await #expect(throws: PostgresError.self) {
                try await database.execute(Self.refusingScans("PERFORM refinery.preview_campaign_blocks('{}');"))
            }
        }
    }

    @Test("ten thousand numbers are looked up by the key of the registry") func lookup() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO refinery.registered_numbers (list, prefix, numbers)
                SELECT 'national', a * 1000 + e, repeat('01', 5000)::bit(10000) FROM generate_series(201, 220) AS a, generate_series(200, 999) AS e;
                INSERT INTO refinery.registry_areas (list, area_code, version, as_of, numbers)
                SELECT 'national', a::text, 1, current_date, 4000000 FROM generate_series(201, 220) AS a;
                ANALYZE refinery.registered_numbers;
                """)
            let numbers =
                "ARRAY(SELECT '+1' || 201 + n % 20 || lpad((2000000 + n * 797)::text, 7, '0') FROM generate_series(1, 10000) AS n)"
            let found = try await database.select(
                "SELECT status, count(*) FROM refinery.check_suppressions(\(numbers)) GROUP BY 1 ORDER BY 1")
            #expect(found == [["clean", "5000"], ["listed", "5000"]])
            try await database.execute(Self.refusingScans("PERFORM refinery.check_suppressions(\(numbers));"))
        }
    }
}
