import NIOCore
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
        func ask() -> Task<ByteBuffer, any Error> { answers.answer(to: "a") { await maker.make() } }
        let first = ask()
        while maker.count < 1 { await Task.yield() }
        let waiting = (0..<10).map { _ in ask() }
        #expect(maker.count == 1)
        maker.letOne()
        #expect(String(buffer: try await first.value) == "answer 1")
        while maker.count < 2 { await Task.yield() }
        // Too late for the second one.
        let late = (0..<10).map { _ in ask() }
        maker.letOne()
        for task in waiting { #expect(String(buffer: try await task.value) == "answer 2") }
        maker.letOne()
        for task in late { #expect(String(buffer: try await task.value) == "answer 3") }
        #expect(maker.count == 3)
        // Nobody waits any more.
        maker.letOne()
        #expect(String(buffer: try await ask().value) == "answer 4")
    }

    @Test("of another question do not wait")
    func others() async throws {
        let (answers, maker) = (SharedAnswers(), Maker())
        let first = answers.answer(to: "a") { await maker.make() }
        while maker.count < 1 { await Task.yield() }
        #expect(String(buffer: try await answers.answer(to: "b") { "at once" }.value) == "at once")
        maker.letOne()
        #expect(String(buffer: try await first.value) == "answer 1")
    }

    @Test("that fail do so for those who asked, and not for the next")
    func failure() async throws {
        struct Trouble: Error {}
        let answers = SharedAnswers()
        await #expect(throws: Trouble.self) { try await answers.answer(to: "a") { throw Trouble() }.value }
        #expect(String(buffer: try await answers.answer(to: "a") { "well" }.value) == "well")
    }
}
