internal import Postgres
package import RefineryModel
package import RefineryStore
package import Secrets
internal import StandardWebhooks

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// What a webhook is to be.
package struct WebhookRequest: Sendable {
    package var url: String
    /// Of ``AlertKind/patterns``.
    package var events = ["*"]
    /// Whether it may be an address that only this network knows, and be asked without encryption.
    package var allowsPrivate = false
    /// nil: one is made.
    package var secret: Secret?
    /// Whether one of the same address is changed.
    package var replaces = false
    /// Who makes it; nil: the user of the database.
    package var creator: String?

    package init(url: String) { self.url = url }
}

extension Operations {
    /// All webhooks, the oldest first.
    package func webhooks() async throws -> [Webhook] { try await withConnection { try await $0.rows(ListWebhooks()) } }

    /// - Parameter name: Its address, its id, or how that begins.
    /// - Throws: ``WebhookFault/unknown(_:)``, ``WebhookFault/ambiguous(_:)``.
    package func webhook(_ name: String) async throws -> Webhook {
        let found = try await withConnection { try await $0.rows(ListWebhooks(named: name)) }
        guard let webhook = found.first else { throw WebhookFault.unknown(name) }
        guard found.count == 1 else { throw WebhookFault.ambiguous(name) }
        return webhook
    }

    /// Adds a webhook, which hears of everything from now on.
    /// - Returns: Its secret, too, where it is a new one.
    /// - Throws: ``WebhookFault``.
    package func addWebhook(_ request: WebhookRequest) async throws -> (webhook: Webhook, secret: Secret?) {
        if let problem = WebhookAddress.problem(with: request.url, allowsPrivate: request.allowsPrivate) {
            throw WebhookFault.badAddress(problem)
        }
        for event in request.events where !AlertKind.patterns.contains(event) { throw WebhookFault.badEvent(event) }
        guard !request.events.isEmpty else { throw WebhookFault.badEvent("") }
        if let secret = request.secret, WebhookKey(secret.text) == nil || !secret.text.hasPrefix("whsec_") { throw WebhookFault.badSecret }
        if request.replaces {
            let change = ChangeWebhook(
                url: request.url, secret: request.secret?.text, events: request.events, allowsPrivate: request.allowsPrivate)
            if let changed = try await withConnection({ try await $0.first(change) }) { return (changed, request.secret) }
        }
        var generator = SystemRandomNumberGenerator()
        let secret = request.secret ?? Secret(WebhookKey.random(using: &generator))
        let insert = InsertWebhook(
            url: request.url, secret: secret.text, events: request.events, allowsPrivate: request.allowsPrivate, creator: request.creator)
        guard let webhook = try await withConnection({ try await $0.first(insert) }) else { throw WebhookFault.exists }
        return (webhook, secret)
    }

    /// What its messages are signed with. Only who may send them may read it.
    package func secret(of webhook: Webhook) async throws -> Secret {
        guard let secret = try await withConnection({ try await $0.first(ReadWebhookSecret(webhook.id)) }) else {
            throw WebhookFault.unknown(webhook.url)
        }
        return Secret(secret)
    }

    /// Forgets a webhook; what was not delivered is not.
    /// - Parameter name: As ``webhook(_:)`` has it.
    package func removeWebhook(_ name: String) async throws -> Webhook {
        let webhook = try await webhook(name)
        guard try await withConnection({ try await $0.first(RemoveWebhook(webhook.id)) }) != nil else { throw WebhookFault.unknown(name) }
        return webhook
    }

    /// Sends a message of the kind `webhook.test`.
    /// - Returns: The delivery, which a coordinator makes.
    /// - Throws: ``WebhookFault/disabled(reason:)``.
    package func testWebhook(_ name: String) async throws -> UUID {
        let webhook = try await webhook(name)
        guard let id = try await withConnection({ try await $0.first(InsertTestDelivery(webhook.id)) }) else {
            throw WebhookFault.disabled(reason: webhook.disabledReason ?? "")
        }
        await database.hint(NotifyChannel.webhook)
        return id
    }

    /// What was, or is to be, delivered; the newest first.
    /// - Parameters:
    ///   - webhook: nil: of all.
    ///   - after: The last of the page before.
    package func deliveries(of webhook: UUID? = nil, state: DeliveryState? = nil, after: UUID? = nil, limit: Int) async throws
        -> [WebhookDelivery]
    {
        let list = ListDeliveries(of: webhook, state: state, after: after, limit: limit)
        return try await withConnection { try await $0.rows(list) }
    }

