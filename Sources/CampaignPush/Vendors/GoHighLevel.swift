internal import HTTPClient
internal import RefineryModel

/// GoHighLevel: one contact a request, put in its place by the location's own rule of duplicates. Source:
/// github.com/GoHighLevel/highlevel-api-docs.
struct GoHighLevel: PushDestination {
    let deduplicates = true
    private let url: String
    private let location: String
    private let idField: String?
    private let own: OwnFields
    private let headers: [HTTPHeader]
    private let call: DestinationCall

    init(_ settings: DestinationSettings, _ destinations: CampaignDestinations) throws {
        url = try settings.base("https://services.leadconnectorhq.com") + "/contacts/upsert"
        location = try settings.needed(settings.target, "the location that contacts go to")
        idField = settings.idField
        own = try OwnFields(settings)
        headers = [
            .bearer(try destinations.required(settings.secretVariable, "the token")), HTTPHeader("Version", "2021-07-28"),
        ]
        call = DestinationCall("GoHighLevel", settings, destinations)
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        var outcomes: [PushOutcome] = []
        for contact in message.contacts { outcomes.append(await push(contact, message)) }
        return outcomes
    }

    private func push(_ contact: PushContact, _ message: PushMessage) async -> PushOutcome {
        var members = contact.members([
            ("firstName", "first_name"), ("lastName", "last_name"), ("email", "email"), ("phone", "phone_e164"), ("address1", "address"),
            ("city", "city"), ("state", "state"), ("postalCode", "zip_code"), ("companyName", "company"), ("timezone", "timezone"),
        ])
        members.append(.init(key: "locationId", value: .string(location)))
        members.append(.init(key: "source", value: "refinery"))
        members.append(.init(key: "tags", value: [.string(message.blockName)]))
        let identity = idField.map { [JSONValue.Member(key: $0, value: .string(contact.personaID))] } ?? []
        let custom = (identity + own.members(of: contact, in: message)).map { field -> JSONValue in
            ["key": .string(field.key), "field_value": field.value]
        }
        if !custom.isEmpty { members.append(.init(key: "customFields", value: .array(custom))) }
        switch await call.send(.json(url, .object(members), headers: headers)) {
        case .response(let response):
            guard let answer = JSONValue(response.body), let id = answer["contact"]["id"].text else { return call.unreadable }
            return .pushed(reference: id)
        case .outcome(let outcome): return outcome
        }
    }
}
