import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing
@testable import RefineryFleet

@Suite("Isolation level", .timeLimit(.minutes(10))) struct IsolationLevelTests {
    @Test("overlapping imports complete in one attempt each in a database whose default is serializable") func serializable() async throws {
        try await withDatabase { database in
            let name = try #require(try await database.text("SELECT current_database()"))
            try await database.execute("ALTER DATABASE \(name) SET default_transaction_isolation = 'serializable'")
            let fresh = TestDatabase(url: database.url)
            let fleet = try TestFleet(fresh)
            var rows = "business_name,business_phone\n"
            for number in 0..<200 { rows += "Firm \(number),(415) 555-2\(100 + number)\n" }
            let first = try await fleet.submit(rows) { $0.batchSize = 5 }
            let second = try await fleet.submit(rows) { $0.batchSize = 5 }
            try await fleet.run(workers: 3) {
                for id in [first, second] {
                    let progress = try await fleet.waitForEnd(of: id)
                    #expect(progress.status == .completed)
                }
            }
            #expect(try await fresh.number("SELECT max(attempt) FROM refinery.jobs") == 1)
            #expect(try await fresh.contradictions().isEmpty)
            await fresh.close()
        }
    }

    @Test("a deadlock or a serialization failure costs no attempt, a broken statement does")
    func rollbacks() {
        func costs(_ state: String) -> Bool {
            !costsNoAttempt(PostgresError.server(ServerError(sqlState: SQLState(rawValue: state), message: "m", query: "q")))
        }
        #expect(["40001", "40P01"].allSatisfy { !costs($0) })
        #expect(costs("42601"))
    }
}