    /// - Throws: ``WebhookFault/unknownDelivery(_:)``.
    package func delivery(_ id: UUID) async throws -> WebhookDelivery {
        guard let found = try await withConnection({ try await $0.first(ListDeliveries(id: id)) }) else {
            throw WebhookFault.unknownDelivery("\(id)")
        }
        return found
    }

    /// The delivery whose id is, or begins with, a text.
    /// - Throws: ``WebhookFault/unknownDelivery(_:)``, ``WebhookFault/ambiguous(_:)``.
    package func deliveryID(_ text: String) async throws -> UUID {
        // As a receiver has it.
        let beginning = text.hasPrefix("msg_") ? Self.dashed(text.dropFirst(4)) : text
        guard !beginning.isEmpty, beginning.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw WebhookFault.unknownDelivery(text) }
        let found = try await withConnection { try await $0.rows(FindDeliveries(beginning)) }
        guard let id = found.first else { throw WebhookFault.unknownDelivery(text) }
        guard found.count == 1 else { throw WebhookFault.ambiguous(text) }
        return id
    }

    /// Delivers once more, with the same id: by the schedule from its beginning.
    /// - Returns: Those that are sent; not one that is on its way, or whose webhook is disabled.
    package func replay(_ deliveries: [UUID]) async throws -> [UUID] { try await replay(ReplayDeliveries(ids: deliveries)) }

    /// The same with all that failed.
    /// - Parameters:
    ///   - webhook: nil: of all.
    ///   - seconds: Only what happened within them; nil: ever.
    package func replayFailed(of webhook: UUID? = nil, within seconds: Double? = nil) async throws -> [UUID] {
        try await replay(ReplayDeliveries(ids: nil, webhook: webhook, seconds: seconds))
    }

    private func replay(_ replay: ReplayDeliveries) async throws -> [UUID] {
        let replayed = try await withConnection { try await $0.rows(replay) }
        if !replayed.isEmpty { await database.hint(NotifyChannel.webhook) }
        return replayed
    }

    /// How many messages failed and can be sent again, in words.
    /// - Parameter webhook: nil: of all.
    package func failedDeliveries(of webhook: UUID?) async throws -> String {
        let failed = try await withConnection { try await $0.first(CountFailedDeliveries(of: webhook, limit: Self.failedMax + 1)) } ?? 0
        return failed > Self.failedMax
            ? "more than \(NumberFormat.counted(Int64(Self.failedMax), "message"))" : NumberFormat.counted(failed, "message")
    }

    /// Counted so far: within a few milliseconds.
    private static let failedMax = 10_000

    /// What is wrong now, the newest first.
    package func alerts() async throws -> [OpenAlert] { try await withConnection { try await $0.rows(ListAlerts()) } }

    private static func dashed(_ digits: Substring) -> String {
        var text = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { text += "-" }
            text.append(digit)
        }
        return text
    }
}

/// Why nothing was done with a webhook. None of it has an address in it: its path may be a secret.
package enum WebhookFault: Fault, Equatable {
    case unknown(String)
    case unknownDelivery(String)
    case ambiguous(String)
    case badAddress(String)
    case badEvent(String)
    case badSecret
    case exists
    case disabled(reason: String)

    package var code: FaultCode {
        switch self {
        case .unknown: .webhookNotFound
        case .unknownDelivery: .deliveryNotFound
        case .ambiguous, .badAddress, .badEvent, .badSecret: .webhookInvalid
        case .exists: .webhookExists
        case .disabled: .stateConflict
        }
    }
    package var summary: String {
        switch self {
        case .unknown(let name): "There is no webhook “\(name.visible)”."
        case .unknownDelivery(let text): "There is no delivery “\(text.visible)”."
        case .ambiguous(let text): "Several begin with “\(text.visible)”."
        case .badAddress(let problem): "The address of a webhook \(problem)."
        case .badEvent(let event): "“\(event.visible)” is no kind of alert."
        case .badSecret: "The secret of a webhook is \(WebhookKey.form)."
        case .exists: "There is a webhook with this address already."
        case .disabled(let reason): "The webhook is disabled: \(reason.visible)"
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown, .unknownDelivery: "Look at the list."
        case .ambiguous: "Give more of its id."
        case .badAddress: "Within a network of your own, private addresses can be allowed; then http is, too."
        case .badEvent: "Kinds are \(AlertKind.patterns.joined(separator: ", "))."
        case .badSecret: "Leave it out to have one made."
        case .exists: "Say that it is to be changed, or remove it first."
        case .disabled: "Add it again, saying that it is to be changed."
        }
    }
}
