internal import HTTPClient
internal import RefineryModel

/// TLO (TransUnion): mobiles by name and place, over SOAP. Needs a contract, the machine's address on a list, and a purpose.
///
/// Source: github.com/bradley2W1DL/trans_union (2018). Errors, rates and prices are not public.
struct TLO: SkipTraceProvider {
    private static let name = "TLO"
    static let search = "tlo_basic_person_search"

    let account: SkipTraceAccount
    private let url: String
    private let configuration: SkipTraceConfiguration
    private let call: ServiceCall
    private let words: ResultReader

    init(_ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        // No list price: that of a comparable search.
        account = configuration.account([SkipTraceProduct(Self.search, price: Money(micros: 150_000))])
        url = configuration.base("https://webservice.tlo.com/TLOWebService.asmx")
        self.configuration = configuration
        call = ServiceCall(Self.name, configuration, services)
        words = ResultReader(services: services)
    }

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        guard !wants.isDisjoint(with: [.phone, .mobile]), subject.isNamed else { return nil }
        return .byNameAndPlace(subject, .tlo, product: Self.search)
    }

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        var outcomes: [SkipTraceOutcome] = []
        for question in questions { outcomes.append(await ask(question)) }
        return outcomes
    }

    private func ask(_ question: SkipTraceQuestion) async -> SkipTraceOutcome {
        let headers = [
            HTTPHeader("Content-Type", "text/xml; charset=utf-8"), HTTPHeader("SOAPAction", "\"http://tempuri.org/BasicPersonSearch\""),
        ]
        let request = HTTPRequest(.post, url, headers: headers, body: Array(envelope(question).utf8))
        switch await call.send(request) {
        case .outcome(let outcome): return outcome
        case .response(let response):
            guard response.status == 200 else { return call.failure(response) }
            guard let document = XMLElement(response.body), let result = document.descendants("BasicPersonSearchResult").first,
                let code = result["ErrorCode"].value
            else { return call.unreadable }
            return code == "0" ? outcome(result, question) : failure(result["ErrorMessage"].value ?? "error \(code)")
        }
    }

    private func envelope(_ question: SkipTraceQuestion) -> String {
        func tag(_ name: String, _ value: String?) -> String { value.map { "<\(name)>\(Self.escaped($0))</\(name)>" } ?? "" }
        let purpose = configuration.purpose
        let place = [
            tag("Line1", question[.address]), tag("City", question[.city]), tag("State", question[.state]?.uppercased()),
            tag("Zip", question[.zip]),
        ].joined()
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><BasicPersonSearch xmlns="http://tempuri.org/">\
            <genericSearchInput>\(tag("Username", configuration.key))\(tag("Password", configuration.secret))\
            \(tag("DPPAPurpose", purpose.dppa))\(tag("GLBPurpose", purpose.glba))\(tag("PermissibleUseCode", purpose.permissibleUse))\
            <Version>0</Version>\
            <Name>\(tag("FirstName", question[.firstName]))\(tag("LastName", question[.lastName]))</Name>\
            \(place.isEmpty ? "" : "<Address>\(place)</Address>")\(tag("Phone", question[.phone].map { String($0.suffix(10)) }))\
            </genericSearchInput></BasicPersonSearch></soap:Body></soap:Envelope>
            """
    }

    private func outcome(_ result: XMLElement, _ question: SkipTraceQuestion) -> SkipTraceOutcome {
        let records = result["BasicPersonSearchOutputRecords"].all("BasicPersonSearchOutputRecord")
        guard result["NumberOfRecordsFound"].value.flatMap({ Int($0) }) != 0, !records.isEmpty else {
            return .nobody(["NumberOfRecordsFound": 0], Self.name, cost: .zero)
        }
        let check = NameCheck(question)
        var found = UniversalSkipResult()
        var listed: [JSONValue] = []
        for record in records {
            let name = Self.name(of: record)
            guard check.accepts(name) else { continue }
            for listing in record.descendants("BasicPhoneListing") {
                let person = listing["ListingName"].value.map { MatchedPerson(fullName: $0) }
                guard check.accepts(person) else { continue }
                if found.person == nil { found.person = name ?? person }
                let isWireless = listing["CarrierType"].value?.uppercased() == "WIRELESS"
                let score = listing["Score"].value
                words.add(
                    listing["Phone"].value, isWireless ? .mobile : ResultReader.lineKind(listing["PhoneType"].value),
                    score: score.flatMap { Int($0) } ?? 50, vendorScore: score, doNotCall: .unknown, to: &found)
                listed.append(Self.json(listing))
            }
        }
        guard !listed.isEmpty || records.contains(where: { check.accepts(Self.name(of: $0)) && Self.name(of: $0) != nil }) else {
            return .somebodyElse(Self.name, cost: nil)
        }
        found.raw = JSONValue.array(listed).bytes
        return .found(found, cost: nil)
    }

    /// The name of the record itself, where it has one beside those of its listings.
    private static func name(of record: XMLElement) -> MatchedPerson? {
        let name = record.descendants("Name").first { $0["LastName"].value != nil }
        return name.map { MatchedPerson(firstName: $0["FirstName"].value, lastName: $0["LastName"].value) }
    }

    private static func json(_ element: XMLElement) -> JSONValue {
        .object(
            element.children.filter { !ForbiddenFacts.isForbidden($0.name) }.map {
                JSONValue.Member(key: $0.name, value: $0.value.map(JSONValue.string) ?? .null)
            })
    }

    /// What the codes mean is not public: the words say whose fault it is.
    private func failure(_ message: String) -> SkipTraceOutcome {
        let words = message.lowercased()
        if ["password", "user", "login", "credential", "authori", "permissible", "purpose", "ip address"].contains(where: words.contains) {
            return .stopped(SkipTraceStop(.credentials, "\(Self.name) refuses the account: \(message)", remedy: call.remedy))
        }
        if ["balance", "payment", "limit exceeded", "quota"].contains(where: words.contains) { return call.outOfMoney(200) }
        return .refused(reason: "\(Self.name) does not take the question.")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
