internal import HTTPClient
internal import RefineryModel

/// Sends requests to one service and sorts out what went wrong before an answer is looked at.
struct DestinationCall: Sendable {
    /// As people know it.
    let service: String
    let http: HTTPClient
    let timeout: Duration

    init(_ service: String, _ settings: DestinationSettings, _ destinations: CampaignDestinations) {
        self.service = service
        http = destinations.http
        timeout = .seconds(settings.timeoutSeconds ?? 30)
    }

    enum Reply: Sendable {
        /// A success.
        case response(HTTPResponse)
        case outcome(PushOutcome)
    }

    /// Sends a request once.
    /// - Parameter accepts: Statuses beside 2xx that are looked at by the caller.
    func send(_ request: HTTPRequest, accepts: Set<Int> = []) async -> Reply {
        var request = request
        request.timeout = timeout
        request.isSentAtMostOnce = true
        do {
            let response = try await http.send(request)
            let isTaken = (200..<300).contains(response.status) || accepts.contains(response.status)
            return isTaken ? .response(response) : .outcome(failure(response))
        } catch .invalidRequest(let reason) {
            return .outcome(.stopped(reason: "The request cannot be sent: \(reason)"))
        } catch {
            return .outcome(.retry(reason: error.summary, after: nil, mayHaveArrived: error.mayHaveBeenSent))
        }
    }

    /// What an answer means that is no success.
    func failure(_ response: HTTPResponse) -> PushOutcome {
        let (status, after) = (response.status, response.retryAfter)
        switch status {
        case 401, 402, 403: return .stopped(reason: "\(service) refuses the account (status \(status)).")
        case 429: return .throttled(after: after)
        case 408, 425: return .retry(reason: "\(service) answers with status \(status).", after: after, mayHaveArrived: false)
        // It says when to come again, so it has not looked.
        case 503 where after != nil: return .retry(reason: "\(service) answers with status 503.", after: after, mayHaveArrived: false)
        case 500...: return .retry(reason: "\(service) answers with status \(status).", after: after, mayHaveArrived: true)
        case 300..<400, 404, 405, 410: return .stopped(reason: "\(service) takes nothing at its address (status \(status)).")
        default: return .refused(reason: "status \(status)")
        }
    }

    /// Success that cannot be read: it may have arrived.
    var unreadable: PushOutcome { .retry(reason: "The answer of \(service) cannot be read.", after: nil, mayHaveArrived: true) }
}

extension HTTPRequest {
    /// A request with a JSON body.
    static func json(_ url: String, _ body: JSONValue, method: HTTPMethod = .post, headers: [HTTPHeader]) -> HTTPRequest {
        HTTPRequest(
            method, url, headers: headers + [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json")],
            body: body.bytes)
    }
}

extension HTTPHeader {
    static func bearer(_ token: String) -> HTTPHeader { HTTPHeader("Authorization", "Bearer \(token)") }
}

extension PushMessage {
    /// The same outcome of every contact.
    func all(_ outcome: PushOutcome) -> [PushOutcome] { contacts.map { _ in outcome } }

    /// What stands under a name: a column of the contact, or of its block.
    func value(_ name: String, of contact: PushContact?) -> JSONValue {
        switch name {
        case "block": .string(blockName)
        case "block_id": .string(blockID)
        case "message_id": .string(id)
        case "external_id": .string(contact?.personaID ?? "")
        default: contact?.fields[name] ?? .null
        }
    }
}

/// Fields that a person wants at a vendor, beside those that its adapter fills.
struct OwnFields: Sendable {
    /// In the order of their names there.
    let pairs: [(vendor: String, column: String)]

    /// - Throws: ``DestinationFault/invalid(_:)`` for a column that there is not.
    init(_ settings: DestinationSettings) throws {
        pairs = (settings.fields ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        for pair in pairs { try BodyTemplate.check("{{\(pair.column)}}") }
    }

    /// Those that say something about a contact.
    func members(of contact: PushContact, in message: PushMessage) -> [JSONValue.Member] {
        pairs.compactMap { pair in
            message.value(pair.column, of: contact).text.map { JSONValue.Member(key: pair.vendor, value: .string($0)) }
        }
    }
}

extension PushContact {
    /// As generic destinations get it: the columns of `blocks contacts` without those of the block, and `external_id`.
    var document: JSONValue {
        guard case .object(let members) = fields else { return .null }
        return .object(
            [JSONValue.Member(key: "external_id", value: .string(personaID))]
                + members.filter { !["block_id", "status", "reason"].contains($0.key) })
    }

    /// The ten digits of a number of the North American plan, as dialers want them; any other as it is.
    var dialedNumber: String {
        let number = self["phone_e164"] ?? ""
        return number.hasPrefix("+1") && number.utf8.count == 12 ? String(number.dropFirst(2)) : number
    }

    /// Members for those columns that say something.
    func members(_ names: [(vendor: String, column: String)]) -> [JSONValue.Member] {
        names.compactMap { name in self[name.column].map { JSONValue.Member(key: name.vendor, value: .string($0)) } }
    }

    /// The hours of calls, for people: `Mon–Fri 09:00–20:00 America/Chicago`.
    var hours: String {
        "Mon–Fri \(self["call_from_local"] ?? "")–\(self["call_until_local"] ?? "") \(self["timezone"] ?? "")"
    }
}
