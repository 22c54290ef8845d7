internal import Hummingbird

/// One answer for all who ask the same at the same time.
///
/// Who asks while an answer is made waits for the next one, which is begun when that one is there: nobody gets an answer that was
/// begun before he asked, so what somebody changed he sees changed. However many pages watch an import, the database is asked one
/// question at a time for it (measured by `scripts/bench web`).
actor SharedAnswers {
    typealias Work = @Sendable () async throws -> String

    private struct Flight {
        /// The one that is being made: too late for whoever asks now.
        let current: Task<String, any Error>
        /// The one that is begun afterwards.
        var next: Task<String, any Error>?
    }

    private var flights: [String: Flight] = [:]

    /// - Parameters:
    ///   - question: What is asked: an address with its query. Answers depend on nothing else, not on who asks either.
    ///   - make: Makes the answer.
    func text(_ question: String, _ make: @escaping Work) async throws -> String {
        guard let flight = flights[question] else { return try await begin(question, make).value }
        if let next = flight.next { return try await next.value }
        let next = Task { [current = flight.current] in
            _ = await current.result
            return try await self.begin(question, make).value
        }
        flights[question]?.next = next
        return try await next.value
    }

    private func begin(_ question: String, _ make: @escaping Work) -> Task<String, any Error> {
        let task = Task {
            defer { self.end(question) }
            return try await make()
        }
        flights[question] = Flight(current: task)
        return task
    }

    /// The next one, if somebody waits for it, begins by itself.
    private func end(_ question: String) {
        if flights[question]?.next == nil { flights[question] = nil }
    }
}

extension WebRequest {
    /// An answer in JSON that depends on the address alone, made once for all who ask for it at the same time.
    func shared(_ make: @escaping SharedAnswers.Work) async throws -> Response {
        .json(text: try await services.answers.text(request.uri.string, make))
    }
}
