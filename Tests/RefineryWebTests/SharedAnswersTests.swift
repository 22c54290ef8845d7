import Synchronization
import Testing

@testable import RefineryWeb

@Suite("Shared answers", .timeLimit(.minutes(1))) struct SharedAnswersTests {
    /// Makes answers that are numbered, each when it is let.
    private final class Maker: Sendable {
        private let begun = Mutex(0)
        private let gate = AsyncStream<Void>.makeStream()

        var count: Int { begun.withLock { $0 } }

        func make() async -> String {
            let number = begun.withLock { number in
                number += 1
                return number
            }
            var lets = gate.stream.makeAsyncIterator()
            await lets.next()
            return "answer \(number)"
        }

        func letOne() { gate.continuation.yield() }
    }

    @Test("are not those that were begun before somebody asked, and one for all who wait")
    func sharing() async throws {
        let (answers, maker) = (SharedAnswers(), Maker())
        async let first = answers.text("a") { await maker.make() }
        while maker.count < 1 { await Task.yield() }
        let waiting = await Self.ask(answers, maker, times: 10)
        #expect(maker.count == 1)
        maker.letOne()
        #expect(try await first == "answer 1")
        maker.letOne()
        for task in waiting { #expect(try await task.value == "answer 2") }
        #expect(maker.count == 2)
    }

    /// Asks so often; all wait when it comes back, since an actor takes up what it is given in order.
    private static func ask(_ answers: isolated SharedAnswers, _ maker: Maker, times: Int) async -> [Task<String, any Error>] {
        let tasks = (0..<times).map { _ in Task { try await answers.text("a") { await maker.make() } } }
        await Task { _ = answers }.value
        return tasks
    }

    @Test("of another question do not wait")
    func others() async throws {
        let (answers, maker) = (SharedAnswers(), Maker())
        async let first = answers.text("a") { await maker.make() }
        while maker.count < 1 { await Task.yield() }
        #expect(try await answers.text("b") { "at once" } == "at once")
        maker.letOne()
        #expect(try await first == "answer 1")
    }

    @Test("that fail do so for those who asked, and not for the next")
    func failure() async throws {
        struct Trouble: Error {}
        let answers = SharedAnswers()
        await #expect(throws: Trouble.self) { try await answers.text("a") { throw Trouble() } }
        #expect(try await answers.text("a") { "well" } == "well")
    }
}
