import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("A lull", .timeLimit(.minutes(10))) struct TellLullTests {
    @Test("is told when nothing is to be done; else the stages that have ready jobs are") func told() async throws {
        try await withDatabase { database in
            let listener = try await database.connect()
            try await listener.listen(NotifyChannel.jobs)
            var heard = listener.notifications.makeAsyncIterator()

            #expect(try await database.first(TellLull()) == true)
            #expect(await heard.next()?.payload == NotifyChannel.lull)

            let id = try await database.makeImport(jobs: 2)
            #expect(try await database.first(TellLull()) == false)
            #expect(await heard.next()?.payload == Stage.refine.rawValue)

            let jobs = try await database.claim(2, by: try await database.makeWorker())
            _ = try await database.first(PauseRun(id))
            #expect(try await database.first(TellLull()) == false, "jobs are under way")
            _ = try await database.rows(ReleaseJobs(jobs: jobs))
            #expect(try await database.first(TellLull()) == true, "what is held waits for a person")
            // Nothing was said in between.
            #expect(await heard.next()?.payload == NotifyChannel.lull)

            _ = try await database.makeWorker(lease: .milliseconds(-1))
            #expect(try await database.first(TellLull()) == false, "a worker is lost")
            await listener.close()
        }
    }
}
