internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import ServiceLifecycle

/// Events for one client: those behind where it is, then those that come. Nothing is missing, and nothing comes twice.
struct EventFeed: Sendable {
    let hub: EventHub
    let operations: Operations
    /// Only this run's; nil: all.
    let runID: RunID?
    /// The number of the last event that the client has; nil: it wants those that come.
    let after: Int64?

    /// Hands them out until the graceful shutdown, or until the client does not keep up.
    /// - Parameter onOverflow: Called when more events wait than a client may let wait: whatever `body` waits for is to end then.
    func forEach(onOverflow: @escaping @Sendable () -> Void, _ body: (EventHub.Delivery) async throws -> Void) async throws {
        let subscription = hub.subscribe(runID, onOverflow: onOverflow)
        var sent: Set<Int64> = []
        if var seen = after {
            while true {
                let page = try await operations.events(of: runID, after: seen)
                guard let last = page.last else { break }
                for event in page { try await body(.event(EventHub.Event(event))) }
                seen = last.seq
                // Those that the hub may hand out again.
                sent.formUnion(page.lazy.map(\.seq).filter { $0 > subscription.cursor - 2 * EventCursor.lookback })
                if last.seq > subscription.cursor { break }
            }
        }
        for await delivery in subscription.deliveries.cancelOnGracefulShutdown() {
            if case .event(let event) = delivery, !sent.isEmpty, sent.remove(event.seq) != nil { continue }
            try await body(delivery)
        }
    }
}
