internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Secrets

/// Alerts, where they are sent, and what came of each delivery.
enum WebhookRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/alerts", .scope(.read)) { web in
            try .json(Page(try await web.operations.alerts().map(AlertDocument.init), next: nil))
        },
        // An address may hold a secret.
        Route(.get, "/api/v1/webhooks", .scope(.admin)) { web in
            try .json(Page(try await web.operations.webhooks().map { WebhookDocument($0) }, next: nil))
        },
        Route(.post, "/api/v1/webhooks", .scope(.admin)) { web in
            let wish = try web.object(NewWebhook.self)
            var request = WebhookRequest(url: wish.url)
            request.events = wish.events ?? ["*"]
            request.allowsPrivate = wish.allowsPrivate ?? false
            // Its maker knows it: an answer that is kept for those who ask twice holds none.
            request.secret = Secret(wish.secret)
            request.creator = web.principal?.actor
            return try .json(WebhookDocument(try await web.operations.addWebhook(request).webhook), status: .created)
        },
        Route(.delete, "/api/v1/webhooks/{id}", .scope(.admin)) { web in
            try .json(WebhookDocument(try await web.operations.removeWebhook(web.parameters["id"] ?? "")))
        },
        Route(.post, "/api/v1/webhooks/{id}/test", .scope(.admin)) { web in
            try .json(Accepted([try await web.operations.testWebhook(web.parameters["id"] ?? "")]), status: .accepted)
        },
        Route(.get, "/api/v1/deliveries", .scope(.read)) { web in
            let limit = try web.limit()
            let deliveries = try await web.operations.deliveries(
                of: try web.query.identifier("webhook"), state: try web.query.choice("state", DeliveryState.self),
                after: try web.query.identifier("after"), limit: limit)
            let next = deliveries.count == limit ? deliveries.last?.id.uuidString.lowercased() : nil
            return try .json(Page(deliveries.map(DeliveryDocument.init), next: next))
        },
        Route(.post, "/api/v1/deliveries/{id}/replay", .scope(.operate)) { web in
            let id = try await web.operations.deliveryID(web.parameters["id"] ?? "")
            return try .json(Accepted(try await web.operations.replay([id])), status: .accepted)
        },
    ]

    private struct NewWebhook: Decodable {
        let url: String
        let events: [String]?
        let allowsPrivate: Bool?
        let secret: String
    }

    /// Deliveries that are made now.
    private struct Accepted: Encodable {
        let deliveries: [String]

        init(_ ids: [UUID]) { deliveries = ids.map { $0.uuidString.lowercased() } }
    }
}
