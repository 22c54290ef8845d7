internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// One answer for all who ask the same at the same time.
///
/// Who asks while an answer is made waits for the next one, which is begun when that one is there: nobody gets an answer that was
/// begun before he asked, so what somebody changed he sees changed. However many pages watch an import, the database is asked one
/// question at a time for it (measured by `scripts/bench web`).
final class SharedAnswers: Sendable {
    typealias Work = @Sendable () async throws -> String

    private struct Flight {
        /// The one that is being made: too late for whoever asks now.
        let current: Task<ByteBuffer, any Error>
        /// The one that is begun afterwards.
        var next: Task<ByteBuffer, any Error>?
    }

    private let flights = Mutex<[String: Flight]>([:])

    /// The answer, begun now or soon.
    /// - Parameters:
    ///   - question: What is asked: an address with its query. Answers depend on nothing else, not on who asks either.
    ///   - make: Makes the answer.
    func answer(to question: String, _ make: @escaping Work) -> Task<ByteBuffer, any Error> {
        flights.withLock { flights in
            guard let flight = flights[question] else {
                let first = Task { try await self.make(question, make) }
                flights[question] = Flight(current: first)
                return first
            }
            if let next = flight.next { return next }
            let next = Task { [current = flight.current] in
                _ = await current.result
                self.advance(question)
                return try await self.make(question, make)
            }
            flights[question]?.next = next
            return next
        }
    }

    private func make(_ question: String, _ make: Work) async throws -> ByteBuffer {
        defer { end(question) }
        return ByteBuffer(string: try await make())
    }

    /// The next one begins.
    private func advance(_ question: String) {
        flights.withLock { flights in
            if let next = flights[question]?.next { flights[question] = Flight(current: next) }
        }
    }

    /// The next one, if somebody waits for it, begins by itself.
    private func end(_ question: String) {
        flights.withLock { flights in
            if flights[question]?.next == nil { flights[question] = nil }
        }
    }
}

extension WebRequest {
    /// An answer in JSON that depends on the address alone, made once for all who ask for it at the same time.
    func shared(_ make: @escaping SharedAnswers.Work) async throws -> Response {
        .json(bytes: try await services.answers.answer(to: request.uri.string, make).value)
    }
}
