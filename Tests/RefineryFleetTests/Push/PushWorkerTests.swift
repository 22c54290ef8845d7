import Foundation
import Postgres
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Synchronization
import Testing

@testable import RefineryFleet

/// A destination of the test's own: what it is sent stands in its ledger, and it answers as the test says.
final class Receiver: PushDestination {
    struct State {
        /// Every message that was sent, in order.
        var messages: [PushMessage] = []
        /// What comes of the next messages; then they arrive.
        var script: [PushOutcome] = []
    }

    let deduplicates: Bool
    let state = Mutex(State())
    /// Called with each message before it arrives.
    private let before: @Sendable (PushMessage) async -> Void

    init(deduplicates: Bool = true, before: @escaping @Sendable (PushMessage) async -> Void = { _ in }) {
        self.deduplicates = deduplicates
        self.before = before
    }

    var sent: [String] { state.withLock { $0.messages.flatMap { $0.contacts.map(\.personaID) } } }
    func script(_ outcomes: PushOutcome...) { state.withLock { $0.script = outcomes } }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        await before(message)
        return state.withLock { state in
            state.messages.append(message)
            let outcome = state.script.isEmpty ? .pushed(reference: "r") : state.script.removeFirst()
            return message.contacts.map { _ in outcome }
        }
    }
}

struct PushFleet: Sendable {
    let database: TestDatabase
    var fleet: TestFleet
    let block: UUID

    var operations: Operations { get throws { Operations(database: database.database, sources: fleet.sources) } }

    func begin(_ blocks: [UUID]? = nil, again: [PushStatus] = [], perRequest: Int = 4, perJob: Int = 4) async throws -> RunID? {
        let runID = RunID()
        let begin = BeginPushRun(
            runID: runID, destination: "place", blocks: blocks ?? [block], again: again, contactsPerRequest: perRequest,
            contactsPerJob: perJob, attempts: 3)
        return try await database.first(begin) ?? 0 > 0 ? runID : nil
    }

    /// Runs until the run ends or pauses.
    func run(_ runID: RunID, workers: Int = 1) async throws -> RunSummary {
        try await fleet.run(workers: 0, pushWorkers: workers) { try await database.wait(forRun: runID) }
    }

    func counts() async throws -> [String: Int64] {
        let rows = try await database.rows(CountPushes(blocks: [block]))
        return Dictionary(rows.map { ($0.status, $0.contacts) }) { $0 + $1 }
    }

    /// A claim of a worker that noted what it sends, and is gone.
    func killedAfterIntent(_ deduplicates: Bool) async throws -> ClaimedJob {
        let job = try #require(try await database.claim(1, of: .push).first)
        let turn = try await database.database.pool.withTransaction {
            try await $0.first(BeginPush(job: job, deduplicates: deduplicates, messagesMax: 8))
        }
        #expect(turn?.verdict == .send)
        try await database.execute("UPDATE refinery.jobs SET state = 'ready', worker_id = NULL WHERE id = \(job.id)")
        return job
    }
}

extension TestDatabase {
    /// Waits until a run ends or pauses, looking after every notification of the fleet.
    fileprivate func wait(forRun runID: RunID) async throws -> RunSummary {
        let connection = try await connect()
        try await connection.listen(NotifyChannel.progress)
        var run = try #require(try await first(ListRuns(runID: runID, limit: 1)))
        if run.status == .running {
            for await _ in connection.notifications {
                run = try #require(try await first(ListRuns(runID: runID, limit: 1)))
                if run.status != .running { break }
            }
        }
        await connection.close()
        return run
    }
}

