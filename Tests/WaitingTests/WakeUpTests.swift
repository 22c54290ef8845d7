import Testing
@testable import Waiting

@Suite("Wake-up", .timeLimit(.minutes(1))) struct WakeUpTests {
    @Test("keeps a signal that arrives while nobody waits, once") func kept() async {
        let wakeUp = WakeUp()
        wakeUp.signal()
        wakeUp.signal()
        #expect(await wakeUp.wait(atMost: .seconds(3600)))
        #expect(await !wakeUp.wait(atMost: .zero))
    }

    @Test("wakes who waits already") func wakes() async {
        let wakeUp = WakeUp()
        async let woken = wakeUp.wait(atMost: .seconds(3600))
        wakeUp.signal()
        #expect(await woken)
    }

    @Test("ends with the limit, and the next signal is not lost to it") func limit() async {
        let wakeUp = WakeUp()
        #expect(await !wakeUp.wait(atMost: .milliseconds(1)))
        wakeUp.signal()
        #expect(await wakeUp.wait(atMost: .seconds(3600)))
    }

    @Test("ends when its task is cancelled, and says that it was no signal") func cancelled() async {
        let wakeUp = WakeUp()
        let task = Task { await wakeUp.wait(atMost: .seconds(3600)) }
        task.cancel()
        #expect(await !task.value)
        wakeUp.signal()
        #expect(await wakeUp.wait(atMost: .seconds(3600)))
    }

    @Test("loses no signal among many waits and cancellations") func storm() async {
        let wakeUp = WakeUp()
        for round in 0..<500 {
            let waiter = Task { await wakeUp.wait(atMost: .seconds(3600)) }
            if round.isMultiple(of: 3) { waiter.cancel() } else { wakeUp.signal() }
            let isSignal = await waiter.value
            #expect(round.isMultiple(of: 3) || isSignal)
        }
    }

    @Test("tells once that the process has connected again") func reconnected() async {
        let wakeUp = WakeUp()
        wakeUp.signal()
        #expect(!wakeUp.takeReconnected())
        wakeUp.signalReconnected()
        #expect(await wakeUp.wait(atMost: .seconds(3600)))
        #expect(wakeUp.takeReconnected())
        #expect(!wakeUp.takeReconnected())
    }
}
