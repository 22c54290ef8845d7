internal import Digest
internal import HTTPClient
internal import RefineryModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Signed messages of Standard Webhooks 1.0 (standardwebhooks.com): whoever takes them knows a repeated one by its `webhook-id`.
struct Webhook: PushDestination {
    let deduplicates = true
    private let url: String
    private let key: WebhookKey
    private let call: DestinationCall
    private let now: @Sendable () -> Int64

    /// A key of the right form, for checks.
    static let exampleKey = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    init(
        _ settings: DestinationSettings, _ destinations: CampaignDestinations,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) throws {
        _ = try settings.base()
        url = settings.url ?? ""
        let secret = try destinations.required(settings.secretVariable, "the secret that messages are signed with (whsec_…)")
        guard let key = WebhookKey(secret) else {
            throw DestinationFault.invalid(
                "\(settings.secretVariable ?? "The secret") holds no key of Standard Webhooks: whsec_ and 24 to 64 bytes in base64.")
        }
        self.key = key
        call = DestinationCall("The webhook", settings, destinations)
        self.now = now
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        let seconds = now()
        let body = JSONValue.object([
            .init(key: "type", value: "campaign.contacts"),
            .init(key: "timestamp", value: .string(Self.iso8601(seconds))),
            .init(
                key: "data",
                value: .object([
                    .init(key: "block_id", value: .string(message.blockID)), .init(key: "block", value: .string(message.blockName)),
                    .init(key: "contacts", value: .array(message.contacts.map(\.document))),
                ])),
        ]).bytes
        let id = "msg_" + message.id
        let headers = [
            HTTPHeader("Content-Type", "application/json"), HTTPHeader("webhook-id", id), HTTPHeader("webhook-timestamp", "\(seconds)"),
            HTTPHeader("webhook-signature", key.signature(id: id, timestamp: seconds, body: body)),
        ]
        switch await call.send(HTTPRequest(.post, url, headers: headers, body: body)) {
        case .response: return message.all(.pushed(reference: nil))
        case .outcome(let outcome): return message.all(outcome)
        }
    }

    private static func iso8601(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}

/// What messages are signed with: `whsec_` and base64.
struct WebhookKey: Sendable {
    private let bytes: [UInt8]

    init?(_ secret: String) {
        let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        guard let data = Data(base64Encoded: text), (24...64).contains(data.count) else { return nil }
        bytes = Array(data)
    }

    /// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        "v1," + Data(HMACSHA256.code(of: Array("\(id).\(timestamp).".utf8) + body, key: bytes)).base64EncodedString()
    }
}
