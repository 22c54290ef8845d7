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
                        let taken = await slots.acquire(upTo: Int.random(in: 1...25, using: &generator))
                        most.note(slots.inFlight)
                        await Task.yield()
                        slots.release(taken)
                    }
                }
            }
        }
        #expect(most.value <= 10, "seed \(seed)")
        #expect(slots.inFlight == 0)
    }

    @Test("waits for a quarter of them, so that places come in groups") func groups() async {
        let slots = LookupSlots(capacity: 8)
        #expect(await slots.acquire(upTo: 8) == 8)
        async let waiting = slots.acquire(upTo: 5)
        slots.release(1)
        slots.release(1)
        #expect(await waiting == 2)
    }

    @Test("gives nothing to a task that is cancelled, nor when closed") func ends() async {
        let slots = LookupSlots(capacity: 0)
        let task = Task { await slots.acquire(upTo: 3) }
        task.cancel()
        #expect(await task.value == 0)
        async let waiting = slots.acquire(upTo: 3)
        slots.close()
        #expect(await waiting == 0)
        #expect(await slots.acquire(upTo: 1) == 0)
    }

    @Test("hands out nothing until more have ended than there are too many") func resize() async {
        let slots = LookupSlots(capacity: 4)
        #expect(await slots.acquire(upTo: 4) == 4)
        slots.resize(to: 1)
        async let waiting = slots.acquire(upTo: 4)
        for _ in 0..<4 { slots.release(1) }
        #expect(await waiting == 1)
        #expect(slots.inFlight == 1)
    }
}
