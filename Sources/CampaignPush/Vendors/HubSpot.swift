internal import HTTPClient
internal import RefineryModel

/// HubSpot: contacts are put in their place by a unique property, a hundred a request, then into a list. Source: developers.hubspot.com
/// (batch upsert of contacts; list memberships).
struct HubSpot: PushDestination {
    let deduplicates = true
    private let base: String
    private let idProperty: String
    private let list: String?
    private let own: OwnFields
    private let headers: [HTTPHeader]
    private let call: DestinationCall

    init(_ settings: DestinationSettings, _ destinations: CampaignDestinations) throws {
        base = try settings.base("https://api.hubapi.com")
        idProperty = settings.idField ?? "refinery_id"
        list = settings.target
        own = try OwnFields(settings)
        headers = [.bearer(try destinations.required(settings.secretVariable, "the token"))]
        call = DestinationCall("HubSpot", settings, destinations)
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        var outcomes: [PushOutcome] = message.contacts.map { key($0) == nil ? .refused(reason: "no \(idProperty)") : call.unreadable }
        let sent = message.contacts.indices.filter { key(message.contacts[$0]) != nil }
        guard !sent.isEmpty else { return outcomes }
        let inputs = sent.map { input(message.contacts[$0], message) }
        let request = HTTPRequest.json("\(base)/crm/v3/objects/contacts/batch/upsert", ["inputs": .array(inputs)], headers: headers)
        switch await call.send(request) {
        case .outcome(let outcome):
            for index in sent { outcomes[index] = outcome }
        case .response(let response):
            guard let answer = JSONValue(response.body) else { return outcomes }
            var ids: [String] = []
            for index in sent {
                guard let key = key(message.contacts[index]) else { continue }
                if let id = answer["results"].elements.first(where: { Self.names($0, key, idProperty) })?["id"].text {
                    outcomes[index] = .pushed(reference: id)
                    ids.append(id)
                } else if let error = answer["errors"].elements.first(where: { Self.blames($0, key) }) {
                    outcomes[index] = .refused(reason: error["message"].text ?? error["category"].text ?? "refused")
                }
            }
            if let failed = await join(ids) {
                for index in sent { if case .pushed = outcomes[index] { outcomes[index] = failed } }
            }
        }
        return outcomes
    }

    /// Puts contacts into the list; nil: they are in it. Those that are in it already do not matter.
    private func join(_ ids: [String]) async -> PushOutcome? {
        guard let list, !ids.isEmpty else { return nil }
        let url = "\(base)/crm/v3/lists/\(URLQuery.encoded(list))/memberships/add"
        switch await call.send(.json(url, .array(ids.map { .string($0) }), method: .put, headers: headers)) {
        case .response: return nil
        case .outcome(let outcome): return outcome
        }
    }

    private func key(_ contact: PushContact) -> String? { idProperty == "email" ? contact["email"] : contact.personaID }

    private func input(_ contact: PushContact, _ message: PushMessage) -> JSONValue {
        var properties = contact.members([
            ("firstname", "first_name"), ("lastname", "last_name"), ("email", "email"), ("phone", "phone_e164"), ("jobtitle", "title"),
            ("company", "company"), ("address", "address"), ("city", "city"), ("state", "state"), ("zip", "zip_code"),
        ])
        properties += own.members(of: contact, in: message)
        if idProperty != "email" { properties.append(.init(key: idProperty, value: .string(contact.personaID))) }
        return [
            "idProperty": .string(idProperty), "id": .string(key(contact) ?? ""), "properties": .object(properties),
        ]
    }

    private static func names(_ result: JSONValue, _ key: String, _ property: String) -> Bool {
        result["properties"][property].text?.lowercased() == key.lowercased()
    }

    private static func blames(_ error: JSONValue, _ key: String) -> Bool {
        (error["context"]["ids"].list + error["context"]["id"].list).contains { $0.text == key }
    }
}
