internal import HTTPClient
internal import RefineryModel
internal import StandardWebhooks

/// Signed messages of Standard Webhooks 1.0, with contacts in them.
struct Webhook: PushDestination {
    let deduplicates = true
    private let url: String
    private let key: WebhookKey
    private let call: DestinationCall
    private let now: @Sendable () -> Int64

    init(
        _ settings: DestinationSettings, _ destinations: CampaignDestinations, now: @escaping @Sendable () -> Int64 = SignedMessage.now
    ) throws {
        _ = try settings.base()
        url = settings.url ?? ""
        let secret = try destinations.required(settings.secretVariable, "the secret that messages are signed with (whsec_…)")
        guard let key = WebhookKey(secret) else {
            throw DestinationFault.invalid(
                "\(settings.secretVariable ?? "The secret") holds no key of Standard Webhooks: \(WebhookKey.form).")
        }
        self.key = key
        call = DestinationCall("The webhook", settings, destinations)
        self.now = now
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        let data = JSONValue.object([
            .init(key: "block_id", value: .string(message.blockID)), .init(key: "block", value: .string(message.blockName)),
            .init(key: "contacts", value: .array(message.contacts.map(\.document))),
        ])
        let request = SignedMessage.request(
            to: url, id: "msg_" + message.id, type: "campaign.contacts", data: data, key: key, seconds: now())
        switch await call.send(request) {
        case .response: return message.all(.pushed(reference: nil))
        case .outcome(let outcome): return message.all(outcome)
        }
    }
}
