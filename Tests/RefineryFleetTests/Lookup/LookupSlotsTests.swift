import RefineryTestSupport
import Synchronization
import Testing

@testable import RefineryFleet

@Suite("Lookup slots", .timeLimit(.minutes(2))) struct LookupSlotsTests {
    private final class Most: Sendable {
        private let state = Mutex(0)
        var value: Int { state.withLock { $0 } }
        func note(_ count: Int) { state.withLock { $0 = max($0, count) } }
    }

    @Test("never hands out more than there are, whoever asks, and takes everything back") func bound() async {
        let seed = SeededGenerator.freshSeed()
        let slots = LookupSlots(capacity: 10)
        let most = Most()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    var generator = SeededGenerator(seed: seed &+ UInt64(task))
                    for _ in 0..<200 {
                        var taken = await slots.acquire(upTo: Int.random(in: 1...25, using: &generator))
                        most.note(slots.inFlight)
                        await Task.yield()
                        taken.keep(taken.count / 2)
                    }
                }
            }
        }
        #expect(most.value <= 10, "seed \(seed)")
        #expect(slots.inFlight == 0)
    }

    @Test("waits for a quarter of them, so that places come in groups") func groups() async {
        let slots = LookupSlots(capacity: 8)
        var all = await slots.acquire(upTo: 8)
        #expect(all.count == 8)
        async let waiting = Self.count(of: slots, upTo: 5)
        all.keep(7)
        all.keep(6)
        #expect(await waiting == 2)
    }

    @Test("gives nothing to a task that is cancelled, nor when closed") func ends() async {
        let slots = LookupSlots(capacity: 0)
        let task = Task { await Self.count(of: slots, upTo: 3) }
        task.cancel()
        #expect(await task.value == 0)
        async let waiting = Self.count(of: slots, upTo: 3)
        slots.close()
        #expect(await waiting == 0)
        #expect(await Self.count(of: slots, upTo: 1) == 0)
    }

    @Test("hands out nothing until more have ended than there are too many") func resize() async {
        let slots = LookupSlots(capacity: 4)
        var all = await slots.acquire(upTo: 4)
        slots.resize(to: 1)
        async let waiting = Self.count(of: slots, upTo: 4)
        for kept in (0..<4).reversed() { all.keep(kept) }
        #expect(await waiting == 1)
    }

    @Test("come back with whoever held them, however he ended, and once") func holder() async throws {
        let slots = LookupSlots(capacity: 4)
        struct Trouble: Error {}
        func fail() async throws {
            var places = await slots.acquire(upTo: 2)
            places.add(await slots.acquire(upTo: 1))
            #expect(slots.inFlight == 3)
            places.keep(2)
            #expect(slots.inFlight == 2)
            throw Trouble()
        }
        await #expect(throws: Trouble.self) { try await fail() }
        #expect(slots.inFlight == 0)
        let places = await slots.acquire(upTo: 4)
        places.giveBack()
        #expect(slots.inFlight == 0)
    }

    /// How many places it was given; they are given back.
    private static func count(of slots: LookupSlots, upTo wanted: Int) async -> Int { await slots.acquire(upTo: wanted).count }
}
