import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet

@Suite("The end of a leadership", .timeLimit(.minutes(10))) struct LeaderTests {
    /// A fleet whose log is kept, with terms that end soon.
    private func fleet(_ database: TestDatabase, _ log: LogRecorder) throws -> TestFleet {
        var fleet = try TestFleet(database)
        fleet.settings.leaderTerm = .milliseconds(50)
        fleet.logger = log.logger
        return fleet
    }

    @Test("is logged once with its reason: somebody else leads, the connection is lost, the process stops") func reasons() async throws {
        try await withDatabase { database in
            let log = LogRecorder()
            try await fleet(database, log).run(workers: 0) {
                await log.wait(for: 1, of: "leading")
                // Waits in the queue for the lock: it is the next one when the term ends.
                let rival = try await database.connect()
                try await rival.executeScript("BEGIN")
                try await rival.execute(WaitForLeadership())
                await log.wait(for: 1, of: "no longer leading")
                await rival.close()
                await log.wait(for: 2, of: "leading")
                while try await database.rows(EndLeader()).isEmpty { await Task.yield() }
                await log.wait(for: 3, of: "leading")
            }
            let reasons = log.lines(of: "no longer leading").map { $0.reason ?? "" }
            try #require(reasons.count == 3, "\(reasons)")
            #expect(reasons[0] == "another coordinator took the lock between two terms")
            #expect(reasons[1].contains("terminating connection"), "\(reasons)")
            #expect(reasons[2] == "this process stops")
        }
    }

    @Test("is not logged by a coordinator that never led") func never() async throws {
        try await withDatabase { database in
            let rival = try await database.connect()
            try await rival.executeScript("BEGIN")
            #expect(try await rival.first(TakeLeadership()) == true)
            let log = LogRecorder()
            try await fleet(database, log).run(workers: 0) {
                let isHere = "SELECT count(*) FROM refinery.workers WHERE role = 'coordinator'"
                while try await database.number(isHere) == 0 { await Task.yield() }
            }
            #expect(log.lines(of: "leading").isEmpty && log.lines(of: "no longer leading").isEmpty)
            await rival.close()
        }
    }
}

/// As ``TakeLeadership``, but waits for its turn.
private struct WaitForLeadership: Query {
    static let sql = "SELECT pg_advisory_xact_lock($1::int, $2::int)"
    func bind(_ parameters: inout Parameters) { TakeLeadership().bind(&parameters) }
}

/// Ends the session that holds the leader's lock.
private struct EndLeader: Query {
    static let sql = """
        SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE locktype = 'advisory' AND classid = $1::int::oid AND objid = $2::int::oid AND objsubid = 2 AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    func bind(_ parameters: inout Parameters) { TakeLeadership().bind(&parameters) }
    static func decode(_ row: Row) throws -> Bool { try row[0] }
}
