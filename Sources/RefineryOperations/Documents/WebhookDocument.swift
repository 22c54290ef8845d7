internal import Foundation
internal import RefineryModel
package import RefineryStore
package import Secrets

/// A webhook as programs read it.
package struct WebhookDocument: Encodable {
    let id: String
    let url: String
    let events: [String]
    let allowsPrivate: Bool
    let configured: Bool
    let pending: Int64
    let createdAt: String
    let createdBy: String
    let disabledAt: String?
    let disabledReason: String?
    /// Only where somebody asked for it.
    let secret: String?

    package init(_ webhook: Webhook, secret: Secret? = nil) {
        (id, url, events) = (webhook.id.uuidString.lowercased(), webhook.url, webhook.events)
        (allowsPrivate, configured, pending) = (webhook.allowsPrivate, webhook.isConfigured, webhook.pending)
        (createdAt, createdBy) = (Timestamp.iso8601(webhook.createdAt), webhook.createdBy)
        (disabledAt, disabledReason) = (webhook.disabledAt.map(Timestamp.iso8601), webhook.disabledReason)
        self.secret = secret?.text
    }
}

/// A delivery of a webhook as programs read it.
package struct DeliveryDocument: Encodable {
    let id: String
    let webhookId: String
    let type: String
    let at: String
    let state: String
    let attempts: Int32
    let replays: Int32
    let nextAttemptAt: String?
    let lastAttemptAt: String?
    let lastStatus: Int16?
    let lastError: String?
    let endedAt: String?
    let data: JSONValue

    package init(_ delivery: WebhookDelivery) {
        (id, webhookId) = (delivery.id.uuidString.lowercased(), delivery.webhookID.uuidString.lowercased())
        (type, at, state) = (delivery.kind, Timestamp.iso8601(delivery.at), delivery.state.rawValue)
        (attempts, replays) = (delivery.attempts, delivery.replays)
        (nextAttemptAt, lastAttemptAt) = (
            delivery.nextAttemptAt.map(Timestamp.iso8601), delivery.lastAttemptAt.map(Timestamp.iso8601)
        )
        (lastStatus, lastError, endedAt) = (delivery.lastStatus, delivery.lastError, delivery.endedAt.map(Timestamp.iso8601))
        data = AlertKind(rawValue: delivery.kind)?.document(delivery.data) ?? delivery.data
    }
}

/// Something that is wrong now, as programs read it.
package struct AlertDocument: Encodable {
    let type: String
    let subject: String
    let raisedAt: String
    let data: JSONValue

    package init(_ alert: OpenAlert) {
        (type, subject, raisedAt) = (alert.kind, alert.subject, Timestamp.iso8601(alert.raisedAt))
        data = AlertKind(rawValue: alert.kind)?.document(alert.data) ?? alert.data
    }
}
