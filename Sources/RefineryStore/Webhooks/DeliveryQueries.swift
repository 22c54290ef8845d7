package import Postgres
package import RefineryModel
internal import SQLCatalog

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// How far a delivery is.
package enum DeliveryState: String, Sendable, CaseIterable, PostgresValue {
    case pending
    case delivered
    /// Nobody tries any more.
    case failed
}

/// Lists webhooks with deliveries to be made. SQL: `sql/queries/webhooks/list_due_webhooks.sql`.
package struct ListDueWebhooks: Query {
    package static let sql = SQLCatalog.query("list_due_webhooks")
    package init() {}
    /// When the next one is due.
    package static func decode(_ row: Row) throws -> (webhook: UUID, wait: Duration) { (try row[0], .milliseconds(try row[1] as Int64)) }
}

/// A delivery that its claimant sends now.
package struct ClaimedDelivery: Sendable {
    package let id: UUID
    /// Counts every time that it was sent, or may have been.
    package let attempt: Int32
    /// Counts since the last replay.
    package let step: Int32
    package let message: WebhookMessage
}

/// Takes the delivery of a webhook that is due longest. SQL: `sql/queries/webhooks/claim_delivery.sql`.
package struct ClaimDelivery: Query {
    package static let sql = SQLCatalog.query("claim_delivery")
    package let webhook: UUID, lease: Duration

    /// - Parameter lease: When its claimant is taken for dead.
    package init(webhook: UUID, lease: Duration) { (self.webhook, self.lease) = (webhook, lease) }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(webhook)
        parameters.append(lease.inMilliseconds)
    }

    package static func decode(_ row: Row) throws -> ClaimedDelivery {
        let (id, kind, data): (UUID, String, String) = (try row[0], try row[3], try row[5])
        let facts = JSONValue(Array(data.utf8)) ?? .null
        return ClaimedDelivery(
            id: id, attempt: try row[1], step: try row[2],
            message: WebhookMessage(
                id: "msg_" + id.uuidString.lowercased().replacing("-", with: ""), url: try row[6], secret: try row[7], type: kind,
                timestamp: try row[4], data: AlertKind(rawValue: kind)?.document(facts) ?? facts, allowsPrivate: try row[8]))
    }
}

/// Notes what came of an attempt. SQL: `sql/queries/webhooks/settle_delivery.sql`. No row: somebody else repeated it since.
package struct SettleDelivery: Query {
    package static let sql = SQLCatalog.query("settle_delivery")
    package let delivery: ClaimedDelivery, state: DeliveryState, status: Int?, error: String?, wait: Duration

    /// - Parameter wait: Until the next attempt, where there is one.
    package init(_ delivery: ClaimedDelivery, _ state: DeliveryState, status: Int?, error: String?, wait: Duration = .zero) {
        (self.delivery, self.state, self.status, self.error, self.wait) = (delivery, state, status, error, wait)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(delivery.id)
        parameters.append(delivery.attempt)
        parameters.append(state)
        parameters.append(status.map { Int16(clamping: $0) })
        parameters.append(error)
        parameters.append(wait.inMilliseconds)
    }

    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Sends nothing more to the webhook of a delivery. SQL: `sql/queries/webhooks/disable_webhook.sql`.
package struct DisableWebhook: Query {
    package static let sql = SQLCatalog.query("disable_webhook")
    package let delivery: UUID, reason: String
    package init(of delivery: UUID, reason: String) { (self.delivery, self.reason) = (delivery, reason) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(delivery)
        parameters.append(reason)
    }
    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// A delivery as lists show it.
package struct WebhookDelivery: Sendable, Equatable {
    package let id: UUID
    package let webhookID: UUID
    package let url: String
    /// As ``AlertKind`` has it; one of a newer program may be unknown.
    package let kind: String
    /// Instants in seconds since 1970.
    package let at: Double
    package let state: DeliveryState
    package let attempts: Int32
    package let replays: Int32
    package let nextAttemptAt: Double?
    package let lastAttemptAt: Double?
    /// Of the last answer; nil: there was none.
    package let lastStatus: Int16?
    package let lastError: String?
    package let endedAt: Double?
    package let data: JSONValue

    init(_ row: Row) throws {
        (id, webhookID, url, kind, at) = (try row[0], try row[1], try row[2], try row[3], try row[4])
        (state, attempts, replays) = (try row[5], try row[6], try row[7])
        (nextAttemptAt, lastAttemptAt, lastStatus) = (try row[8], try row[9], try row[10])
        (lastError, endedAt) = (try row[11], try row[12])
        data = JSONValue(Array((try row[13] as String).utf8)) ?? .null
    }
}

/// Lists deliveries, the newest first. SQL: `sql/queries/webhooks/list_deliveries.sql`.
package struct ListDeliveries: Query {
    package static let sql = SQLCatalog.query("list_deliveries")
    package let webhook: UUID?, state: DeliveryState?, after: UUID?, limit: Int, id: UUID?

    package init(of webhook: UUID? = nil, state: DeliveryState? = nil, after: UUID? = nil, limit: Int) {
        (self.webhook, self.state, self.after, self.limit, id) = (webhook, state, after, limit, nil)
    }

    /// One alone.
    package init(id: UUID) { (webhook, state, after, limit, self.id) = (nil, nil, nil, 1, id) }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(webhook)
        parameters.append(state)
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
        parameters.append(id)
    }

    package static func decode(_ row: Row) throws -> WebhookDelivery { try WebhookDelivery(row) }
}

/// Counts deliveries that failed and can be sent again, up to a limit. SQL: `sql/queries/webhooks/count_failed_deliveries.sql`.
package struct CountFailedDeliveries: Query {
    package static let sql = SQLCatalog.query("count_failed_deliveries")
    package let webhook: UUID?, limit: Int
    package init(of webhook: UUID?, limit: Int) { (self.webhook, self.limit) = (webhook, limit) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(webhook)
        parameters.append(Int32(clamping: limit))
    }
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Finds deliveries by how their id begins: two at most. SQL: `sql/queries/webhooks/find_deliveries.sql`.
package struct FindDeliveries: Query {
    package static let sql = SQLCatalog.query("find_deliveries")
    package let beginning: String
    package init(_ beginning: String) { self.beginning = beginning }
    package func bind(_ parameters: inout Parameters) { parameters.append(beginning) }
    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Sends deliveries again. SQL: `sql/queries/webhooks/replay_deliveries.sql`.
package struct ReplayDeliveries: Query {
    package static let sql = SQLCatalog.query("replay_deliveries")
    package let ids: [UUID]?, webhook: UUID?, seconds: Double?

    /// - Parameters:
    ///   - ids: nil: all that failed.
    ///   - seconds: Only what happened within them; nil: ever.
    package init(ids: [UUID]?, webhook: UUID? = nil, seconds: Double? = nil) {
        (self.ids, self.webhook, self.seconds) = (ids, webhook, seconds)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(ids)
        parameters.append(webhook)
        parameters.append(seconds)
    }

    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Makes a delivery to one webhook alone. SQL: `sql/queries/webhooks/insert_test_delivery.sql`. No row: it is disabled.
package struct InsertTestDelivery: Query {
    package static let sql = SQLCatalog.query("insert_test_delivery")
    package let webhook: UUID
    package init(_ webhook: UUID) { self.webhook = webhook }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(webhook)
        parameters.append(AlertKind.test.rawValue)
    }
    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}
