import RefineryTestSupport
import Testing

@Suite("Views of companies and personas", .timeLimit(.minutes(10))) struct PersonaViewTests {
    private static let one = "md5('7')::uuid"

    @Test(
        "show one persona or company without reading a whole table",
        arguments: [
            "persona_overview WHERE id = \(one)", "decision_makers WHERE id = \(one)", "decision_makers WHERE company_id = \(one)",
            "company_overview WHERE id = \(one)", "persona_provenance WHERE persona_id = \(one)",
            "company_provenance WHERE company_id = \(one)",
        ])
    func plans(view: String) async throws {
        try await withDatabase { database in
            let id = try await database.makeImport(jobs: 1)
            try await database.execute(
                """
                INSERT INTO refinery.records (id, import_id, row_number, fingerprint, phone_status)
                SELECT n, '\(id)', n, md5(n::text)::uuid, 'missing' FROM generate_series(1, 20000) AS n;
                INSERT INTO refinery.companies (id, name, records) SELECT md5(n::text)::uuid, 'Firm ' || n, 1 FROM generate_series(1, 20000) AS n;
                INSERT INTO refinery.company_records SELECT n, md5(n::text)::uuid, 'first', 1 FROM generate_series(1, 20000) AS n;
                INSERT INTO refinery.personas (id, company_id, last_name, seniority, likely_decision_maker, records)
                SELECT md5(n::text)::uuid, md5(n::text)::uuid, 'Name ' || n, 'owner', true, 1 FROM generate_series(1, 20000) AS n;
                INSERT INTO refinery.persona_records SELECT n, md5(n::text)::uuid, 'first', 1 FROM generate_series(1, 20000) AS n;
                INSERT INTO refinery.persona_phones (persona_id, e164, type, record_id, sources, first_seen_at, last_seen_at)
                SELECT md5(n::text)::uuid, '+1415' || (2000000 + n), 'mobile', n, 1, now(), now() FROM generate_series(1, 20000) AS n;
                INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
                SELECT md5(n::text)::uuid, n || '@example.com', 'work', n, 1, now(), now() FROM generate_series(1, 20000) AS n;
                ANALYZE;
                """)
            let plan = try await database.select("SELECT test.explain($q$SELECT * FROM refinery.\(view)$q$)")
                .compactMap { $0.first ?? nil }.joined(separator: "\n")
            for table in ["personas", "companies", "records", "persona_records", "company_records", "persona_phones", "persona_emails"] {
                #expect(!plan.contains("Seq Scan on \(table) "), "\(plan)")
            }
        }
    }

    @Test("one of a company is to be called: by rank, then who has a mobile, then by score; no generic contact beside another")
    func targets() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO refinery.companies (id, name, records) VALUES (md5('a')::uuid, 'Acme', 1), (md5('b')::uuid, 'Bell', 1);
                INSERT INTO refinery.personas (id, company_id, last_name, seniority, likely_decision_maker, generic_contact, deceased, score, records)
                VALUES (md5('1')::uuid, md5('a')::uuid, 'Low', 'manager', true, false, NULL, 1, 1),
                       (md5('2')::uuid, md5('a')::uuid, 'Landline', 'owner', true, false, NULL, 0.9, 1),
                       (md5('3')::uuid, md5('a')::uuid, 'Mobile', 'founder', true, false, NULL, 0.5, 1),
                       (md5('4')::uuid, md5('a')::uuid, 'Gone', 'owner', true, false, true, 1, 1),
                       (md5('5')::uuid, md5('a')::uuid, NULL, 'owner', true, true, NULL, 1, 1),
                       (md5('6')::uuid, md5('b')::uuid, NULL, 'owner', true, true, NULL, 1, 1),
                       (md5('7')::uuid, NULL, 'Alone', 'vp', true, false, NULL, 0.1, 1);
                INSERT INTO refinery.persona_phones (persona_id, e164, type, record_id, sources, first_seen_at, last_seen_at)
                VALUES (md5('3')::uuid, '+14155550101', 'mobile', 1, 1, now(), now());
                INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
                VALUES (md5('3')::uuid, 'info@acme.com', 'generic', 1, 9, now(), now()),
                       (md5('3')::uuid, 'mo@acme.com', 'work', 1, 1, now(), now());
                """)
            let found = try await database.select(
                "SELECT coalesce(last_name, '-') || coalesce(company, '') FROM refinery.decision_makers WHERE is_target ORDER BY 1")
            #expect(found.map { $0[0] } == ["-Bell", "Alone", "MobileAcme"])
            let all = try await database.select("SELECT last_name FROM refinery.decision_makers WHERE company = 'Acme' ORDER BY 1")
            #expect(all.map { $0[0] } == ["Landline", "Low", "Mobile"])
            #expect(try await database.text("SELECT email FROM refinery.decision_makers WHERE last_name = 'Mobile'") == "mo@acme.com")
            #expect(try await database.text("SELECT target_last_name FROM refinery.company_overview WHERE name = 'Acme'") == "Mobile")
        }
    }
}
