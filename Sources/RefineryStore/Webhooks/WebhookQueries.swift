package import Postgres
package import RefineryModel
internal import SQLCatalog

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Where alerts are sent, as it is kept; without its secret.
package struct Webhook: Sendable, Equatable {
    package let id: UUID
    package let url: String
    /// Kinds, `import.*` for a group, `*` for all.
    package let events: [String]
    package let allowsPrivate: Bool
    /// Whether the configuration of the leader names it.
    package let isConfigured: Bool
    /// Instants in seconds since 1970.
    package let createdAt: Double
    package let createdBy: String
    package let disabledAt: Double?
    package let disabledReason: String?
    /// Deliveries that are still to be made.
    package let pending: Int64

    init(_ row: Row) throws {
        (id, url, events) = (try row[0], try row[1], try row[2])
        (allowsPrivate, isConfigured, createdAt, createdBy) = (try row[3], try row[4], try row[5], try row[6])
        (disabledAt, disabledReason, pending) = (try row[7], try row[8], try row[9])
    }
}

/// Keeps a new webhook. SQL: `sql/queries/webhooks/insert_webhook.sql`. No row: there is one of this address.
package struct InsertWebhook: Query {
    package static let sql = SQLCatalog.query("insert_webhook")
    package let url: String, secret: String, events: [String], allowsPrivate: Bool, creator: String?

    /// - Parameter creator: Who makes it; nil: the user of the database.
    package init(url: String, secret: String, events: [String], allowsPrivate: Bool, creator: String?) {
        (self.url, self.secret, self.events, self.allowsPrivate, self.creator) = (url, secret, events, allowsPrivate, creator)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(url)
        parameters.append(secret)
        parameters.append(events)
        parameters.append(allowsPrivate)
        parameters.append(creator)
    }

    package static func decode(_ row: Row) throws -> Webhook { try Webhook(row) }
}

/// Changes the webhook of an address. SQL: `sql/queries/webhooks/change_webhook.sql`. No row: there is none.
package struct ChangeWebhook: Query {
    package static let sql = SQLCatalog.query("change_webhook")
    package let url: String, secret: String?, events: [String], allowsPrivate: Bool

    /// - Parameter secret: nil: it keeps its own.
    package init(url: String, secret: String?, events: [String], allowsPrivate: Bool) {
        (self.url, self.secret, self.events, self.allowsPrivate) = (url, secret, events, allowsPrivate)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(url)
        parameters.append(secret)
        parameters.append(events)
        parameters.append(allowsPrivate)
    }

    package static func decode(_ row: Row) throws -> Webhook { try Webhook(row) }
}

/// Lists webhooks, the oldest first. SQL: `sql/queries/webhooks/list_webhooks.sql`.
package struct ListWebhooks: Query {
    package static let sql = SQLCatalog.query("list_webhooks")
    package let name: String?

    /// - Parameter name: An address, or how an id begins; nil: all.
    package init(named name: String? = nil) { self.name = name }
    package func bind(_ parameters: inout Parameters) { parameters.append(name) }
    package static func decode(_ row: Row) throws -> Webhook { try Webhook(row) }
}

/// Reads what a webhook's messages are signed with. SQL: `sql/queries/webhooks/read_webhook_secret.sql`.
package struct ReadWebhookSecret: Query {
    package static let sql = SQLCatalog.query("read_webhook_secret")
    package let id: UUID
    package init(_ id: UUID) { self.id = id }
    package func bind(_ parameters: inout Parameters) { parameters.append(id) }
    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Forgets a webhook and its deliveries. SQL: `sql/queries/webhooks/remove_webhook.sql`.
package struct RemoveWebhook: Query {
    package static let sql = SQLCatalog.query("remove_webhook")
    package let id: UUID
    package init(_ id: UUID) { self.id = id }
    package func bind(_ parameters: inout Parameters) { parameters.append(id) }
    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}

/// Makes the webhook of the leader's configuration the one that is kept. SQL: `sql/queries/webhooks/configure_webhook.sql`.
package struct ConfigureWebhook: Query {
    package static let sql = SQLCatalog.query("configure_webhook")
    package let webhook: ConfiguredWebhook?

    /// - Parameter webhook: nil: there is none.
    package init(_ webhook: ConfiguredWebhook?) { self.webhook = webhook }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(webhook?.url)
        parameters.append(webhook?.secret)
        parameters.append(webhook?.hasSecret ?? false)
        parameters.append(webhook?.events ?? [])
    }
}
