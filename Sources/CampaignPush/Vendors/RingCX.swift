internal import HTTPClient
internal import RefineryModel

/// RingCX: leads for a campaign; one whose number the campaign has is left out. Source: developers.ringcentral.com (lead loader).
struct RingCX: PushDestination {
    let deduplicates = true
    private let url: String
    private let headers: [HTTPHeader]
    private let own: OwnFields
    private let call: DestinationCall

    init(_ settings: DestinationSettings, _ destinations: CampaignDestinations) throws {
        let base = try settings.base("https://ringcx.ringcentral.com")
        let target = try settings.needed(settings.target, "account and campaign, as 12345/67890")
        let ids = target.split(separator: "/", omittingEmptySubsequences: false)
        guard ids.count == 2, ids.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
            throw DestinationFault.invalid("RingCX needs account and campaign, as 12345/67890.")
        }
        url = "\(base)/voice/api/v1/admin/accounts/\(ids[0])/campaigns/\(ids[1])/leadLoader/direct"
        own = try OwnFields(settings)
        headers = [.bearer(try destinations.required(settings.secretVariable, "the token"))]
        call = DestinationCall("RingCX", settings, destinations)
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        let body: JSONValue = [
            "description": .string(message.blockName), "dialPriority": "NORMAL", "duplicateHandling": "REMOVE_FROM_LIST",
            "listState": "ACTIVE", "timeZoneOption": "EXPLICIT", "uploadLeads": .array(message.contacts.map { lead($0, message) }),
        ]
        switch await call.send(.json(url, body, headers: headers)) {
        case .response(let response):
            guard let answer = JSONValue(response.body), answer["processingStatus"].text != "FAILED" else {
                return message.all(call.unreadable)
            }
            return message.all(.pushed(reference: answer["listId"].text))
        case .outcome(let outcome): return message.all(outcome)
        }
    }

    private func lead(_ contact: PushContact, _ message: PushMessage) -> JSONValue {
        var members = contact.members([
            ("firstName", "first_name"), ("lastName", "last_name"), ("title", "title"), ("email", "email"), ("address1", "address"),
            ("city", "city"), ("state", "state"), ("zip", "zip_code"), ("leadTimezone", "timezone"), ("auxData2", "company"),
        ])
        members.append(.init(key: "leadPhone", value: .string(contact.dialedNumber)))
        members.append(.init(key: "externId", value: .string("\(Self.number(of: contact.personaID))")))
        members.append(.init(key: "auxData1", value: .string(contact.personaID)))
        members.append(.init(key: "auxData3", value: .string(contact.hours)))
        return .object(members + own.members(of: contact, in: message))
    }

    /// An integer for the id of a persona, which RingCX needs: the number of the record that founded it, which is in the id.
    static func number(of id: String) -> Int64 {
        let digits = Array(id.filter { $0 != "-" })
        let founder = [4, 5, 7, 9, 10, 11, 12, 13].flatMap { byte in digits.dropFirst(byte * 2).prefix(2) }
        return UInt64(String(founder), radix: 16).map { Int64(truncatingIfNeeded: $0 & UInt64(Int64.max)) } ?? 0
    }
}
