import HTTPClient
import RefineryModel
import Secrets

@testable import CampaignPush

enum Sample {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-8200-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static func contact(_ number: Int, _ more: [String: JSONValue] = [:]) -> PushContact {
        var members: [JSONValue.Member] = [
            .init(key: "block_id", value: "b0000000-0000-4000-8000-000000000000"), .init(key: "persona_id", value: .string(id(number))),
            .init(key: "position", value: .number("\(number)")),
            .init(key: "phone_e164", value: .string("+1512555\(1000 + number)")), .init(key: "first_name", value: "Dana"),
            .init(key: "last_name", value: "Okafor"), .init(key: "company", value: "Okafor & Sons"),
            .init(key: "email", value: .string("dana\(number)@okafor.example")), .init(key: "timezone", value: "America/Chicago"),
            .init(key: "call_from_local", value: "09:00"), .init(key: "call_until_local", value: "20:00"),
            .init(key: "status", value: "ready"),
            .init(key: "employees", value: 12), .init(key: "title", value: .null),
        ]
        for (key, value) in more {
            members.removeAll { $0.key == key }
            members.append(.init(key: key, value: value))
        }
        return PushContact(personaID: id(number), fields: .object(members))
    }

    static func message(_ contacts: [PushContact], id: String = "0f000000-0000-4000-8000-000000000001", isRepeated: Bool = false)
        -> PushMessage
    {
        PushMessage(
            id: id, blockID: "b0000000-0000-4000-8000-000000000000", blockName: "Plumbers – TX", contacts: contacts, isRepeated: isRepeated)
    }

    static func settings(_ kind: DestinationKind, _ url: String) -> DestinationSettings {
        var settings = DestinationSettings(kind)
        settings.url = url
        settings.secretVariable = "SECRET"
        settings.timeoutSeconds = 60
        switch kind {
        case .webhook: settings.url = url + "/webhook"
        case .rest: settings.url = url + "/rest"
        case .five9:
            settings.url = url + "/wsadmin/v13/AdminWebService"
            (settings.userVariable, settings.target, settings.idField) = ("USER", "list", "persona_id")
        case .ringcx: settings.target = "1/2"
        case .hubspot: settings.target = "42"
        case .gohighlevel: (settings.target, settings.idField) = ("place", "persona_id")
        case .salesforce, .directory: break
        }
        return settings
    }

    static func destination(_ settings: DestinationSettings) throws -> any PushDestination {
        try CampaignDestinations(http: HTTPClient(), secret: { _ in Secret(secret) }).make(settings)
    }

    static func destination(_ kind: DestinationKind, _ url: String) throws -> any PushDestination {
        try destination(settings(kind, url))
    }

    static let overHTTP: [DestinationKind] = DestinationKind.allCases.filter { $0 != .directory }
}
