import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet
import Waiting

@Suite("A lull", .timeLimit(.minutes(10))) struct LullTests {
    @Test("is believed for a while, and its end by news of work wakes who waits for it") func believed() async {
        let wakeUp = WakeUp()
        let lull = Lull(lasting: .seconds(3600), wakeUp: wakeUp)
        #expect(!lull.isOn)
        lull.end()
        #expect(!wakeUp.take(), "there was none")
        lull.tell()
        #expect(lull.isOn)
        lull.end()
        #expect(!lull.isOn && wakeUp.take())
        let short = Lull(lasting: .zero)
        short.tell()
        #expect(!short.isOn)
    }

    @Test("keeps all processes but the leader from asking anything, and ends at once with the next import") func quiet() async throws {
        try await withDatabase { database in
            var fleet = try TestFleet(database)
            // Long enough that only what hears of a lull is quiet.
            fleet.settings.poll = .seconds(20)
            fleet.settings.pulse = .milliseconds(50)
            fleet.settings.renewal = .milliseconds(50)
            try await fleet.run(coordinators: 2, workers: 3) { [fleet] in
                let listener = try await database.connect()
                try await listener.listen(NotifyChannel.jobs)
                var heard = listener.notifications.makeAsyncIterator()
                while try await database.number("SELECT count(*) FROM refinery.workers WHERE lease_until = 'infinity'") < 5 {
                    _ = await heard.next()
                }
                let lastAsked = """
                    SELECT max(query_start) FROM pg_stat_activity
                     WHERE datname = current_database() AND application_name LIKE 'refinery/worker/%'
                    """
                let before = try await database.text(lastAsked)
                for _ in 0..<20 { _ = await heard.next() }
                #expect(try await database.text(lastAsked) == before)

                let id = try await fleet.submit("business_name,business_phone\nFirm,(415) 555-2100\n")
                #expect(try await fleet.waitForEnd(of: id).status == .completed)
                await listener.close()
            }
        }
    }
}