/// A block of so many contacts, a destination, and a fleet that sends to `receiver`.
func withPush(_ contacts: Int, _ receiver: Receiver, _ body: (PushFleet) async throws -> Void) async throws {
    try await withDatabase { database in
        try await database.fillPersonas(contacts)
        let block = try #require(
            try await database.select(#"SELECT block_id FROM refinery.generate_campaign_blocks('{"by": ["state"], "max": 500}')"#).first?[0]
        )
        let settings = DestinationSettings(.webhook)
        _ = try await database.first(SetDestination(name: "place", settings: settings, requestsPerMinute: nil, replaces: false))
        var fleet = try TestFleet(database)
        var push = PushSettings()
        push.throttled = Backoff(base: .milliseconds(1), ceiling: .milliseconds(5))
        push.lookEvery = .milliseconds(10)
        fleet.push = ({ _ in receiver }, push)
        try await body(PushFleet(database: database, fleet: fleet, block: try #require(UUID(uuidString: block))))
    }
}

@Suite("Push worker", .timeLimit(.minutes(10))) struct PushWorkerTests {
    @Test("sends each contact once, with its hours, and a second push has nothing to send") func once() async throws {
        let receiver = Receiver()
        try await withPush(20, receiver) { push in
            let run = try await push.run(try #require(try await push.begin()), workers: 2)
            #expect(run.status == .completed && run.counters["pushed"] == 20 && run.counters["contacts"] == 20, "\(run.counters)")
            #expect(receiver.sent.count == 20 && Set(receiver.sent).count == 20)
            let message = try #require(receiver.state.withLock { $0.messages.first })
            #expect(message.contacts.count == 4 && message.contacts.allSatisfy { $0["timezone"] != nil && $0["call_from_local"] != nil })
            #expect(try await push.begin() == nil)
            #expect(try await push.counts() == ["pushed": 20])
            #expect(try await push.database.number("SELECT count(*) FROM refinery.campaign_pushes WHERE reference = 'r'") == 20)
        }
    }

    @Test("two pushes of one block at once send each contact once") func twice() async throws {
        let receiver = Receiver()
        try await withPush(40, receiver) { push in
            async let one = push.begin()
            async let other = push.begin()
            let begun = [try await one, try await other].compactMap(\.self)
            #expect(begun.count == 1)
            _ = try await push.run(begun[0], workers: 3)
            #expect(receiver.sent.count == 40 && Set(receiver.sent).count == 40)
        }
    }

    @Test("who opts out after the block was made, or while it is pushed, is not sent") func optOut() async throws {
        let database = Mutex<TestDatabase?>(nil)
        let receiver = Receiver { message in
            // During the first message: of the last contact, whose turn has not come.
            guard let database = database.withLock({ $0.take() }) else { return }
            try? await database.execute("SELECT refinery.opt_out(number => '+15125550012')")
        }
        try await withPush(12, receiver) { push in
            try await push.database.execute("SELECT refinery.opt_out(number => '+15125550001')")
            let run = try #require(try await push.begin(perJob: 12))
            database.withLock { $0 = push.database }
            var push = push
            push.fleet.push?.settings.requestsMax = 1
            try await push.database.execute("SELECT refinery.opt_out(number => '+15125550002')")
            let ended = try await push.run(run)
            #expect(ended.counters["pushed"] == 9 && ended.counters["suppressed"] == 2, "\(ended.counters)")
            let numbers = receiver.state.withLock { $0.messages.flatMap { $0.contacts.compactMap { $0["phone_e164"] } } }
            #expect(Set(numbers).isDisjoint(with: ["+15125550001", "+15125550002", "+15125550012"]) && numbers.count == 9)
        }
    }

    @Test("a worker that was killed between its note and the answer: what the service knows again is sent again, and counted") func killed()
        async throws
    {
        let receiver = Receiver()
        try await withPush(8, receiver) { push in
            let id = try #require(try await push.begin())
            _ = try await push.killedAfterIntent(true)
            let run = try await push.run(id)
            #expect(run.counters["pushed"] == 8 && run.counters["repeated"] == 4, "\(run.counters)")
            let first = receiver.state.withLock { $0.messages.filter(\.isRepeated) }
            #expect(first.count == 1 && receiver.sent.count == 8)
        }
    }

    @Test("the same at a service that cannot tell: it is unknown, not sent again by itself, and a person decides") func unknown()
        async throws
    {
        let receiver = Receiver(deduplicates: false)
        try await withPush(8, receiver) { push in
            let id = try #require(try await push.begin())
            let lost = try await push.killedAfterIntent(false)
            let run = try await push.run(id)
            #expect(run.status == .completed && run.counters["pushed"] == 4 && run.counters["unknown"] == 4, "\(run.counters)")
            #expect(receiver.sent.count == 4)
            #expect(try await push.begin(again: [.failed, .refused]) == nil)
            // The answer of the lost claim comes late: then it is known.
            let places = try await push.database.select("SELECT place FROM refinery.campaign_pushes WHERE status = 'unknown' ORDER BY 1")
            let place = try #require(Int64(places[0][0] ?? ""))
            _ = try await push.database.rows(StorePushAnswers(job: lost, answers: [PushAnswer(place: place, status: .pushed)]))
            #expect(try await push.counts() == ["pushed": 5, "unknown": 3])
            let again = try await push.run(try #require(try await push.begin(again: [.unknown])))
            #expect(again.counters["pushed"] == 3 && receiver.sent.count == 7)
        }
    }

    @Test("no answer at a service that cannot tell is unknown at once; an answer that says no is tried again") func ambiguous() async throws
    {
        let receiver = Receiver(deduplicates: false)
        receiver.script(
            .retry(reason: "reset", after: nil, mayHaveArrived: true), .retry(reason: "nobody", after: nil, mayHaveArrived: false))
        try await withPush(12, receiver) { push in
            let run = try await push.run(try #require(try await push.begin()))
            #expect(run.status == .completed && run.counters["unknown"] == 4 && run.counters["pushed"] == 8, "\(run.counters)")
        }
    }

    @Test("a service that does not work is tried again, then the rest failed; --retry-failed sends it with the same message id")
    func fails() async throws {
        let receiver = Receiver()
        let down = PushOutcome.retry(reason: "status 500", after: nil, mayHaveArrived: true)
        receiver.script(down, down, down)
        try await withPush(4, receiver) { push in
            let run = try await push.run(try #require(try await push.begin()))
            #expect(run.status == .completed && run.counters["failed"] == 4, "\(run.counters)")
            let again = try await push.run(try #require(try await push.begin(again: [.failed])))
            #expect(again.counters["pushed"] == 4)
            #expect(receiver.state.withLock { Set($0.messages.map(\.id)).count == 1 && $0.messages.count == 4 })
        }
    }

    @Test("a refusal for speed costs no attempt") func throttled() async throws {
        let receiver = Receiver()
        receiver.state.withLock { $0.script = Array(repeating: .throttled(after: nil), count: 12) }
        try await withPush(4, receiver) { push in
            let run = try await push.run(try #require(try await push.begin()))
            #expect(run.status == .completed && run.counters["pushed"] == 4)
            #expect(receiver.state.withLock { $0.messages.count } == 13)
        }
    }

    @Test("small blocks share a job, and each has messages of its own") func smallBlocks() async throws {
        let receiver = Receiver()
        try await withPush(20, receiver) { push in
            let made = try await push.database.select(
                """
                SELECT g.block_id
                  FROM (SELECT refinery.cancel_campaign_block('\(push.block)')) AS c,
                       refinery.generate_campaign_blocks('{"by": ["state"], "max": 3}') AS g
                """)
            let blocks = try made.map { try #require($0[0].flatMap { UUID(uuidString: $0) }) }
            #expect(blocks.count == 7)
            let id = try #require(try await push.begin(blocks, perJob: 10))
            #expect(
                try await push.database.select("SELECT row_count FROM refinery.jobs WHERE run_id = '\(id)' ORDER BY seq") == [
                    ["12"], ["8"],
                ])
            #expect(try await push.run(id, workers: 2).counters["pushed"] == 20)
            let messages = receiver.state.withLock { $0.messages }
            #expect(messages.count == 7 && Set(messages.map(\.blockID)).count == 7 && Set(receiver.sent).count == 20)
            #expect(messages.allSatisfy { message in message.contacts.allSatisfy { $0["block_id"] == message.blockID } })
        }
    }

    @Test("a destination that asks for patience holds no place of a worker: its jobs wait in the queue, and other destinations get theirs")
    func patience() async throws {
        let receiver = Receiver()
        receiver.script(.throttled(after: .seconds(3600)))
        try await withPush(4, receiver) { push in
            let id = try #require(try await push.begin())
            let (database, block) = (push.database, push.block)
            _ = try await database.first(
                SetDestination(name: "other", settings: DestinationSettings(.webhook), requestsPerMinute: nil, replaces: false))
            var push = push
            push.fleet.push?.settings.jobsMax = 1
            let other = RunID()
            try await push.fleet.run(workers: 0, pushWorkers: 1) {
                while try await database.number(
                    "SELECT count(*) FROM refinery.jobs WHERE run_id = '\(id)' AND state = 'waiting' AND attempt = 0") == 0
                {
                    await Task.yield()
                }
                _ = try await database.first(
                    BeginPushRun(
                        runID: other, destination: "other", blocks: [block], again: [], contactsPerRequest: 4, contactsPerJob: 4,
                        attempts: 3))
                _ = try await database.wait(forRun: other)
            }
            #expect(receiver.sent.count == 8)
            #expect(try await push.counts() == ["pending": 4, "pushed": 4])
        }
    }

    @Test("a destination that refuses the account pauses the run, says why, and goes on when it is resumed") func stopped() async throws {
        let receiver = Receiver()
        receiver.script(.stopped(reason: "It refuses the account."))
        try await withPush(4, receiver) { push in
            let id = try #require(try await push.begin())
            let paused = try await push.run(id)
            #expect(paused.status == .paused && paused.statusReason == PauseReason.destinationStopped.rawValue)
            #expect(try await push.operations.destination("place").stoppedReason == "It refuses the account.")
            try await push.database.execute("SELECT refinery.resume_run('\(id)')")
            #expect(try await push.run(id).counters["pushed"] == 4)
            #expect(try await push.operations.destination("place").stoppedReason == nil)
        }
    }

    @Test("a block that is cancelled, or expires, while it is pushed: the rest failed and says why", arguments: ["cancelled", "expired"])
    func closed(status: String) async throws {
        let database = Mutex<(TestDatabase, UUID)?>(nil)
        let receiver = Receiver { _ in
            guard let (database, block) = database.withLock({ $0.take() }) else { return }
            try? await database.execute(
                status == "cancelled"
                    ? "SELECT refinery.cancel_campaign_block('\(block)')"
                    : "UPDATE refinery.campaign_blocks SET valid_until = now() - interval '1 second'")
        }
        try await withPush(12, receiver) { push in
            let id = try #require(try await push.begin(perJob: 12))
            database.withLock { $0 = (push.database, push.block) }
            var push = push
            push.fleet.push?.settings.requestsMax = 1
            let run = try await push.run(id)
            #expect(run.status == .completed && run.counters["pushed"] == 4 && run.counters["failed"] == 8, "\(run.counters)")
            #expect(try await push.database.number("SELECT count(*) FROM refinery.campaign_pushes WHERE reason = 'block_\(status)'") == 8)
            await #expect(throws: PostgresError.self) { try await push.begin(again: [.failed]) }
            guard status == "expired" else { return }
            try await push.database.execute("SELECT refinery.scrub_campaign_block('\(push.block)')")
            #expect(try await push.run(try #require(try await push.begin(again: [.failed]))).counters["pushed"] == 8)
            #expect(Set(receiver.sent).count == 12 && receiver.sent.count == 12)
        }
    }

    @Test("a destination that is removed while a block is pushed: the rest failed; added again, it goes on where it was") func removed()
        async throws
    {
        let database = Mutex<TestDatabase?>(nil)
        let receiver = Receiver { _ in
            guard let database = database.withLock({ $0.take() }) else { return }
            _ = try? await database.first(RemoveDestination("place"))
        }
        try await withPush(12, receiver) { push in
            let id = try #require(try await push.begin(perJob: 12))
            database.withLock { $0 = push.database }
            var push = push
            push.fleet.push?.settings.requestsMax = 1
            let run = try await push.run(id)
            #expect(run.counters["pushed"] == 4 && run.counters["failed"] == 8, "\(run.counters)")
            await #expect(throws: PostgresError.self) { try await push.begin(again: [.failed]) }
            try await push.operations.setDestination("place", DestinationSettings(.webhook), requestsPerMinute: nil, replaces: false)
            #expect(try await push.run(try #require(try await push.begin(again: [.failed]))).counters["pushed"] == 8)
            #expect(receiver.sent.count == 12 && Set(receiver.sent).count == 12)
        }
    }

    @Test("a limit of requests a minute is kept by all workers together") func paced() async throws {
        let times = Mutex<[ContinuousClock.Instant]>([])
        let receiver = Receiver { _ in times.withLock { $0.append(.now) } }
        try await withPush(12, receiver) { push in
            // Twenty a second.
            _ = try await push.database.first(
                SetDestination(name: "place", settings: DestinationSettings(.webhook), requestsPerMinute: 1_200, replaces: true))
            let run = try await push.run(try #require(try await push.begin(perRequest: 1, perJob: 3)), workers: 2)
            #expect(run.counters["pushed"] == 12)
            let sent = times.withLock { $0.sorted() }
            #expect(sent[0].duration(to: sent[11]) >= .milliseconds(11 * 50 - 40), "\(sent[0].duration(to: sent[11]))")
        }
    }

    @Test("an erased person leaves nothing in the ledger") func erased() async throws {
        let receiver = Receiver()
        try await withPush(4, receiver) { push in
            _ = try await push.run(try #require(try await push.begin()))
            try await push.database.execute("DELETE FROM refinery.personas WHERE id = md5('p1')::uuid")
            while try await push.database.first(RefreshChangedContacts()) ?? 0 > 0 {}
            try await push.database.execute("SELECT refinery_internal.withdraw_contacts(ARRAY[md5('p1')::uuid])")
            #expect(try await push.database.number("SELECT count(*) FROM refinery.campaign_pushes") == 3)
        }
    }
}
