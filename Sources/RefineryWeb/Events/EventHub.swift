internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Postgres
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import ServiceLifecycle
internal import Synchronization
internal import Waiting

/// All events of the database, for any number of streams of this process, over one connection of its own.
///
/// Notices only wake it: what it hands out it has read from the table, so that nothing is missing, whatever notice was lost. Events whose
/// transaction ends after that of a later one are found as ``EventCursor`` does.
final class EventHub: Service, Sendable {
    /// An event, written once for all who get it.
    struct Event: Sendable {
        let seq: Int64
        let runID: RunID?
        let kind: String
        /// JSON, as docs/events.md has it.
        let payload: String
        /// As an event stream has it.
        let bytes: ByteBuffer
        /// As a WebSocket has it.
        let message: ByteBuffer
    }

    /// What a stream gets.
    enum Delivery: Sendable {
        case event(Event)
        /// Nothing happened for a while.
        case heartbeat
    }

    /// Events from a moment on.
    struct Subscription: Sendable {
        /// The newest event before it.
        let cursor: Int64
        let deliveries: AsyncStream<Delivery>
    }

    private struct Subscriber {
        let runID: RunID?
        let sink: AsyncStream<Delivery>.Continuation
        let onOverflow: @Sendable () -> Void
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var nextID = 0
        var cursor = EventCursor(after: 0)
    }

    private static let pageSize = 1000
    /// Deliveries that wait for a reader; one that lets more of them come is sent away, and asks again from where he is.
    private static let waiting = 1000
    private static let heartbeat: Duration = .seconds(15)

    private let operations: Operations
    private let logger: Logger
    private let state = Mutex(State())

    init(_ operations: Operations, _ logger: Logger) { (self.operations, self.logger) = (operations, logger) }

    /// Streams open now.
    var count: Int { state.withLock { $0.subscribers.count } }

    /// - Parameters:
    ///   - runID: Only its events; nil: all.
    ///   - onOverflow: Called when the reader let more wait than it may; the stream is over then.
    func subscribe(_ runID: RunID?, onOverflow: @escaping @Sendable () -> Void) -> Subscription {
        let (deliveries, sink) = AsyncStream.makeStream(of: Delivery.self, bufferingPolicy: .bufferingNewest(Self.waiting))
        return state.withLock { state in
            let id = state.nextID
            state.nextID += 1
            state.subscribers[id] = Subscriber(runID: runID, sink: sink, onOverflow: onOverflow)
            sink.onTermination = { [weak self] _ in self?.state.withLock { $0.subscribers[id] = nil } }
            return Subscription(cursor: state.cursor.newest, deliveries: deliveries)
        }
    }

    /// Reads until the graceful shutdown. A lost database is waited for.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.beat() }
                group.addTask { await self.readAlways() }
                group.addTask { await self.forgetRequests() }
                try await group.waitForAll()
            }
        }
    }

    private func beat() async {
        while (try? await Task.sleep(for: Self.heartbeat)) != nil { deliver(.heartbeat, of: nil) }
    }

    /// Yesterday's idempotency keys go.
    private func forgetRequests() async {
        while (try? await Task.sleep(for: .seconds(600))) != nil {
            while let count = try? await operations.database.pool.withConnection({ try await $0.first(PruneRequests()) }), count > 0 {}
        }
    }

    private func readAlways() async {
        var isFirst = true
        while !Task.isCancelled {
            do {
                let connection = try await operations.database.connect()
                do { try await read(connection, isFirst: &isFirst) } catch {
                    operations.database.outage.log("events are not read", error, [:], logger)
                }
                await connection.close()
            } catch {
                operations.database.outage.log("events are not read", error, [:], logger)
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func read(_ connection: PostgresConnection, isFirst: inout Bool) async throws {
        if !(await connection.isPooled) { try await connection.listen(NotifyChannel.progress) }
        if isFirst {
            let last = try await connection.first(FindLastEvent()) ?? 0
            let known = try await connection.rows(ListEvents(after: max(0, last - EventCursor.lookback), limit: Self.pageSize))
            state.withLock { state in
                for event in known { _ = state.cursor.take(event.seq) }
            }
            isFirst = false
        }
        let wakeUp = WakeUp()
        let notices = Task { [self] in
            for await notice in connection.notifications {
                // What was read meanwhile needs no look.
                if let seq = Self.seq(notice.payload), hasSeen(seq) { continue }
                wakeUp.signal()
            }
            wakeUp.signal()
        }
        defer { notices.cancel() }
        while !Task.isCancelled && connection.isUsable {
            try await readNew(connection)
            operations.database.outage.end(logger)
            await wakeUp.wait(atMost: .seconds(1))
        }
    }

    private func hasSeen(_ seq: Int64) -> Bool { state.withLock { $0.cursor.hasTaken(seq) } }

    private func readNew(_ connection: PostgresConnection) async throws {
        var after = state.withLock(\.cursor.readsAfter)
        while true {
            let page = try await connection.rows(ListEvents(after: after, limit: Self.pageSize))
            for stored in page {
                let isNew = state.withLock { $0.cursor.take(stored.seq) }
                if isNew { deliver(.event(Event(stored)), of: stored.runID) }
            }
            guard page.count == Self.pageSize, let last = page.last else { return }
            after = last.seq
        }
    }

    private func deliver(_ delivery: Delivery, of runID: RunID?) {
        let wanting = state.withLock { state in
            state.subscribers.values.filter { $0.runID == nil || runID == nil || $0.runID == runID }
        }
        for subscriber in wanting {
            guard case .dropped = subscriber.sink.yield(delivery) else { continue }
            subscriber.sink.finish()
            subscriber.onOverflow()
        }
    }

    /// The number of the event of a notice.
    private static func seq(_ payload: String) -> Int64? {
        guard let range = payload.range(of: "\"seq\": ") ?? payload.range(of: "\"seq\":") else { return nil }
        return Int64(payload[range.upperBound...].prefix { $0.isNumber })
    }
}

extension EventHub.Event {
    init(_ stored: StoredEvent) {
        seq = stored.seq
        runID = stored.runID
        payload = stored.payload
        kind = JSONValue(Array(stored.payload.utf8))?["kind"].text ?? "event"
        bytes = ByteBuffer(string: "id: \(stored.seq)\nevent: \(kind)\ndata: \(stored.payload)\n\n")
        message = ByteBuffer(string: "{\"type\":\"\(Self.type(of: kind))\",\"seq\":\(stored.seq),\"data\":\(stored.payload)}")
    }

    /// What the classic program calls it.
    private static func type(of kind: String) -> String {
        kind.hasSuffix("_progress") || kind.hasPrefix("job_") || kind.hasPrefix("jobs_") ? "BATCH_PROGRESS" : "SESSION_UPDATE"
    }
}
