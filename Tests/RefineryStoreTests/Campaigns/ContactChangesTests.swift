import Postgres
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Changes of contacts", .timeLimit(.minutes(10))) struct ContactChangesTests {
    private func change(_ times: Int, _ database: TestDatabase) async throws {
        try await database.execute(
            "INSERT INTO refinery.campaign_contact_changes SELECT p.id FROM refinery.personas p, generate_series(1, \(times))")
    }

    @Test("of one persona are taken together, however many they are") func together() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            while try await database.first(RefreshChangedContacts()) ?? 0 > 0 {}
            try await change(4, database)
            #expect(try await database.first(RefreshChangedContacts(changesMax: 1)) == 4)
            #expect(try await database.first(RefreshChangedContacts(changesMax: 2)) ?? 0 >= 4)
        }
    }

    @Test("wait while records are linked, until many have piled up") func linking() async throws {
        try await withDatabase { database in
            try await database.fillPersonas(3)
            while try await database.first(RefreshChangedContacts()) ?? 0 > 0 {}
            try await database.execute(
                """
                WITH run AS (INSERT INTO refinery.runs (id, kind) VALUES (gen_random_uuid(), 'link') RETURNING id)
                INSERT INTO refinery.jobs (run_id, stage, seq, state, first_row, row_count) SELECT id, 'link', 1, 'ready', 1, 1 FROM run
                """)
            try await change(1, database)
            #expect(try await database.first(RefreshChangedContacts(unlessLinkingBelow: 4)) == 0)
            #expect(try await database.first(RefreshChangedContacts(unlessLinkingBelow: 3)) == 3)
            try await change(1, database)
            #expect(try await database.first(RefreshChangedContacts()) == 3, "whoever needs them now gets them now")
            try await change(1, database)
            try await database.execute("DELETE FROM refinery.jobs WHERE stage = 'link'")
            #expect(try await database.first(RefreshChangedContacts(unlessLinkingBelow: 4)) == 3)
        }
    }
}
