internal import CSV
internal import HTTPClient
internal import RefineryModel

/// Five9: records for a list, by number; one that is there is changed. Source: PSFive9Admin, docs.acqueon.com (`addToListCsv`).
struct Five9: PushDestination {
    let deduplicates = true
    private let url: String
    private let list: String
    private let idField: String?
    private let own: OwnFields
    private let credentials: BasicCredentials
    private let call: DestinationCall

    private static let columns: [(field: String, column: String)] = [
        ("first_name", "first_name"), ("last_name", "last_name"), ("company", "company"), ("street", "address"), ("city", "city"),
        ("state", "state"), ("zip", "zip_code"), ("email", "email"),
    ]

    init(_ settings: DestinationSettings, _ destinations: CampaignDestinations) throws {
        url = try settings.base("https://api.five9.com/wsadmin/v13/AdminWebService")
        list = try settings.needed(settings.target, "the list that contacts go to")
        idField = settings.idField
        own = try OwnFields(settings)
        let user = try destinations.required(settings.userVariable, "the user")
        credentials = BasicCredentials(user: user, password: try destinations.required(settings.secretVariable, "the password"))
        call = DestinationCall("Five9", settings, destinations)
    }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        let request = HTTPRequest(
            .post, url, headers: [HTTPHeader("Content-Type", "text/xml; charset=utf-8"), HTTPHeader("SOAPAction", "\"\"")],
            body: Array(envelope(message).utf8), credentials: credentials)
        // Faults of SOAP come with 500.
        switch await call.send(request, accepts: [500]) {
        case .outcome(let outcome): return message.all(outcome)
        case .response(let response):
            let text = String(decoding: response.body, as: UTF8.self)
            if let id = Self.element("identifier", in: text) { return message.all(.pushed(reference: id)) }
            guard let reason = Self.element("faultstring", in: text) else {
                return message.all(response.status == 500 ? call.failure(response) : call.unreadable)
            }
            return message.all(Self.fault(reason))
        }
    }

    /// The words in which Five9 refuses.
    private static func fault(_ reason: String) -> PushOutcome {
        let text = reason.lowercased()
        if text.contains("limit") || text.contains("timeout") || text.contains("concurrent") { return .throttled(after: nil) }
        if text.contains("not found") || text.contains("login") || text.contains("denied") || text.contains("list") {
            return .stopped(reason: "Five9: \(reason.prefix(200))")
        }
        return .refused(reason: String(reason.prefix(200)))
    }

    private func envelope(_ message: PushMessage) -> String {
        var fields = ["number1"] + Self.columns.map(\.field) + own.pairs.map(\.vendor)
        if let idField { fields.append(idField) }
        let mapping = fields.enumerated().map { index, field in
            "<fieldsMapping><columnNumber>\(index + 1)</columnNumber><fieldName>\(Self.escaped(field))</fieldName><key>\(field == "number1")</key></fieldsMapping>"
        }.joined()
        var csv = CSVWriter(newline: "\n")
        for contact in message.contacts {
            csv.append(
                record: [contact.dialedNumber] + Self.columns.map { contact[$0.column] }
                    + own.pairs.map { message.value($0.column, of: contact).text } + (idField == nil ? [] : [contact.personaID]))
        }
        return """
            <?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
            xmlns:ser="http://service.admin.ws.five9.com/"><soapenv:Body><ser:addToListCsv><listName>\(Self.escaped(list))</listName>\
            <listUpdateSettings>\(mapping)<separator>,</separator><skipHeaderLine>false</skipHeaderLine>\
            <cleanListBeforeUpdate>false</cleanListBeforeUpdate><crmAddMode>ADD_NEW</crmAddMode><crmUpdateMode>UPDATE_FIRST</crmUpdateMode>\
            <listAddMode>ADD_FIRST</listAddMode></listUpdateSettings><csvData>\(Self.escaped(String(decoding: csv.bytes, as: UTF8.self)))</csvData>\
            </ser:addToListCsv></soapenv:Body></soapenv:Envelope>
            """
    }

    /// Text as XML 1.0 can hold it: what it cannot goes.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func element(_ name: String, in text: String) -> String? {
        let parts = text.split(separator: "<\(name)>", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].contains("</\(name)>") else { return nil }
        return parts[1].split(separator: "</\(name)>", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
    }
}
