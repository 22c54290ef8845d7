internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Secrets

/// What is wrong now, who is told, and what became of each message.
enum WebhookPages {
    static let all: [Route] = [
        .page(.get, "/webhooks", .session(.read)) { web in try await show(web) },
        .page(.post, "/webhooks", .session(.admin)) { web in try await add(web) },
        .page(.post, "/webhooks/{id}/act", .session(.admin)) { web in try await act(web) },
        .page(.post, "/deliveries/replay", .session(.operate)) { web in try await replay(web) },
    ]

    private static let pageSize = 50
    /// A delivery that is made so soon is worth to be waited for on the page.
    private static let soonSeconds = 60.0

    /// - Parameters:
    ///   - added: A webhook that was just made, with its secret: nobody sees that again.
    ///   - refusal: Why none was made of what the form says.
    private static func show(
        _ web: WebRequest, added: (webhook: Webhook, secret: String)? = nil, refusal: WebhookFault? = nil, form: QueryValues? = nil
    ) async throws -> Response {
        let (of, state) = (try web.query.identifier("webhook"), try web.query.choice("state", DeliveryState.self))
        let (alerts, webhooks) = (try await web.operations.alerts(), try await web.operations.webhooks())
        let deliveries = try await web.operations.deliveries(
            of: of, state: state, after: try web.query.identifier("after"), limit: pageSize)
        let soon = Date().timeIntervalSince1970 + soonSeconds
        let filter = (of.map { "&webhook=\($0.uuidString.lowercased())" } ?? "") + (state.map { "&state=\($0.rawValue)" } ?? "")
        return try await web.page(
            "webhooks", title: "Alerts and webhooks", at: .webhooks, live: added == nil && refusal == nil ? "*" : nil,
            [
                "alerts": alerts.map(alert), "has_alerts": !alerts.isEmpty, "webhooks": webhooks.map { webhook($0, web) },
                "has_webhooks": !webhooks.isEmpty,
                "added": added.map { ["address": $0.webhook.url, "secret": $0.secret] as View } ?? false as Any,
                "refusal": refusal.map { ["text": $0.summary, "remedy": $0.remedy ?? false as Any] as View } ?? false as Any,
                "url": form?.text("url") ?? "", "kinds": form?.text("kinds") ?? "", "private": form?.text("private") != nil,
                "groups": AlertKind.patterns.filter { $0.hasSuffix("*") }.map { pattern in
                    let chosen = form?.all("events") ?? ["*"]
                    return ["group": pattern, "group_label": pattern == "*" ? "everything" : pattern, "chosen": chosen.contains(pattern)]
                        as View
                },
                "single_kinds": AlertKind.patterns.filter { !$0.hasSuffix("*") }.joined(separator: ", "),
                "states": DeliveryState.allCases.map { ["word": $0.rawValue, "chosen": $0 == state] as View },
                "choices": webhooks.map {
                    ["webhook_id": $0.id.uuidString.lowercased(), "address": address($0.url, web), "chosen": $0.id == of] as View
                },
                "deliveries": deliveries.map { delivery($0, web) }, "has_deliveries": !deliveries.isEmpty,
                "waits": deliveries.contains { $0.state == .pending && ($0.nextAttemptAt ?? 0) < soon },
                "can_replay_all": state == .failed && !deliveries.isEmpty, "of": of?.uuidString.lowercased() ?? "",
                "next": deliveries.count == pageSize
                    ? "after=\(deliveries[pageSize - 1].id.uuidString.lowercased())\(filter)" : false as Any,
            ])
    }

    /// What is wrong, as pages say it.
    static func alert(_ alert: OpenAlert) -> View {
        let document = AlertKind(rawValue: alert.kind)?.document(alert.data) ?? .null
        return [
            "kind": alert.kind, "summary": document["summary"].text ?? alert.subject, "remedy": document["remedy"].text ?? false as Any,
            "raised": Shown.time(alert.raisedAt),
        ]
    }

