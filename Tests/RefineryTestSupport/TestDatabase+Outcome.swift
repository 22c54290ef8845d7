package import RefineryModel
package import RefineryStore

extension TestDatabase {
    /// What an import left in the tables, compared between runs: counts that do not depend on which worker was first.
    package func outcome(of importID: ImportID) async throws -> BatchOutcome {
        BatchOutcome(
            stored: try await number("SELECT count(*) FROM refinery.records WHERE import_id = '\(importID)'"),
            duplicates: try await number("SELECT count(*) FROM refinery.duplicates WHERE import_id = '\(importID)'"),
            rejected: try await number("SELECT count(*) FROM refinery.rejects WHERE import_id = '\(importID)'"))
    }

    /// Rows that have not exactly one outcome, and surviving records that are not there; empty when all is well.
    package func contradictions() async throws -> [[String?]] {
        try await select(
            """
            SELECT import_id, row_number, count(*)::text AS problem
              FROM (SELECT import_id, row_number FROM refinery.records
                    UNION ALL SELECT import_id, row_number FROM refinery.duplicates
                    UNION ALL SELECT import_id, row_number FROM refinery.rejects) AS outcomes
             GROUP BY import_id, row_number HAVING count(*) <> 1
            UNION ALL
            SELECT import_id, row_number, 'its survivor is gone'
              FROM refinery.duplicates d WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = d.record_id)
            UNION ALL
            SELECT r.import_id, r.row_number, 'no fingerprint'
              FROM refinery.records r
             WHERE NOT EXISTS (SELECT FROM refinery.fingerprints f WHERE f.fingerprint = r.fingerprint AND f.record_id = r.id)
            """)
    }
}
