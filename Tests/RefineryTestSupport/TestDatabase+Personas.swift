import Postgres
package import RefineryModel
import RefineryStore

extension TestDatabase {
    /// The records of each persona, or company, as texts: the same whatever their ids are.
    package func clusters(_ kind: LinkKind) async throws -> Set<String> {
        Set(
            try await select(
                """
                SELECT string_agg(m.record_id::text, ' ' ORDER BY m.record_id)
                  FROM refinery.\(kind.rawValue)_records m GROUP BY m.\(kind.rawValue)_id
                """
            ).compactMap { $0[0] })
    }

    /// What of companies and personas contradicts itself; empty when all is well.
    package func linkContradictions() async throws -> [[String?]] {
        try await select(
            """
            SELECT r.id::text, 'a record without persona' AS problem
              FROM refinery.records r WHERE NOT EXISTS (SELECT FROM refinery.persona_records m WHERE m.record_id = r.id)
            UNION ALL
            SELECT m.record_id::text, 'a persona of a record that is gone'
              FROM refinery.persona_records m WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = m.record_id)
            UNION ALL
            SELECT m.record_id::text, 'a company of a record that is gone'
              FROM refinery.company_records m WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = m.record_id)
            UNION ALL
            SELECT m.record_id::text, 'its persona is not there'
              FROM refinery.persona_records m WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = m.persona_id)
            UNION ALL
            SELECT m.record_id::text, 'its company is not there'
              FROM refinery.company_records m WHERE NOT EXISTS (SELECT FROM refinery.companies c WHERE c.id = m.company_id)
            UNION ALL
            SELECT p.id::text, 'a persona that does not count its records'
              FROM refinery.personas p WHERE p.records <> (SELECT count(*) FROM refinery.persona_records m WHERE m.persona_id = p.id)
            UNION ALL
            SELECT c.id::text, 'a company that does not count its records'
              FROM refinery.companies c WHERE c.records <> (SELECT count(*) FROM refinery.company_records m WHERE m.company_id = c.id)
            UNION ALL
            SELECT p.id::text, 'a persona of a company that is not there'
              FROM refinery.personas p
             WHERE p.company_id IS NOT NULL AND NOT EXISTS (SELECT FROM refinery.companies c WHERE c.id = p.company_id)
            UNION ALL
            SELECT p.company_id::text, 'several personas for whoever answers'
              FROM refinery.personas p WHERE p.generic_contact AND p.company_id IS NOT NULL GROUP BY p.company_id HAVING count(*) > 1
            UNION ALL
            SELECT n.persona_id::text, 'a number of nobody'
              FROM refinery.persona_phones n WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = n.persona_id)
            UNION ALL
            SELECT e.persona_id::text, 'an address of nobody'
              FROM refinery.persona_emails e WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = e.persona_id)
            UNION ALL
            SELECT n.company_id::text, 'a number of no company'
              FROM refinery.company_phones n WHERE NOT EXISTS (SELECT FROM refinery.companies c WHERE c.id = n.company_id)
            UNION ALL
            SELECT k.record_id::text, 'a key of a record that is gone'
              FROM refinery.link_keys k WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = k.record_id)
            UNION ALL
            SELECT l.record_id::text, 'a link of a record that is gone'
              FROM refinery.links l
             WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = l.record_id)
                OR NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = l.other_id)
            """)
    }
}

extension TestDatabase {
    /// Stores a list of which no field is required, and links it.
    package func linked(_ text: String) async throws -> ImportID {
        let fleet = try TestFleet(self)
        let id = try await fleet.submit(text) { $0.requiredFields = [] }
        try await fleet.run(workers: 1) {
            _ = try await fleet.waitForEnd(of: id)
            try await waitForLinks()
        }
        return id
    }

    /// Waits until every import that completed is linked, and no run links any more; looks after every notification of the fleet.
    package func waitForLinks() async throws {
        let connection = try await database.connect()
        try await connection.listen(NotifyChannel.progress)
        let open = """
            SELECT (SELECT count(*) FROM refinery.runs r WHERE r.kind = 'link' AND r.status = 'running')
                 + (SELECT count(*) FROM refinery.imports i JOIN refinery.runs r ON r.id = i.id AND r.status = 'completed'
                     WHERE coalesce((i.options ->> 'links_records')::boolean, true)
                       AND NOT EXISTS (SELECT FROM refinery.link_runs l WHERE l.import_id = i.id))
            """
        if try await number(open) > 0 {
            for await _ in connection.notifications where try await number(open) == 0 { break }
        }
        await connection.close()
    }
}
