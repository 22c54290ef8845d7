internal import Postgres
package import RefineryModel
package import RefineryStore
internal import Waiting

extension Operations {
    private static let eventPage = 1000

    /// Reads events in their order, each a JSON object that may be shown on a terminal.
    /// - Parameters:
    ///   - runID: nil for those of all runs.
    ///   - seen: The number of the last event that was read; 0 for all. Moves on.
    package func forEachEvent(of runID: RunID?, after seen: inout Int64, _ body: (String) -> Void) async throws {
        while true {
            let query = ListEvents(after: seen, runID: runID, limit: Self.eventPage)
            let page = try await withConnection { try await $0.rows(query) }
            for event in page { body(event.payload.visibleJSON) }
            guard let last = page.last else { return }
            seen = last.seq
            if page.count < Self.eventPage { return }
        }
    }

    /// A page of events in their order.
    /// - Parameter runID: nil for all runs.
    package func events(of runID: RunID?, after seen: Int64) async throws -> [StoredEvent] {
        try await withConnection { try await $0.rows(ListEvents(after: seen, runID: runID)) }
    }

    /// Reads events, each once, a JSON object, those that are there and then those that come: woken by NOTIFY, sure by asking once a second. A
    /// lost database is waited for.
    /// - Parameters:
    ///   - runID: nil for those of all runs.
    ///   - start: The number of the event behind which to begin; 0 for all.
    /// - Throws: `CancellationError`, which alone ends it, and what the database refuses.
    package func followEvents(of runID: RunID?, after start: Int64, _ body: (String) -> Void) async throws -> Never {
        let listening = ProgressListening(database, runID)
        var cursor = EventCursor(after: start)
        while true {
            do {
                try await readEvents(of: runID, &cursor, body)
                await listening.wakeUp.wait(atMost: .seconds(1))
            } catch let error as PostgresError where error.isTransient {
                try await Task.sleep(for: .milliseconds(500))
            }
            try Task.checkCancellation()
        }
    }

    private func readEvents(of runID: RunID?, _ cursor: inout EventCursor, _ body: (String) -> Void) async throws {
        var after = cursor.readsAfter
        while true {
            let query = ListEvents(after: after, runID: runID, limit: Self.eventPage)
            let page = try await withConnection { try await $0.rows(query) }
            for event in page where cursor.take(event.seq) { body(event.payload.visibleJSON) }
            guard page.count == Self.eventPage, let last = page.last else { return }
            after = last.seq
        }
    }
}
