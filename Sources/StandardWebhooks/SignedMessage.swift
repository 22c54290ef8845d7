package import HTTPClient
package import RefineryModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Requests of Standard Webhooks 1.0 (standardwebhooks.com): whoever takes them knows a repeated one by its `webhook-id`.
package enum SignedMessage {
    /// - Parameters:
    ///   - id: The same however often the message is sent.
    ///   - happened: When it happened, ISO 8601; nil: now.
    ///   - seconds: When it is sent, since 1970.
    package static func request(
        to url: String, id: String, type: String, happened: String? = nil, data: JSONValue, key: WebhookKey, seconds: Int64
    ) -> HTTPRequest {
        let body = JSONValue.object([
            .init(key: "type", value: .string(type)),
            .init(key: "timestamp", value: .string(happened ?? Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601))),
            .init(key: "data", value: data),
        ]).bytes
        let headers = [
            HTTPHeader("Content-Type", "application/json"), HTTPHeader("webhook-id", id), HTTPHeader("webhook-timestamp", "\(seconds)"),
            HTTPHeader("webhook-signature", key.signature(id: id, timestamp: seconds, body: body)),
        ]
        return HTTPRequest(.post, url, headers: headers, body: body)
    }

    /// Seconds since 1970.
    package static func now() -> Int64 { Int64(Date().timeIntervalSince1970) }
}
