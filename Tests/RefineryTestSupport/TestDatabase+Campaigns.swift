extension TestDatabase {
    /// Companies of plumbers in Texas, each with one persona that has a number of its own: +1 512 555 0001 and so on.
    package func fillPersonas(_ count: Int) async throws {
        try await execute(
            """
            INSERT INTO refinery.companies (id, name, domain, state, zip_code, country, industry, sic_code, annual_revenue, employee_count, records)
            SELECT md5('c' || n)::uuid, 'Firm ' || n || ' LLC', 'firm' || n || '.example', 'TX', '78701', 'US', 'Plumbing', '1711', n * 1000000::bigint, n, 1
              FROM generate_series(1, \(count)) AS n;
            INSERT INTO refinery.personas (id, company_id, first_name, last_name, seniority, likely_decision_maker, state, zip_code, country, score, records)
            SELECT md5('p' || n)::uuid, md5('c' || n)::uuid, 'Ann', 'Lee', 'owner', true, 'TX', '78701', 'US', 0.5, 1 FROM generate_series(1, \(count)) AS n;
            INSERT INTO refinery.persona_phones (persona_id, e164, type, record_id, sources, first_seen_at, last_seen_at)
            SELECT md5('p' || n)::uuid, '+1512555' || lpad(n::text, 4, '0'), 'mobile', n, 1, now(), now() FROM generate_series(1, \(count)) AS n;
            INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
            SELECT md5('p' || n)::uuid, 'ann@firm' || n || '.example', 'work', n, 1, now(), now() FROM generate_series(1, \(count)) AS n;
            """)
    }
}