    /// The path of an address may be a secret: only who may add webhooks sees it.
    private static func address(_ url: String, _ web: WebRequest) -> String {
        if web.principal?.may(.admin) == true { return url }
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host else { return "–" }
        return "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")/…"
    }

    private static func webhook(_ webhook: Webhook, _ web: WebRequest) -> View {
        [
            "webhook_id": webhook.id.uuidString.lowercased(), "address": address(webhook.url, web),
            "events": webhook.events.joined(separator: ", "), "pending": Shown.number(webhook.pending),
            "state": webhook.disabledAt == nil
                ? ["word": "enabled", "tone": "good"] as View : ["word": "disabled", "tone": "bad"] as View,
            "why": webhook.disabledReason ?? false as Any, "configured": webhook.isConfigured, "allows_private": webhook.allowsPrivate,
            "created": Shown.time(webhook.createdAt), "created_by": webhook.createdBy, "enabled": webhook.disabledAt == nil,
        ]
    }

    private static func delivery(_ delivery: WebhookDelivery, _ web: WebRequest) -> View {
        let tone: String
        switch delivery.state {
        case .pending: tone = "busy"
        case .delivered: tone = "good"
        case .failed: tone = "bad"
        }
        let document = AlertKind(rawValue: delivery.kind)?.document(delivery.data) ?? .null
        let answer = [delivery.lastStatus.map { "status \($0)" }, delivery.lastError].compactMap { $0 }.joined(separator: ": ")
        return [
            "delivery_id": delivery.id.uuidString.lowercased(), "kind": delivery.kind, "summary": document["summary"].text ?? "",
            "address": address(delivery.url, web), "happened": Shown.time(delivery.at),
            "delivery_state": ["word": delivery.state.rawValue, "tone": tone] as View, "attempts": "\(delivery.attempts)",
            "replays": delivery.replays > 0 ? "\(delivery.replays)" : false as Any, "answer": answer.isEmpty ? "–" : answer,
            "next_attempt": delivery.state == .pending ? Shown.time(delivery.nextAttemptAt) : false,
            "can_replay": delivery.state != .pending,
        ]
    }

    private static func add(_ web: WebRequest) async throws -> Response {
        let form = try web.form()
        var request = WebhookRequest(url: form.text("url") ?? "")
        let kinds = (form.text("kinds") ?? "").split(whereSeparator: { ", ".contains($0) }).map(String.init)
        // Kinds that are named one by one are instead of everything.
        request.events = form.all("events").filter { kinds.isEmpty || $0 != "*" } + kinds
        request.allowsPrivate = try form.flag("private") ?? false
        request.creator = web.principal?.actor
        do {
            let (webhook, secret) = try await web.operations.addWebhook(request)
            return try await show(web, added: (webhook, secret?.text ?? ""))
        } catch let fault as WebhookFault {
            return try await show(web, refusal: fault, form: form)
        }
    }

    private static func act(_ web: WebRequest) async throws -> Response {
        let (form, name) = (try web.form(), web.parameters["id"] ?? "")
        switch form.text("action") {
        case "test":
            _ = try await web.operations.testWebhook(name)
            return web.redirect("/webhooks", .tested)
        case "remove":
            _ = try await web.operations.removeWebhook(name)
            return web.redirect("/webhooks", .removed)
        default: throw WebFault.invalid(field: "action", value: form.text("action") ?? "", problem: "test or remove")
        }
    }

    /// Sends one delivery again; or, after its count was shown, each that failed.
    private static func replay(_ web: WebRequest) async throws -> Response {
        let form = try web.form()
        if let id = try form.identifier("id") {
            return web.redirect("/webhooks", .replayed, count: Int64(try await web.operations.replay([id]).count))
        }
        let of = try form.identifier("webhook")
        guard form.text("confirmed") == "yes" else {
            let many = try await web.operations.failedDeliveries(of: of)
            return try await ActionPages.confirmation(
                web, title: "Send \(many) again?", question: "Send \(many) that failed again?", path: "/deliveries/replay",
                back: "/webhooks?state=failed", button: "Send \(many)", fields: [("webhook", of?.uuidString.lowercased() ?? "")])
        }
        return web.redirect("/webhooks", .replayed, count: Int64(try await web.operations.replayFailed(of: of).count))
    }
}
