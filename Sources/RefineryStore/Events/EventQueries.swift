package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Channels of NOTIFY.
package enum NotifyChannel {
    /// Payloads as docs/events.md describes them.
    package static let progress = "refinery_progress"
    /// The payload is the name of a stage that has turned from empty to ready, ``drained``, or ``lull``.
    package static let jobs = "refinery_jobs"
    /// Payload of ``jobs``: a worker found nothing more to claim, so that an import may have ended.
    package static let drained = "drained"
    /// Payload of ``jobs``: the leader found that nobody has anything to do.
    package static let lull = "lull"
}

/// Something that happened to an import.
package struct ImportEvent: Sendable, Equatable {
    package let importID: ImportID
    package let kind: EventKind
    /// Fields beyond the counters that every event carries: a JSON object.
    package let data: String

    package init(_ kind: EventKind, _ importID: ImportID, data: String = "{}") {
        self.importID = importID
        self.kind = kind
        self.data = data
    }
}

/// An event as it is stored and as NOTIFY carries it.
package struct StoredEvent: Sendable, Equatable {
    package let seq: Int64
    package let importID: ImportID?
    /// JSON, described in docs/events.md.
    package let payload: String
}

/// Stores events. SQL: `sql/queries/insert_events.sql`.
package struct InsertEvents: Query {
    package static let sql = SQLCatalog.query("insert_events")
    package let events: [ImportEvent]
    package init(_ events: [ImportEvent]) { self.events = events }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(events.map(\.importID))
        parameters.append(events.map(\.kind))
        parameters.append(events.map(\.data))
    }

    package static func decode(_ row: Row) throws -> StoredEvent {
        StoredEvent(seq: try row[0], importID: try row[1], payload: try row[2])
    }
}

/// Sends payloads on a channel; outside of every data transaction. SQL: `sql/queries/notify.sql`.
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

/// Lists events after a seq, oldest first. SQL: `sql/queries/list_events.sql`.
package struct ListEvents: Query {
    package static let sql = SQLCatalog.query("list_events")
    package let after: Int64, importID: ImportID?, limit: Int

    package init(after: Int64, importID: ImportID? = nil, limit: Int = 1000) {
        self.after = after
        self.importID = importID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(importID)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> StoredEvent {
        StoredEvent(seq: try row[0], importID: try row[1], payload: try row[2])
    }
}
