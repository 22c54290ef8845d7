import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryOperations

@Suite("Leftovers", .timeLimit(.minutes(10))) struct LeftoversTests {
    @Test(
        "An import whose receiver tells that it lives, after it was found to have lapsed, goes on; else it is taken away",
        arguments: [true, false])
    func lapsed(isHeardOf: Bool) async throws {
        try await withDatabase { database in
            let sources = try database.sources()
            let id = try await TestFleet(database).submit("Company,Phone\nAcme,6175550123\n")
            try await database.execute(
                "UPDATE refinery.imports SET source_received = 10, source_file_hash = NULL, receiver_until = clock_timestamp() - interval '1 s' WHERE id = '\(id)'"
            )
            let uri = try await database.select("SELECT source_uri FROM refinery.imports")[0][0] ?? ""
            // As after a disk that held up every commit: the sign of life was under way when the leader looked.
            if isHeardOf {
                let isWanted = try await database.database.pool.withConnection {
                    try await $0.first(AdvanceReception(importID: id, received: 20))
                }
                #expect(isWanted == true)
            }
            try await Leftovers(database: database.database, sources: sources).takeAway(.lapsedReception(id, uri: uri))
            let status = try await database.select("SELECT status FROM refinery.import_progress WHERE import_id = '\(id)'")
            #expect(status == [[isHeardOf ? "receiving" : "undone"]])
        }
    }
}
