internal import HTTPClient
internal import RefineryModel

/// IDI (idiCORE): mobiles and ages by name and address or number. Needs a contract, the machine's address on a list, and a purpose.
///
/// Source: public clients of it; the vendor's own pages are not public.
struct IDI: SkipTraceProvider {
    private static let name = "IDI"
    static let search = "idi_search"

    let account: SkipTraceAccount
    private let base: String
    private let call: ServiceCall
    private let tokens: IDITokens
    private let words: ResultReader

    init(_ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        account = configuration.account([SkipTraceProduct(Self.search, price: Money(micros: 150_000))])
        base = configuration.base("https://api.idicore.com")
        call = ServiceCall(Self.name, configuration, services)
        tokens = IDITokens(call, configuration)
        words = ResultReader(services: services)
    }

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        guard !wants.isDisjoint(with: [.phone, .mobile, .email, .demographics]), subject.isNamed else { return nil }
        return .byNameAndPlace(subject, .idi, product: Self.search)
    }

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        var outcomes: [SkipTraceOutcome] = []
        for question in questions { outcomes.append(await ask(question)) }
        return outcomes
    }

    private func ask(_ question: SkipTraceQuestion) async -> SkipTraceOutcome {
        var token: String
        switch await tokens.token() {
        case .failure(let failure): return failure.outcome
        case .success(let valid): token = valid
        }
        var reply = await call.send(request(question, token))
        // A token may end before its time; nothing was answered, so the question is asked again with a new one, once.
        if case .response(let response) = reply, response.status == 401 {
            switch await tokens.token(instead: token) {
            case .failure(let failure): return failure.outcome
            case .success(let valid): token = valid
            }
            reply = await call.send(request(question, token))
        }
        switch reply {
        case .outcome(let outcome): return outcome
        case .response(let response):
            guard response.status == 200 else {
                let isTooMany = JSONValue(response.body)?["error"]["code"].text == "TooManyMatches"
                return response.status == 400 && isTooMany
                    ? .refused(reason: "\(Self.name) knows too many people who fit the question.") : call.failure(response)
            }
            guard let body = JSONValue(response.body), case .array(let people) = body["result"] else { return call.unreadable }
            return outcome(people, question, body)
        }
    }

    private func request(_ question: SkipTraceQuestion, _ token: String) -> HTTPRequest {
        let names: [(SkipTraceQuestion.Field, String)] = [
            (.firstName, "firstName"), (.lastName, "lastName"), (.address, "address"), (.city, "city"), (.state, "state"), (.zip, "zip"),
            (.phone, "phone"), (.email, "email"),
        ]
        var members = names.compactMap { field, name in
            question[field].map { JSONValue.Member(key: name, value: .string(field == .phone ? String($0.suffix(10)) : $0)) }
        }
        members.append(JSONValue.Member(key: "fields", value: ["name", "phone", "address", "email", "dob", "isDead"]))
        return .json(base + "/search", .object(members), headers: [HTTPHeader("Authorization", token)])
    }

    private func outcome(_ people: [JSONValue], _ question: SkipTraceQuestion, _ body: JSONValue) -> SkipTraceOutcome {
        guard !people.isEmpty else { return .nobody(body, Self.name, cost: .zero) }
        let chosen = ResultReader.chosen(of: people, NameCheck(question), name: { Self.name(of: $0) }, place: { Self.lives($0, question) })
        guard let chosen else { return .somebodyElse(Self.name, cost: nil) }
        let person = ForbiddenFacts.removed(from: chosen)
        var result = UniversalSkipResult()
        result.person = Self.name(of: person)
        for (place, phone) in person["phone"].list.enumerated() {
            words.add(
                phone["number"].text, Self.lineKind(phone["type"].text), score: max(10, 80 - 10 * place),
                vendorScore: phone["meta"]["lastSeen"].text.map { "lastSeen \($0)" }, doNotCall: .unknown, to: &result)
        }
        for email in person["email"].list { words.add(email["data"].text, domain: nil, to: &result) }
        result.age = person["dob"].list.lazy.compactMap { $0["age"].integer }.first
        result.deceased = person["isDead"].flag
        result.raw = person.bytes
        return .found(result, cost: nil)
    }

    private static func name(of person: JSONValue) -> MatchedPerson {
        let name = person["name"].list.first ?? .null
        let parts = MatchedPerson(firstName: name["first"].text, lastName: name["last"].text)
        return parts.lastName == nil ? MatchedPerson(fullName: name["data"].text) : parts
    }

    private static func lives(_ person: JSONValue, _ question: SkipTraceQuestion) -> Bool {
        person["address"].list.contains { address in
            let data = SkipTraceQuestion.normalized(address["data"].text ?? "")
            if let zip = question[.zip], data.contains(zip) { return true }
            guard let city = question[.city] else { return false }
            return SkipTraceQuestion.normalized(address["city"].text ?? "") == city
        }
    }

    /// The words are not documented.
    private static func lineKind(_ text: String?) -> SkipPhone.LineKind {
        let text = text?.lowercased() ?? ""
        if text.contains("mobile") || text.contains("wireless") || text.contains("cell") { return .mobile }
        if text.contains("voip") { return .voip }
        return text.contains("land") || text.contains("residential") || text.contains("home") ? .landline : .unknown
    }
}

extension SkipTraceQuestion {
    /// A person by name and whatever of address, number and place is known; nil when that is too little to find one person.
    static func byNameAndPlace(_ subject: EnrichmentSubject, _ provider: EnrichmentProviderName, product: String) -> SkipTraceQuestion? {
        var fields: [Field: String?] = [.firstName: subject.firstName, .lastName: subject.lastName]
        if subject.address != nil, subject.zipCode != nil || subject.city != nil {
            fields.merge([.address: subject.address, .city: subject.city, .state: subject.state, .zip: subject.zipCode]) { $1 }
        } else if let phone = subject.phones.first {
            fields[.phone] = phone
        } else if subject.city != nil, subject.state != nil {
            fields.merge([.city: subject.city, .state: subject.state]) { $1 }
        } else {
            return nil
        }
        return SkipTraceQuestion(provider, product: product, fields)
    }
}
