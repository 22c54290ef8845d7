import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Plans of campaign blocks", .timeLimit(.minutes(2))) struct CampaignScanTests {
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
