import RefineryTestSupport
import Testing
@testable import Waiting

@Suite("Timeout", .timeLimit(.minutes(1))) struct TimeoutTests {
    @Test("gives what came in time") func inTime() async throws {
        #expect(try await withTimeout(.seconds(3600)) { 5 } == 5)
    }

    @Test("cancels what takes longer, and says so") func tooLong() async {
        let wakeUp = WakeUp()
        await #expect(throws: TimeoutError(limit: .milliseconds(1))) {
            try await withTimeout(.milliseconds(1)) {
                await wakeUp.wait(atMost: .seconds(3600))
                try Task.checkCancellation()
            }
        }
    }

    @Test("throws what the body throws") func throwing() async {
        struct Broken: Error {}
        await #expect(throws: Broken.self) { try await withTimeout(.seconds(3600)) { throw Broken() } }
    }
}
