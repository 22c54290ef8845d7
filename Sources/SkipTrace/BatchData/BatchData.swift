internal import HTTPClient
internal import RefineryModel

/// BatchData: who lives at an address, with numbers, their place on lists, and who sues callers.
///
/// Asked by version 3; answers of version 1 are read as well. Source: pkg.go.dev/github.com/mrz1836/go-batchdata.
struct BatchData: SkipTraceProvider {
    private static let name = "BatchData"
    static let trace = "batchdata_trace"

    let account: SkipTraceAccount
    private let base: String
    private let headers: [HTTPHeader]
    private let call: ServiceCall
    private let words: ResultReader

    init(_ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        account = configuration.account([SkipTraceProduct(Self.trace, price: Money(micros: 200_000), questionsPerRequest: 100)])
        base = configuration.base("https://api.batchdata.com")
        headers = [HTTPHeader("Authorization", "Bearer \(configuration.key)")]
        call = ServiceCall(Self.name, configuration, services)
        words = ResultReader(services: services)
    }

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        guard !wants.isDisjoint(with: [.phone, .mobile, .email, .name]) else { return nil }
        guard subject.address != nil, subject.zipCode != nil || (subject.city != nil && subject.state != nil) else { return nil }
        var fields: [SkipTraceQuestion.Field: String?] = [
            .address: subject.address, .city: subject.city, .state: subject.state, .zip: subject.zipCode,
        ]
        if subject.isNamed { fields.merge([.firstName: subject.firstName, .lastName: subject.lastName]) { $1 } }
        return SkipTraceQuestion(.batchData, product: Self.trace, fields)
    }

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        let keys = questions.indices.map { "q-\($0)" }
        let requests = zip(keys, questions).map { key, question in request(question, key) }
        let body: JSONValue = [
            "requests": .array(requests), "options": ["includeTCPABlacklistedPhones": true, "prioritizeMobilePhones": true],
        ]
        switch await call.send(.json(base + "/api/v3/property/skip-trace", body, headers: headers)) {
        case .outcome(let outcome): return questions.map { _ in outcome }
        case .response(let response) where response.status == 400 && questions.count > 1:
            var outcomes: [SkipTraceOutcome] = []
            for question in questions { outcomes += await ask([question], callbackToken: callbackToken) }
            return outcomes
        case .response(let response):
            guard response.status == 200 else {
                let outcome = call.failure(response)
                return questions.map { _ in outcome }
            }
            guard let body = JSONValue(response.body) else { return questions.map { _ in call.unreadable } }
            return outcomes(body, questions, keys)
        }
    }

    private func request(_ question: SkipTraceQuestion, _ key: String) -> JSONValue {
        func members(_ names: [(SkipTraceQuestion.Field, String)]) -> JSONValue {
            .object(names.compactMap { field, name in question[field].map { JSONValue.Member(key: name, value: .string($0)) } })
        }
        var parts = [
            JSONValue.Member(key: "requestId", value: .string(key)),
            JSONValue.Member(
                key: "propertyAddress", value: members([(.address, "street"), (.city, "city"), (.state, "state"), (.zip, "zip")])),
        ]
        if question.namesPerson {
            parts.insert(JSONValue.Member(key: "name", value: members([(.firstName, "first"), (.lastName, "last")])), at: 1)
        }
        return .object(parts)
    }

    private func outcomes(_ body: JSONValue, _ questions: [SkipTraceQuestion], _ keys: [String]) -> [SkipTraceOutcome] {
        let people = body["results"]["persons"]
        if case .array(let people) = people.isNull ? body["result"]["persons"] : people {
            // Version 1: people, each with the question that it answers; several may answer the same one.
            return zip(keys, questions).map { key, question in
                outcome(of: people.filter { $0["request"]["requestId"].text == key || keys.count == 1 }, question)
            }
        }
        guard case .array(let parts) = body["result"]["data"] else { return questions.map { _ in call.unreadable } }
        guard let sorted = BulkAnswers.sorted(parts, keys: keys, key: { $0["input"]["requestId"].text }) else {
            return questions.map { _ in call.unattributable }
        }
        return zip(questions, sorted).map { question, part in
            guard let part, !part.isNull else { return .nobody(["data": .null], Self.name, cost: .zero) }
            if part["meta"]["error"].flag == true {
                return .retry(reason: "\(Self.name) failed with one of the questions.", after: nil, mayHaveBeenBilled: true)
            }
            return outcome(of: part["meta"]["matched"].flag == false ? [] : part["persons"].list, question)
        }
    }

    private func outcome(of people: [JSONValue], _ question: SkipTraceQuestion) -> SkipTraceOutcome {
        let matched = people.filter { $0["meta"]["matched"].flag != false }
        guard !matched.isEmpty else { return .nobody(["persons": []], Self.name, cost: .zero) }
        // Without a name the first is the likeliest of those at the address.
        let chosen =
            question.namesPerson
            ? ResultReader.chosen(of: matched, NameCheck(question), name: { Self.name(of: $0) }) : matched.first
        guard let chosen else { return .somebodyElse(Self.name, cost: nil) }
        let person = ForbiddenFacts.removed(from: chosen)
        var result = UniversalSkipResult()
        result.person = Self.name(of: person)
        for phone in person["phones"].list + person["phoneNumbers"].list {
            let rank = phone["rank"].integer
            let vendorScore = phone["score"].text ?? rank.map { "rank \($0)" }
            // Who is on a list of those who sue is not to be called, whatever the other list says.
            let isListed = phone["tcpa"].flag == true ? true : phone["dnc"].flag
            words.add(
                phone["number"].text, ResultReader.lineKind(phone["type"].text),
                score: phone["score"].integer ?? rank.map { max(10, 100 - 10 * ($0 - 1)) } ?? 50, vendorScore: vendorScore,
                doNotCall: DoNotCallHint(isListed), to: &result)
        }
        for email in person["emails"].list where email["tested"].flag != false {
            words.add(email["email"].text, domain: nil, to: &result)
        }
        result.deceased = person["deceased"].flag ?? person["death"]["deceased"].flag
        result.litigator = person["litigator"].flag
        result.raw = person.bytes
        return .found(result, cost: nil)
    }

    private static func name(of person: JSONValue) -> MatchedPerson {
        let name = person["name"]
        let parts = MatchedPerson(firstName: name["first"].text, lastName: name["last"].text)
        return parts.lastName == nil ? MatchedPerson(fullName: name["full"].text) : parts
    }
}
