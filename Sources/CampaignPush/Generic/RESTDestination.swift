internal import HTTPClient
internal import RefineryModel

/// Any service that takes JSON: its address, method, headers and the form of its body are data.
struct RESTDestination: PushDestination {
    let deduplicates: Bool
    private let method: HTTPMethod
    private let url: String
    private let headers: [HTTPHeader]
    private let template: BodyTemplate?
    private let call: DestinationCall

    init(_ settings: DestinationSettings, _ destinations: CampaignDestinations) throws {
        _ = try settings.base()
        url = settings.url ?? ""
        guard let method = HTTPMethod(rawValue: (settings.method ?? "POST").uppercased()), [.post, .put, .patch].contains(method) else {
            throw DestinationFault.invalid("The method is POST, PUT or PATCH.")
        }
        self.method = method
        template = try settings.template.map { try BodyTemplate($0) }
        let isSingle = template?.isOfOneContact == true || url.contains("{{")
        if isSingle, settings.batch ?? 1 > 1 {
            throw DestinationFault.invalid("The template is of one contact: without {{contacts}} a request holds one.")
        }
        try BodyTemplate.check(url)
        var headers = (settings.headers ?? [:]).sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) }
        if settings.secretVariable != nil {
            let secret = try destinations.required(settings.secretVariable, "the secret")
            headers.append(settings.secretHeader.map { HTTPHeader($0, secret) } ?? .bearer(secret))
        }
        self.headers = headers
        deduplicates = settings.isIdempotent ?? false
        call = DestinationCall("The service", settings, destinations)
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        let body = template?.body(message) ?? BodyTemplate.whole(message)
        let target = BodyTemplate.filled(url, message, encoding: URLQuery.encoded)
        let request = HTTPRequest.json(target, body, method: method, headers: headers + [HTTPHeader("Idempotency-Key", message.id)])
        switch await call.send(request) {
        case .response: return message.all(.pushed(reference: nil))
        case .outcome(let outcome): return message.all(outcome)
        }
    }
}
