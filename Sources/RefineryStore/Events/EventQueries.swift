package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Channels of NOTIFY.
package enum NotifyChannel {
    /// Payloads as docs/events.md describes them.
    package static let progress = "refinery_progress"
    /// The payload is the name of a stage that has turned from empty to ready, ``drained``, ``webhook``, ``leftover``, or ``lull``.
    package static let jobs = "refinery_jobs"
    /// Payload of ``jobs``: a worker found nothing more to claim, so that an import may have ended.
    package static let drained = "drained"
    /// Payload of ``jobs``: a webhook has something to be sent.
    package static let webhook = "webhook"
    /// Payload of ``jobs``: something that was stored has to go.
    package static let leftover = "leftover"
    /// Payload of ``jobs``: the leader found that nobody has anything to do.
    package static let lull = "lull"
}

/// Something that happened to a run.
package struct RunEvent: Sendable, Equatable {
    package let runID: RunID
    package let kind: String
    /// Fields beyond the counters that every event carries: a JSON object.
    package let data: String

    package init(_ kind: EventKind, _ runID: RunID, data: String = "{}") {
        self.runID = runID
        self.kind = kind.rawValue
        self.data = data
    }

    /// What happens to runs of every kind: `import_completed` is `RunEvent("import", "completed", …)`.
    package init(_ runKind: String, _ outcome: String, _ runID: RunID) {
        self.runID = runID
        self.kind = "\(runKind)_\(outcome)"
        self.data = "{}"
    }
}

/// An event as it is stored and as NOTIFY carries it.
package struct StoredEvent: Sendable, Equatable {
    package let seq: Int64
    package let runID: RunID?
    /// JSON, described in docs/events.md.
    package let payload: String
}

extension PostgresConnection {
    /// Tells whoever listens of stored events; nobody of none.
    package func publish(_ events: [StoredEvent]) async throws {
        if events.isEmpty { return }
        try await execute(Notify(channel: NotifyChannel.progress, payloads: events.map(\.payload)))
    }
}

/// Stores events. SQL: `sql/queries/events/insert_events.sql`.
package struct InsertEvents: Query {
    package static let sql = SQLCatalog.query("insert_events")
    package let events: [RunEvent]
    package init(_ events: [RunEvent]) { self.events = events }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(events.map(\.runID))
        parameters.append(events.map(\.kind))
        parameters.append(events.map(\.data))
    }

    package static func decode(_ row: Row) throws -> StoredEvent {
        StoredEvent(seq: try row[0], runID: try row[1], payload: try row[2])
    }
}

/// Sends payloads on a channel; outside of every data transaction. SQL: `sql/queries/events/notify.sql`.
package struct Notify: Query {
    package static let sql = SQLCatalog.query("notify")
    package let channel: String, payloads: [String]

    package init(channel: String, payloads: [String]) {
        self.channel = channel
        self.payloads = payloads
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(channel)
        parameters.append(payloads)
    }
}

/// Lists events after a seq, oldest first. SQL: `sql/queries/events/list_events.sql`.
package struct ListEvents: Query {
    package static let sql = SQLCatalog.query("list_events")
    package let after: Int64, runID: RunID?, limit: Int

    package init(after: Int64, runID: RunID? = nil, limit: Int = 1000) {
        self.after = after
        self.runID = runID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(runID)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> StoredEvent {
        StoredEvent(seq: try row[0], runID: try row[1], payload: try row[2])
    }
}
