import Foundation
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet

@Suite("Personas that go while they are enriched", .timeLimit(.minutes(10))) struct EnrichBatchTests {
    @Test("who is erased while a provider is asked about him is not asked about again, and what may have been paid is in the counters")
    func erasedMeanwhile() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name0", "name1", "name2"]) { enriched in
            let database = enriched.database
            seller.onAsk { names in
                if names.contains("name1") { await #expect(throws: Never.self) { try await database.erase("name1") } }
            }
            let run = try await enriched.run(try await enriched.begin([seller]))
            #expect(run.status == .completed)
            #expect(seller.asked.sorted() == ["name0", "name1", "name2"])
            #expect(["asked", "found", "unanswered", "cost_micros"].map { run.counters[$0] ?? 0 } == [3, 2, 1, 300_000])
            #expect(try await database.number("SELECT spent_micros FROM refinery.lookup_budgets") == 300_000)
            #expect(try await database.number("SELECT count(*) FROM refinery.enrichments") == 2, "nothing of him stays")
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_enrichments") == 2)
        }
    }

    @Test("nobody is asked about who was erased before his turn") func erasedBefore() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name0", "name1"]) { enriched in
            let id = try await enriched.begin([seller], personasPerJob: 1)
            try await enriched.database.erase("name1")
            #expect(try await enriched.run(id).status == .completed)
            #expect(seller.asked == ["name0"])
            #expect(try await enriched.database.number("SELECT count(*) FROM refinery.enrichments") == 1)
        }
    }

    @Test("of who was merged before his turn, whoever has his records now is asked about, once") func mergedBefore() async throws {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name0", "name1", "name2"]) { enriched in
            let id = try await enriched.begin([seller], personasPerJob: 1)
            // name3 was not meant.
            try await enriched.database.execute(
                """
                INSERT INTO refinery.personas (id, first_name, last_name, records) VALUES (md5('name3')::uuid, 'Dana', 'name3', 1);
                INSERT INTO refinery.persona_records (record_id, persona_id, rule, score) VALUES (7, md5('name3')::uuid, 'first', 1);
                """)
            try await enriched.database.merge("name0", into: "name1")
            try await enriched.database.merge("name1", into: "name3")
            let run = try await enriched.run(id)
            #expect(run.status == .completed)
            #expect(seller.asked.sorted() == ["name2", "name3"])
            #expect(run.counters["cost_micros"] == 200_000)
            #expect(try await enriched.database.mobiles(of: "name3") == 1)
        }
    }

    @Test("an answer about who was merged while it was on its way reaches whoever has his records now") func mergedMeanwhile() async throws
    {
        let seller = Seller()
        try await withEnrichment(seller, names: ["name0", "name1"]) { enriched in
            let database = enriched.database
            seller.onAsk { names in
                if names.contains("name0") { await #expect(throws: Never.self) { try await database.merge("name0", into: "name1") } }
            }
            let run = try await enriched.run(try await enriched.begin([seller], wants: [.mobile], personasPerJob: 1))
            #expect(run.status == .completed)
            #expect(seller.asked.sorted() == ["name0", "name1"])
            #expect(try await database.mobiles(of: "name1") == 2)
            #expect(try await database.number("SELECT count(DISTINCT persona_id) FROM refinery.persona_enrichments") == 1)
        }
    }
}

extension TestDatabase {
    fileprivate func mobiles(of name: String) async throws -> Int {
        try await number("SELECT count(*) FROM refinery.persona_phones WHERE persona_id = md5('\(name)')::uuid AND type = 'mobile'")
    }

    /// What an erasure does to a persona, as far as enrichment sees it.
    fileprivate func erase(_ name: String) async throws {
        let text = try await text("SELECT md5('\(name)')::uuid::text")
        let id = try #require(text.flatMap { UUID(uuidString: $0) })
        try await database.pool.withTransaction { connection in
            try await connection.execute(HoldLinks())
            _ = try await connection.rows(EraseEnrichments(personas: [id], records: []))
            try await connection.executeScript("DELETE FROM refinery.persona_records WHERE persona_id = md5('\(name)')::uuid")
            try await connection.execute(DeletePersonas([id]))
        }
    }

    /// What linking does when two personas turn out to be one, seen by nobody who asks at that moment.
    fileprivate func merge(_ name: String, into other: String) async throws {
        try await execute(
            """
            UPDATE refinery.persona_records SET persona_id = md5('\(other)')::uuid WHERE persona_id = md5('\(name)')::uuid;
            DELETE FROM refinery.personas WHERE id = md5('\(name)')::uuid;
            INSERT INTO refinery.persona_moves (from_id, to_id) VALUES (md5('\(name)')::uuid, md5('\(other)')::uuid);
            """)
    }
}
